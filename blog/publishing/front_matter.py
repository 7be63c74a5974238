"""Reads the YAML between the two ``---`` at the head of a Markdown file. Knows no models.

Every refusal is one sentence that names the field and, where there is one, the line.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from difflib import get_close_matches
from typing import Any

import yaml

STATUSES = ("published", "draft", "pending", "private")
SOURCE_FIELDS = ("name", "url", "title")


class PublishError(Exception):
    """A file that cannot be published; the message is one sentence with the fault and the fix."""


@dataclass
class Document:
    """What a file says. ``None`` stands for what it does not say."""

    title: str = ""
    date: datetime | None = None
    slug: str = ""
    author: str = ""
    categories: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    excerpt: str = ""
    source: dict[str, str] = field(default_factory=dict)
    status: str = "published"
    sticky: bool = False
    password: str = ""
    comments: str = "open"
    body: str = ""
    given: frozenset[str] = frozenset()
    lines_before_body: int = 0


def parse(text: str, zone: tzinfo) -> Document:
    """Return the document; times without a zone are of ``zone``. Raises PublishError."""
    head, body, lines_before = divide(text.replace("\r\n", "\n").replace("\r", "\n"))
    values = load(head)
    _refuse_unknown(values, head)
    document = Document(body=body, given=frozenset(values), lines_before_body=lines_before)
    for name, value in values.items():
        try:
            setattr(document, name, _READERS[name](value, zone))
        except ValueError as error:
            raise PublishError(f"line {_line_of(head, name)}, {name}: {error}.") from error
    if not document.title:
        raise PublishError("the title is missing: add a line such as “title: A walk along the harbour”.")
    return document


def divide(text: str) -> tuple[str, str, int]:
    """Return the head, the body, and the number of lines before the body. Raises PublishError."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        raise PublishError("line 1: there is no front matter: begin the file with --- and a title.")
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() in {"---", "..."}:
            body = "\n".join(lines[number + 1 :])
            blank = len(body) - len(body.lstrip("\n"))
            return "\n".join(lines[1:number]), body.strip("\n"), number + 1 + blank
    raise PublishError("line 1: the front matter does not end: close it with a second line of ---.")


def load(head: str) -> dict[str, Any]:
    """Return the fields of a head in YAML, whatever they are. Raises PublishError."""
    try:
        values = yaml.safe_load(head)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 2}: " if mark else ""
        fault = getattr(error, "problem", None) or "it is not YAML"
        hint = "put a value that holds a colon or a quotation mark in quotes"
        raise PublishError(f"{where}the front matter cannot be read ({fault}): {hint}.") from error
    except (ValueError, RecursionError) as error:
        raise PublishError(f"the front matter cannot be read ({error}).") from error
    if values is None:
        values = {}
    if not isinstance(values, dict):
        raise PublishError("line 2: the front matter is no list of fields: write lines such as “title: …”.")
    return values


def _refuse_unknown(values: dict[str, Any], head: str) -> None:
    for name in values:
        if name not in _READERS:
            close = get_close_matches(str(name), _READERS, n=1)
            hint = f"did you mean {close[0]}?" if close else f"use {', '.join(_READERS)}."
            raise PublishError(f"line {_line_of(head, str(name))}: the field {name} is not known: {hint}")


def _line_of(head: str, name: str) -> int:
    """Return the number of the field's line in the file; the first line is the ``---``."""
    own = re.compile(rf"['\"]?{re.escape(name)}\b")
    return next((number for number, line in enumerate(head.split("\n"), start=2) if own.match(line)), 2)


def _text(value: Any, _zone: tzinfo) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | dict | list):
        raise ValueError("it is not read as a text: put it in quotes")  # noqa: TRY004 - one way out
    return str(value).strip()


def read_moment(value: Any, zone: tzinfo) -> datetime | None:
    """Return the time that a field tells; raises ValueError for what is no time."""
    if value is None:
        return None
    moment = _read_moment(value)
    if moment is None or not 1 < moment.year < 9999:
        raise ValueError(f"{value!r} is no date: write it like 2026-03-09 09:00")
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _read_moment(value: Any) -> datetime | None:
    """Take what YAML makes of a date: a time, a day, or a text where the seconds are missing."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    try:
        return datetime.fromisoformat(value.strip()) if isinstance(value, str) else None
    except ValueError:
        return None


def read_words(value: Any, zone: tzinfo) -> list[str]:
    """Return the words of a list, or of a text with commas; raises ValueError for anything else."""
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list | None):
        raise ValueError("write a list, such as [News, Workshop/Type]")  # noqa: TRY004 - one way out
    return list(dict.fromkeys(filter(None, (_text(word, zone) for word in value or []))))


def _source(value: Any, zone: tzinfo) -> dict[str, str]:
    if value is None:
        return {}
    if not isinstance(value, dict) or set(value) - set(SOURCE_FIELDS):
        raise ValueError("it holds name, url and title, each on an indented line, and nothing else")
    return {name: _text(value.get(name), zone) for name in SOURCE_FIELDS}


def _switch(value: Any, _zone: tzinfo) -> bool:
    if not isinstance(value, bool | None):
        raise ValueError("write true or false")  # noqa: TRY004 - one way out
    return bool(value)


def _one_of(*choices: str) -> Callable[[Any, tzinfo], str]:
    def read(value: Any, _zone: tzinfo) -> str:
        if value not in choices:
            raise ValueError(f"{value!r} is not known: write {', '.join(choices[:-1])} or {choices[-1]}")
        return str(value)

    return read


_READERS: dict[str, Callable[[Any, tzinfo], Any]] = {
    "title": _text,
    "date": read_moment,
    "slug": _text,
    "author": _text,
    "categories": read_words,
    "tags": read_words,
    "excerpt": _text,
    "source": _source,
    "status": _one_of(*STATUSES),
    "sticky": _switch,
    "password": _text,
    "comments": _one_of("open", "closed"),
}
