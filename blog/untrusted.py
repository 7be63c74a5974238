"""Looks at what a request holds before anything else believes it."""


def is_storable(text: str) -> bool:
    """Whether PostgreSQL can hold the text: no NUL, no lone surrogate."""
    return "\0" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def whole_number(text: str, *, most: int) -> int | None:
    """Return the number that ASCII digits write; None for anything else, and for one beyond ``most``."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most))):
        return None
    number = int(text)
    return number if number <= most else None
