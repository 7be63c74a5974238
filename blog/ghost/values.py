"""Values of an export's rows: cleaned texts, flags, and times in the ways of all versions."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from blog.importing.xml.encoding import NEVER_TEXT, to_text

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST_TIME = 40  # characters

type Fields = Mapping[str, Any]


class BrokenRowError(Exception):
    """The row is no JSON object; the text says why."""


def read_row(raw: bytes) -> dict[str, Any]:
    """Return the fields of a row; raises BrokenRowError."""
    text, _is_utf8 = to_text(raw)
    try:
        fields = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise BrokenRowError(f"it is no JSON ({error})") from error
    if not isinstance(fields, dict):
        raise BrokenRowError("it is no object")
    return fields


def text(fields: Fields, *names: str) -> str:
    """Return the first of these fields that holds a text or a number, without what no text can hold."""
    for name in names:
        value = fields.get(name)
        if isinstance(value, str) and value:
            return NEVER_TEXT.sub("", value)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return ""


def key(fields: Fields, name: str) -> str:
    """Return an id: texts of 24 letters since Ghost 1.0, numbers before."""
    return text(fields, name)[:500].strip()


def flag(fields: Fields, name: str) -> bool:
    """Return whether a field is true; databases write 1."""
    return fields.get(name) in (True, 1, "1", "true")


def order(fields: Fields) -> int:
    """Return ``sort_order``."""
    value = fields.get("sort_order")
    return value if isinstance(value, int) and abs(value) < 2**31 else 0


def moment(fields: Fields, name: str) -> datetime | None:
    """Return a time: milliseconds up to Ghost 0.11, ISO 8601 later, without a zone in UTC."""
    value = fields.get(name)
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return EPOCH + timedelta(milliseconds=value)
        if not isinstance(value, str) or not value or len(value) > LONGEST_TIME:
            return None
        if value.isdigit():
            return EPOCH + timedelta(milliseconds=int(value))
        found = datetime.fromisoformat(value)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
