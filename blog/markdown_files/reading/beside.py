"""What stands beside a text of our own archive: its exact fields, and its comments, one a line."""

import json
from collections.abc import Iterator
from typing import IO, Any

from blog.importing import values
from blog.importing.records import Comment, CommentKind
from blog.markdown_files import layout
from blog.markdown_files.reading.trees import MOST_BYTES


def read_beside(file: IO[bytes]) -> tuple[dict[str, Any], Iterator[Any]]:
    """Return what stands beside a text, and its comments, a line of the file at a time.

    Raises ValueError, also while the comments are read. A file that an editor has put into other lines is
    read whole.
    """
    first = file.readline(MOST_BYTES)
    if first.rstrip().endswith(layout.COMMENTS.encode()):
        return _object(first.rstrip() + b"]}"), _comments(file)
    more = _object(first + file.read(MOST_BYTES))
    comments = more.pop("comments", [])
    return more, iter(comments if isinstance(comments, list) else [])


def _comments(file: IO[bytes]) -> Iterator[Any]:
    while line := file.readline(MOST_BYTES):
        if line.strip() == b"]}":
            return
        yield json.loads(line.strip().removesuffix(b","))
    raise ValueError("it ends too early")


def _object(content: bytes) -> dict[str, Any]:
    found = json.loads(content)
    if not isinstance(found, dict):
        raise ValueError("it is no object")  # noqa: TRY004 - one way out
    return found


def comment_of(row: Any, text: str) -> Comment | None:
    """Return the comment of one line; None for what is none."""
    if not isinstance(row, dict):
        return None
    number, parent = values.number(row, "number"), values.number(row, "parent")
    kind = row.get("kind")
    picture = values.text(row, "picture")
    return values.record(
        Comment,
        {"body": ""}
        | row
        | {
            "key": str(number or ""),
            "text": text,
            "body_format": values.text(row, "body_format") or "markdown",
            "parent": str(parent or ""),
            "kind": CommentKind(kind) if kind in set(CommentKind) else CommentKind.COMMENT,
            "submitted_at": values.moment(row, "submitted_at"),
            "picture_url": f"/{layout.MEDIA}{picture}" if picture else "",
            "likes": values.texts(row, "likes"),
        },
    )
