"""The grammar of shortcodes: ``[name attributes]``, ``[name]content[/name]``, ``[[escaped]]``.

Source: WordPress's ``get_shortcode_regex`` and ``shortcode_parse_atts``. Read in one pass, so that no text
takes more than linear time; an opening without an end stands for itself alone.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from html import unescape
from re import Match

LONGEST_ATTRIBUTES = 20_000  # characters
# A tag is read too, so that a shortcode within an attribute is left alone.
_TOKEN = re.compile(
    r"<[a-zA-Z!/][^<>]*>|\[(?P<escape>\[?)(?P<end>/?)(?P<name>[a-z][a-z0-9_-]*)(?P<rest>[^\[\]]*)\](?P<escaped>\]?)"
)
_ATTRIBUTE = re.compile(
    r"""(?P<name>[\w-]+)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s'"]+))"""
    r"""|"(?P<text>[^"]*)"|'(?P<words>[^']*)'|(?P<word>\S+)""",
    re.ASCII,
)
_ODD_SPACE = re.compile("[\u00a0\u200b]+")
_CURLY = str.maketrans({"“": '"', "”": '"', "″": '"', "‘": "'", "’": "'", "′": "'"})
_PLAIN_REST = re.compile(r"(?:\s|/|=|\Z)")


@dataclass(frozen=True, slots=True)
class Shortcode:
    """One shortcode; ``content`` is None without a closing tag."""

    name: str
    attributes: dict[str, str]  # by lower-case name, decoded
    values: list[str]  # those without a name
    content: str | None = None

    def first(self, *names: str) -> str:
        """Return the first attribute among ``names`` that says something."""
        return next((value for name in names if (value := self.attributes.get(name, "").strip())), "")


@dataclass
class _Tokens:
    """The tokens of a text, and where names begin and end."""

    found: list[Match[str]]
    starts: dict[str, list[int]] = field(default_factory=dict)
    ends: dict[str, list[int]] = field(default_factory=dict)

    def end_of(self, index: int) -> int | None:
        """Return the index of the closing tag of the opening one, if nothing of that name begins between."""
        name = self.found[index]["name"]
        end = _after(self.ends.get(name, []), index)
        start = _after(self.starts.get(name, []), index)
        return end if end is not None and (start is None or end < start) else None


def replace(
    text: str,
    enclosing: Collection[str],
    alone: Collection[str],
    make: Callable[[Shortcode, str], str],
    meet_unknown: Callable[[str], None],
) -> str:
    """Return the text with what ``make(shortcode, source)`` returns in the place of known shortcodes.

    Names in ``enclosing`` may have content, those in ``alone`` have none. ``meet_unknown`` is told the
    names of what looks like a shortcode and is none of these.
    """
    tokens = _tokens(text)
    parts, place, index = [], 0, 0
    while index < len(tokens.found):
        token = tokens.found[index]
        name = token["name"]
        index += 1
        if name is None:
            continue
        if name not in enclosing and name not in alone:
            if _looks_like_one(token, tokens):
                meet_unknown(name)
            continue
        if token["end"]:
            if name in alone:  # the end of what has no content
                parts.append(text[place : token.start()])
                place = token.end()
            continue
        last = tokens.end_of(index - 1) if name in enclosing and not _is_closed(token["rest"]) else None
        closing = tokens.found[last] if last is not None else token
        parts.append(text[place : token.start()])
        place, index = closing.end(), (last + 1 if last is not None else index)
        parts.append(_made(text, token, closing, make))
    return "".join([*parts, text[place:]])


def parse_attributes(text: str) -> tuple[dict[str, str], list[str]]:
    """Return the attributes with names, and those without, in any quoting."""
    text = _ODD_SPACE.sub(" ", text).strip()
    if _is_closed(text):
        text = text[:-1].rstrip()
    if not text:
        return {}, []
    if "“" in text or "”" in text or "″" in text or "‘" in text or "’" in text:
        text = text.translate(_CURLY)
    if "&#8" in text or "&quot;" in text:
        text = text.replace("&#8220;", '"').replace("&#8221;", '"').replace("&#8243;", '"')
        text = text.replace("&quot;", '"')
    names: dict[str, str] = {}
    values: list[str] = []
    for found in _ATTRIBUTE.finditer(text):
        value = unescape(next((part for part in found.groups()[1:] if part), ""))
        if name := found["name"]:
            names[name.lower()] = value
        else:
            values.append(value)
    return names, values


def _tokens(text: str) -> _Tokens:
    tokens = _Tokens(list(_TOKEN.finditer(text)))
    for index, token in enumerate(tokens.found):
        if name := token["name"]:
            (tokens.ends if token["end"] else tokens.starts).setdefault(name, []).append(index)
    return tokens


def _made(text: str, token: Match[str], closing: Match[str], make: Callable[[Shortcode, str], str]) -> str:
    """Return what stands for one shortcode; an escaped one loses a bracket on each side and is shown."""
    before, after = token["escape"], closing["escaped"]
    source = text[token.start() + len(before) : closing.end() - len(after)]
    if before and after:
        return source
    rest = token["rest"]
    if not _PLAIN_REST.match(rest) or len(rest) > LONGEST_ATTRIBUTES:
        return before + source + after
    start = token.end() - len(token["escaped"])  # a bracket after the opening tag belongs to the content
    content = text[start : closing.start()] if closing is not token else None
    if rest.startswith("="):  # [youtube=https://…]
        rest = rest[1:]
    attributes, values = parse_attributes(rest)
    made = make(Shortcode(token["name"], attributes, values, content), source)
    return before + made + after


def _is_closed(rest: str) -> bool:
    """Whether a slash closes it at once; one at the end of an address does not."""
    if not rest.endswith("/"):
        return False
    _before, _space, last = rest[:-1].rpartition(" ")
    return last.endswith(('"', "'")) or "/" not in last


def _looks_like_one(token: Match[str], tokens: _Tokens) -> bool:
    """Whether an unknown name in brackets is more than a word in brackets, such as ``[sic]``."""
    name, rest = token["name"], token["rest"]
    if token["end"] or (token["escape"] and token["escaped"]):
        return False
    if name in tokens.ends or re.match(r"\s[^=]*=", rest[:200]):
        return True
    return not rest.strip(" /") and ("-" in name or "_" in name)


def _after(places: list[int], index: int) -> int | None:
    number = bisect_right(places, index)
    return places[number] if number < len(places) else None
