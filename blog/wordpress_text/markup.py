"""Attributes of tags, and tags from attributes."""

import re
from collections.abc import Mapping
from html import escape, unescape

_ATTRIBUTE = re.compile(r"""([a-zA-Z][\w:.-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""", re.ASCII)
_NAME = re.compile(r"</?[a-zA-Z][\w-]*", re.ASCII)
_SAFE_ADDRESS = re.compile(r"(?:https?://[^\s/?#]|/(?![/\\]))", re.IGNORECASE)


def attributes_of(tag: str) -> dict[str, str]:
    """Return the attributes of an opening tag by lower-case name, decoded; the first of a name counts."""
    found: dict[str, str] = {}
    start = _NAME.match(tag)
    for name, double, single, bare in _ATTRIBUTE.findall(tag, start.end() if start else 0):
        found.setdefault(name.lower(), unescape(double or single or bare))
    return found


def tag(name: str, attributes: Mapping[str, object]) -> str:
    """Return an opening tag; attributes that are None are left out."""
    parts = [f' {key}="{escape(str(value))}"' for key, value in attributes.items() if value is not None]
    return f"<{name}{''.join(parts)}>"


def link(address: str, words: str) -> str:
    """Return a link with plain words."""
    return f"{tag('a', {'href': address})}{escape(words, quote=False)}</a>"


def is_address(text: str) -> bool:
    """Whether it is an address of the web, or a path of this site."""
    return _SAFE_ADDRESS.match(text) is not None and not any(char.isspace() for char in text)


def is_ours(address: str) -> bool:
    """Whether the browser stays on this site for it."""
    return address.startswith("/") and not address.startswith(("//", "/\\"))
