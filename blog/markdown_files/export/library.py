"""Pictures and other files of the media folder."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.base import File as Content
from django.core.files.storage import default_storage

from blog.comments.models import BlogComment
from blog.exporting import Choices, Numbers
from blog.exporting.content import library
from blog.models import File, Image

PIECE = 256 * 1024  # bytes
ROWS = 2000


def records() -> Iterator[dict[str, Any]]:
    """Yield what is known of each file."""
    numbers = {model: Numbers([model]) for model in (Image, File)}
    for row in library():
        number = numbers[row.model].of_key(row.model, row.pk, row.wordpress_id)
        values = {
            "key": f"{row.model._meta.model_name}-{number}",
            "file": row.file,
            "number": number,
            "path": row.original_path,
            "alt" if row.model is Image else "name": row.description,
            "title": row.title,
            "caption": row.caption,
            "author": row.login,
            "parent": row.uploaded_to,
            "menu_order": row.menu_order,
            "published_at": row.created_at.isoformat(),
        }
        yield {name: value for name, value in values.items() if value}


def file_names(choices: Choices) -> Iterator[str]:
    """Yield the names of all files that belong to what is chosen; no smaller sizes, which are made anew."""
    for row in library():
        yield row.file
    people = get_user_model()._default_manager.exclude(avatar="").order_by("pk")
    yield from people.values_list("avatar", flat=True).iterator(ROWS)
    if "comments" in choices.exclude:
        return
    guests = BlogComment.objects.exclude(picture="").order_by("picture").distinct()
    yield from guests.values_list("picture", flat=True).iterator(ROWS)


def find(name: str) -> Content[bytes] | None:
    """Return the file, opened; None where it is gone."""
    try:
        file: Content[bytes] = default_storage.open(name)
    except OSError:
        return None
    return file


def pieces(file: Content[bytes]) -> Iterator[bytes]:
    """Yield its content, and close it."""
    with file:
        yield from file.chunks(PIECE)
