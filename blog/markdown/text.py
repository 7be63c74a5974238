"""Plain words from HTML, and the part of an address that a title makes."""

import re
import unicodedata
from collections.abc import Collection
from html import unescape

import nh3

# Latin letters that no decomposition takes apart; what WordPress's remove_accents() makes of them.
LETTERS = str.maketrans({
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i",
    "ĳ": "ij", "ĸ": "k", "ŋ": "n", "ŉ": "n", "ŧ": "t", "ſ": "s", "ƒ": "f", "ª": "a", "º": "o", "€": "e",
})  # fmt: skip
BLOCK = re.compile(r"<(?=/?(?:p|div|h[1-6]|li|ul|ol|br|hr|tr|td|th|blockquote|pre|figure|section)\b)")
NOTE_MARK = re.compile(r'<sup class="footnote-ref">.*?</sup>')


def plain_text(html: str, characters: int) -> str:
    """Return the text of ``html`` without markup, cut at a word's end with an ellipsis.

    Pictures, their captions and the marks of notes are left out.
    """
    start = NOTE_MARK.sub("", html[: characters * 20 + 4000])  # room for a long first picture
    bare = nh3.clean(BLOCK.sub(" <", start), tags=set(), clean_content_tags={"script", "style", "figure"})
    text = " ".join(unescape(bare).split())
    if len(text) <= characters:
        return text
    return text[:characters].rsplit(" ", 1)[0].rstrip(",;:–— ") + "…"


def slug_from(title: str) -> str:
    """Return the lower-case, hyphenated form of a title, as WordPress makes it.

    Latin letters lose their accents; letters of other scripts are kept (and percent-encoded in addresses).
    """
    lowered = unicodedata.normalize("NFC", title[:1000]).lower().translate(LETTERS)
    plain = "".join(map(_without_accent, lowered))
    divided = re.sub(r"[\s./‐-―·-]+", "-", plain)
    kept = "".join(char for char in divided if char in "-_" or unicodedata.category(char)[0] in "LMN")
    return re.sub(r"-{2,}", "-", kept).strip("-_")


def free_slug(stem: str, taken: Collection[str]) -> str:
    """Return ``stem``, or the first of ``stem-2``, ``stem-3``… that is not among ``taken``."""
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return stem if stem not in taken else next(slug for slug in numbered if slug not in taken)


def is_slug(text: str) -> bool:
    """Whether ``text`` can be part of an address: letters of any script, digits, hyphens, underscores."""
    return bool(text) and all(char in "-_" or unicodedata.category(char)[0] in "LMN" for char in text)


def _without_accent(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isascii() else char
