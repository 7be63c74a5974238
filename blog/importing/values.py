"""Values that somebody else may have written: of the right kind, or nothing. Knows no Django."""

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

LARGEST = 2**63 - 1
# What nobody sees, though terminals obey it and lines are turned around by it: controls, and Unicode's own.
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")


def printable(text: str) -> str:
    """Return the text on one line, without what a terminal would obey."""
    return UNPRINTABLE.sub(" ", text)


def text(values: Mapping[str, Any], name: str) -> str:
    """Return a text; empty where there is none."""
    value = values.get(name)
    return value if isinstance(value, str) else ""


def texts(values: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return the texts of a list that are not empty."""
    found = values.get(name)
    return tuple(each for each in found if isinstance(each, str) and each) if isinstance(found, list) else ()


def number(values: Mapping[str, Any], name: str, least: int = -LARGEST, most: int = LARGEST) -> int | None:
    """Return a whole number within the limits."""
    value = values.get(name)
    return value if type(value) is int and least <= value <= most else None


def mapping(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return an object; empty where there is none."""
    value = values.get(name)
    return value if isinstance(value, dict) else {}


def moment(values: Mapping[str, Any], name: str) -> datetime | None:
    """Return a time with its zone, in UTC."""
    try:
        found = datetime.fromisoformat(text(values, name))
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def record[Record](kind: type[Record], values: Mapping[str, Any]) -> Record | None:
    """Return the record (a dataclass of ``records``) of the values that are of its kind of fields.

    None where one that it cannot do without is missing.
    """
    taken: dict[str, Any] = {}
    for field in fields(kind):  # type: ignore[arg-type] # each is a dataclass
        value = values.get(field.name)
        if field.name == "number":
            taken["number"] = number(values, "number", 1)
        elif isinstance(value, str | datetime | tuple) or (type(value) is int and field.default == 0):
            taken[field.name] = value
    try:
        return kind(**taken)
    except TypeError:
        return None
