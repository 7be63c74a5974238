"""Plain words from HTML, and the part of an address that a title makes."""

import re
import unicodedata
from collections.abc import Callable, Collection
from html import unescape

import nh3

# Latin letters that no decomposition takes apart; what WordPress's remove_accents() makes of them.
LETTERS = str.maketrans({
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i",
    "ĳ": "ij", "ĸ": "k", "ŋ": "n", "ŉ": "n", "ŧ": "t", "ſ": "s", "ƒ": "f", "ª": "a", "º": "o", "€": "e",
})  # fmt: skip
BLOCK = re.compile(r"<(?=/?(?:p|div|h[1-6]|li|ul|ol|br|hr|tr|td|th|blockquote|pre|figure|section)\b)")
MOST_TRIED = 30  # numbers, one after the other
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
    return stem if stem not in taken else f"{stem}-{free_number(lambda each: f'{stem}-{each}' in taken)}"


def free_number(is_taken: Callable[[int], bool]) -> int:
    """Return the first number from 2 on that is not taken; of very many one that follows a taken one.

    So thousands of things of one name do not each ask for all before them.
    """
    for number in range(2, MOST_TRIED):
        if not is_taken(number):
            return number
    taken, free = MOST_TRIED - 1, 2 * MOST_TRIED
    while is_taken(free):
        taken, free = free, 2 * free
    while free - taken > 1:
        middle = (taken + free) // 2
        taken, free = (middle, free) if is_taken(middle) else (taken, middle)
    return free


def is_slug(text: str) -> bool:
    """Whether ``text`` can be part of an address: letters of any script, digits, hyphens, underscores."""
    return bool(text) and all(char in "-_" or unicodedata.category(char)[0] in "LMN" for char in text)


def _without_accent(char: str) -> str:
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isascii() else char
