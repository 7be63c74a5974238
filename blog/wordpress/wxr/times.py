"""Reads times: in UTC where the file has it, else in the blog's zone, else from ``pubDate``."""

from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime

FIRST_YEAR, LAST_YEAR = 1000, 9000  # within what every zone and the database can hold
UNSET = ("", "0000-00-00", "-0001-11-30")  # how WordPress writes that there is none


def is_set(text: str) -> bool:
    """Tell whether there is a time at all, possible or not."""
    return text[:10] not in UNSET and not text.startswith(UNSET[1:])


def read_time(gmt: str, local: str, zone: tzinfo, published: str = "") -> datetime | None:
    """Return the moment in UTC, or None when none of the three tells one."""
    return _parse(gmt, UTC) or _parse(local, zone) or (_parse_published(published) if published else None)


def parse_naive(text: str) -> datetime | None:
    """Return ``2019-05-15 12:34:56`` without a zone, or None."""
    if not text or text[0] in "0-":
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is None and FIRST_YEAR <= moment.year <= LAST_YEAR else None


def _parse(text: str, zone: tzinfo) -> datetime | None:
    moment = parse_naive(text.strip())
    if moment is None:
        return None
    return moment.replace(tzinfo=UTC) if zone is UTC else moment.replace(tzinfo=zone).astimezone(UTC)


def _parse_published(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text.strip()[:64])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
