"""Pictures that a Markdown file names by a path beside it: stored, and their addresses written in."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import ValidationError

from blog.markdown.outline import code_lines, normal_address, pictures_in
from blog.models import Image
from blog.publishing.front_matter import Document, PublishError

ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/|#|\?|$", re.IGNORECASE)
DESTINATION = re.compile(
    r"(?P<before>\]\(\s*|^ {0,3}\[[^\]]+\]:\s*)(?P<address><[^<>]+>|[^\s()<>]+(?:\([^\s()]*\)[^\s()]*)*)"
)

type Note = Callable[[Image], None]


def store_pictures(document: Document, file: Path, owner: Any, note: Note) -> str:
    """Return the body with the addresses of the stored pictures; ``note`` is told of each.

    A picture is looked for beside the file, then in a folder ``images`` beside it or one level up.
    Raises PublishError when one is not there or is no picture.
    """
    addresses: dict[str, str] = {}
    for address, alt in pictures_in(document.body):
        if not ELSEWHERE.match(address) and address not in addresses:
            try:
                image = _store(_find(unquote(address), file), alt, owner)
            except PublishError as error:
                raise PublishError(f"line {_line_of(document, address)}: {error}") from error
            note(image)
            addresses[address] = image.get_absolute_url()
    if not addresses:
        return document.body
    return change_addresses(document.body, lambda address: addresses.get(normal_address(address), address))


def _find(name: str, file: Path) -> Path:
    places = [file.parent, file.parent / "images", file.parent.parent / "images"]
    for folder in places:
        if (folder / name).is_file():
            return folder / name
    raise PublishError(f"the picture {name!r} is not there: put it beside the file, or in a folder “images”.")


def _line_of(document: Document, address: str) -> int:
    """Return the number of the line in the file that names the picture first."""
    names = {address, unquote(address)}
    lines = enumerate(document.body.split("\n"), start=1)
    within = next((number for number, line in lines if any(name in line for name in names)), 1)
    return document.lines_before_body + within


def _store(picture: Path, alt: str, owner: Any) -> Image:
    try:
        with picture.open("rb") as content:
            return Image.objects.store(content, uploaded_by=owner, alt=alt)
    except ValidationError as error:
        raise PublishError(
            f"the picture {picture.name!r} cannot be used: {' '.join(error.messages)}"
        ) from error
    except OSError as error:
        raise PublishError(f"the picture {picture.name!r} cannot be read ({error.strerror}).") from error


def change_addresses(body: str, change: Callable[[str], str]) -> str:
    """Return the body with the destinations of its pictures and links changed, code left as it is."""

    def replace(found: re.Match[str]) -> str:
        address = found["address"]
        changed = change(address.strip("<>"))
        return found["before"] + (address if changed == address.strip("<>") else changed)

    code = code_lines(body)
    lines = body.split("\n")
    return "\n".join(line if n in code else DESTINATION.sub(replace, line) for n, line in enumerate(lines))
