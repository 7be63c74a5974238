"""Looks at what a request holds before anything else believes it."""

import re

_UNSTORABLE = re.compile("[\\0\\ud800-\\udfff]")


def is_storable(text: str) -> bool:
    """Whether PostgreSQL can hold the text: no NUL, no lone surrogate."""
    return not _UNSTORABLE.search(text)


def whole_number(text: str, *, most: int) -> int | None:
    """Return the number that ASCII digits write; None for anything else, and for one beyond ``most``."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most))):
        return None
    number = int(text)
    return number if number <= most else None
