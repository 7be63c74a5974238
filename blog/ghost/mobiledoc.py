"""HTML of a text as Ghost's older editor keeps it (1.0 to 4), for posts whose HTML is not in the file.

Source of the format: Mobiledoc, version 0.3.
"""

import json
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from blog.ghost.cards import card

MARKUP, PICTURE, LIST, CARD = 1, 2, 3, 10  # kinds of sections
TEXT = 0  # a marker that is no atom
SECTIONS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "aside"})
LISTS = frozenset({"ul", "ol"})
MARKUPS = frozenset({"a", "b", "strong", "i", "em", "s", "u", "code", "sub", "sup", "mark"})

type Tell = Callable[[str], None]  # the name of a card that is not known


def render_mobiledoc(source: str, unknown: Tell) -> str:
    """Return the HTML; raises ValueError for what is no such text."""
    try:
        found = json.loads(source)
    except RecursionError as error:
        raise ValueError("it lies too deep in itself") from error
    if not isinstance(found, dict) or not isinstance(found.get("sections"), list):
        raise ValueError("it has no sections")  # noqa: TRY004 - one way out
    return _Renderer(found, unknown).render()


class _Renderer:
    """Goes over the sections of one text."""

    def __init__(self, document: Mapping[str, Any], unknown: Tell) -> None:
        self._unknown = unknown
        self._sections = _lists(document["sections"])
        self._markups = _lists(document.get("markups"))
        self._cards = _lists(document.get("cards"))
        self._atoms = _lists(document.get("atoms"))

    def render(self) -> str:
        """Return the HTML of all sections."""
        return "".join(self._section(section) for section in self._sections if section)

    def _section(self, section: list[Any]) -> str:
        kind = section[0]
        if kind == CARD:
            return self._card(_at(section, 1))
        if kind == PICTURE:
            return card("image", {"src": _at(section, 1)}) or ""
        tag = str(_at(section, 1)).lower()
        if kind == LIST:
            tag = tag if tag in LISTS else "ul"
            items = "".join(f"<li>{self._markers(_lists(item))}</li>" for item in _lists(_at(section, 2)))
            return f"<{tag}>{items}</{tag}>" if items else ""
        if kind == MARKUP:
            tag = tag if tag in SECTIONS else "p"
            tag = "blockquote" if tag == "aside" else tag
            inner = self._markers(_lists(_at(section, 2)))
            return f"<{tag}>{inner}</{tag}>" if inner else ""
        return ""

    def _card(self, number: Any) -> str:
        found = self._cards[number] if isinstance(number, int) and 0 <= number < len(self._cards) else []
        name, payload = str(_at(found, 0)), _at(found, 1)
        made = card(name, payload if isinstance(payload, dict) else {})
        if made is None and found:
            self._unknown(name)
        return made or ""

    def _markers(self, markers: list[list[Any]]) -> str:
        parts: list[str] = []
        open_tags: list[str] = []
        for marker in markers:
            kind, opened, closed, value = (*marker, None, None, None, None)[:4]
            for number in opened if isinstance(opened, list) else ():
                tag, begin = self._markup(number)
                open_tags.append(tag)
                parts.append(begin)
            parts.append(self._words(kind, value))
            for _ in range(closed if isinstance(closed, int) else 0):
                if not open_tags:
                    break
                parts.append(_end(open_tags.pop()))
        parts += [_end(tag) for tag in reversed(open_tags)]
        return "".join(parts)

    def _words(self, kind: Any, value: Any) -> str:
        if kind == TEXT:
            return escape(value, quote=False) if isinstance(value, str) else ""
        atom = self._atoms[value] if isinstance(value, int) and 0 <= value < len(self._atoms) else []
        return "<br>" if _at(atom, 0) == "soft-return" else escape(str(_at(atom, 1) or ""), quote=False)

    def _markup(self, number: Any) -> tuple[str, str]:
        """Return name and beginning of an element; both empty for one that is not known."""
        found = self._markups[number] if isinstance(number, int) and 0 <= number < len(self._markups) else []
        tag, attributes = str(_at(found, 0)).lower(), _at(found, 1)
        if tag not in MARKUPS:
            return "", ""
        if tag != "a":
            return tag, f"<{tag}>"
        pairs = attributes if isinstance(attributes, list) else []
        address = next((pairs[i + 1] for i in range(0, len(pairs) - 1, 2) if pairs[i] == "href"), "")
        return tag, f'<a href="{escape(str(address))}">'


def _end(tag: str) -> str:
    return f"</{tag}>" if tag else ""


def _at(values: list[Any], place: int) -> Any:
    return values[place] if place < len(values) else ""


def _lists(value: Any) -> list[list[Any]]:
    """Return the lists that a value holds; what else it holds is nothing, so that numbers stay right."""
    return [each if isinstance(each, list) else [] for each in value] if isinstance(value, list) else []
