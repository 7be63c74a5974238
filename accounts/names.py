"""Names that people give themselves, made fit to be shown."""

import unicodedata
import zlib

LONGEST = 245  # characters; the length of the column, and WordPress's limit
HUES = 8  # of the drawn pictures; static/css/comments.css has the same
# Marks that turn the direction of the text after them.
DIRECTION = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def clean_name(text: object) -> str:
    """Return a name on one line, without control characters; an empty text when there is nothing left."""
    if not isinstance(text, str):
        return ""
    normal = unicodedata.normalize("NFC", text[: 4 * LONGEST])
    kept = "".join(" " if char.isspace() else char for char in normal if _is_shown(char))
    return " ".join(kept.split())[:LONGEST].strip()


def initials(name: str) -> str:
    """Return the first letters of the first and the last word."""
    words = [word for word in name.split() if word[0].isalnum()]
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[0] for word in words]
    return "".join(letters).upper()[:2] or "?"


def hue_of(name: str) -> int:
    """Return the number of a colour, from 0, the same for the same name wherever it stands."""
    return zlib.crc32(name.encode()) % HUES


def _is_shown(char: str) -> bool:
    return char.isspace() or (char not in DIRECTION and unicodedata.category(char) not in {"Cc", "Cs", "Co"})
