"""Front matter in YAML, TOML and JSON, read leniently: what is odd is told, the rest is taken."""

import json
import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any

from blog.importing.records import Oddity
from blog.publishing.front_matter import PublishError, divide, load, read_moment

TOML = re.compile(r"\+\+\+[ \t]*\n(.*?\n)?\+\+\+[ \t]*(?:\n|$)", re.DOTALL)

type Tell = Callable[[str, str], None]  # code and sentence


class Head:
    """The fields of one file; names are tried in the order given."""

    def __init__(self, values: Mapping[str, Any], zone: tzinfo, tell: Tell) -> None:
        self.values, self._zone, self._tell = values, zone, tell

    def text(self, *names: str) -> str:
        """Return a text; empty where there is none."""
        value = self.first(*names)
        if isinstance(value, list):
            value = value[0] if value else None
        if isinstance(value, dict):
            value = value.get("name")
        return "" if value is None or isinstance(value, bool | dict | list) else str(value).strip()

    def words(self, *names: str, by_blanks: bool = False) -> list[str]:
        """Return a list of texts, each once; a text is divided at commas, or at blanks."""
        value = self.first(*names)
        if isinstance(value, str):
            value = value.split(None if by_blanks and "," not in value else ",")
        if isinstance(value, dict):
            value = list(value)
        words = (
            [str(word).strip() for word in value or [] if not isinstance(word, dict | list | None)]
            if (isinstance(value, list))
            else []
        )
        return [word for word in dict.fromkeys(words) if word]

    def moment(self, *names: str) -> datetime | None:
        """Return a time in UTC; one that is none is told."""
        value = self.first(*names)
        try:
            if isinstance(value, str):
                value = re.sub(r"(\d) ([+-]\d{2}:?\d{2})$", r"\1\2", value.strip().removesuffix(" UTC"))
            moment = read_moment(value, self._zone)
            return moment.astimezone(UTC) if moment else None
        except (ValueError, OverflowError):
            self._tell("impossible-date", f"{str(value)[:40]} is no time; it was passed over.")
            return None

    def flag(self, name: str, default: bool) -> bool:
        """Return whether something is so."""
        value = self.values.get(name)
        if isinstance(value, str) and value.strip().lower() in {"true", "false", "yes", "no"}:
            return value.strip().lower() in {"true", "yes"}
        return value if isinstance(value, bool) else default

    def first(self, *names: str) -> Any:
        """Return the first of these fields that is there."""
        return next((self.values[name] for name in names if self.values.get(name) is not None), None)


def read_text(content: bytes) -> str:
    """Return a file as text: UTF-8, else what Windows writes; ends of lines are made one sign."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def split(text: str) -> tuple[dict[str, Any], str]:
    """Return fields and body; no fields where there is no front matter. Raises PublishError."""
    if text.startswith("---"):
        head, body, _lines = divide(text)
        return load(head), body
    if found := TOML.match(text):
        return _load_toml(found[1] or ""), text[found.end() :].strip("\n")
    if text.startswith("{"):
        return _split_json(text)
    return {}, text.strip("\n")


def load_config(name: str, content: bytes) -> dict[str, Any]:
    """Return what a file of settings says; empty when it cannot be read."""
    text = read_text(content)
    try:
        if name.endswith(".toml"):
            return _load_toml(text)
        return load(text) if name.endswith((".yml", ".yaml")) else _split_json(text)[0]
    except PublishError:
        return {}


def teller(oddities: list[Oddity], subject: str, file: str) -> Tell:
    """Return what notes oddities of one text."""
    return lambda code, detail: oddities.append(Oddity(code, subject, detail, 0, file))


def _load_toml(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise PublishError(f"the front matter cannot be read ({error}).") from error


def _split_json(text: str) -> tuple[dict[str, Any], str]:
    try:
        values, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError) as error:
        raise PublishError(f"the front matter cannot be read ({error}).") from error
    return (values if isinstance(values, dict) else {}), text[end:].strip("\n")
