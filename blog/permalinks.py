"""WordPress's permalink structures: building an address, and finding an article's parts in one.

Pure: knows no models. A structure is a path with tags, as on WordPress's settings page:
``/%year%/%monthnum%/%day%/%postname%/``. Source of the tags: WordPress, "Customize permalinks".
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import quote
from zoneinfo import ZoneInfo

DEFAULT_STRUCTURE = "/%year%/%monthnum%/%day%/%postname%/"
PATTERNS = {
    "year": r"[0-9]{4}",
    "monthnum": r"[0-9]{1,2}",
    "day": r"[0-9]{1,2}",
    "hour": r"[0-9]{1,2}",
    "minute": r"[0-9]{1,2}",
    "second": r"[0-9]{1,2}",
    "post_id": r"[0-9]{1,18}",
    "postname": r"[^/]+",
    "category": r".+?",
    "author": r"[^/]+",
}
TAG = re.compile(r"%([a-z_]+)%")


@dataclass(frozen=True)
class Parts:
    """What a structure is filled with; category and author are asked for only where needed."""

    number: int
    slug: str
    published_at: datetime | None  # in the site's time zone
    find_category: Callable[[], str]
    find_author: Callable[[], str]


@dataclass(frozen=True)
class Structure:
    """A parsed structure: its literal form, its tags in order, and what matches it."""

    text: str
    tags: tuple[str, ...]
    pattern: re.Pattern[str]

    def match(self, path: str) -> dict[str, str] | None:
        """Return the tags' values in ``path`` (decoded, with or without last slash), or None."""
        found = self.pattern.fullmatch(path)
        return found.groupdict() if found else None


@lru_cache(maxsize=16)
def parse(text: str) -> Structure:
    """Return the structure; raises ValueError with a sentence when it cannot tell articles apart."""
    if not text.startswith("/") or "//" in text:
        raise ValueError("Begin the structure with a slash, and write no slash twice.")
    tags = tuple(TAG.findall(text))
    if unknown := [tag for tag in tags if tag not in PATTERNS]:
        raise ValueError(f"%{unknown[0]}% is not known; use {', '.join(f'%{tag}%' for tag in PATTERNS)}.")
    if len(set(tags)) != len(tags):
        raise ValueError("Use each tag once.")
    if not {"postname", "post_id"} & set(tags):
        raise ValueError("Use %postname% or %post_id%, so that each article has its own address.")
    if re.search(r"[?#\s<>\"'%\\]", TAG.sub("", text)):
        raise ValueError("Between the tags, use letters, digits, slashes, dots and hyphens only.")
    pieces = re.split(TAG, text.rstrip("/"))
    pattern = "".join(
        f"(?P<{piece}>{PATTERNS[piece]})" if position % 2 else re.escape(piece)
        for position, piece in enumerate(pieces)
    )
    return Structure(text, tags, re.compile(pattern + "/?"))


def build(structure: str, parts: Parts) -> str:
    """Return the percent-encoded address; ``/?p=NUMBER`` for what has no date or slug yet."""
    moment = parts.published_at
    if moment is None or not parts.slug:
        return f"/?p={parts.number}"
    values: dict[str, Callable[[], str]] = {
        "year": lambda: f"{moment.year:04}",
        "monthnum": lambda: f"{moment.month:02}",
        "day": lambda: f"{moment.day:02}",
        "hour": lambda: f"{moment.hour:02}",
        "minute": lambda: f"{moment.minute:02}",
        "second": lambda: f"{moment.second:02}",
        "post_id": lambda: str(parts.number),
        "postname": lambda: parts.slug,
        "category": parts.find_category,
        "author": parts.find_author,
    }
    return TAG.sub(lambda tag: quote(values[tag[1]]()), structure)


def front(structure: str) -> str:
    """Return what stands before the first tag; WordPress puts the archives below it, too."""
    return structure.partition("%")[0]


def period(year: int, month: int | None, day: int | None, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Return the first moment of that year, month or day in ``zone``, and the first after it.

    Raises ValueError when there is no such date.
    """
    start = datetime(year, month or 1, day or 1, tzinfo=zone)
    if year >= 9999:
        raise ValueError("the calendar ends here")
    if day:
        after = start.replace(tzinfo=None) + timedelta(days=1)
    elif month:
        after = datetime(year + month // 12, month % 12 + 1, 1)
    else:
        after = datetime(year + 1, 1, 1)
    return start, after.replace(tzinfo=zone)
