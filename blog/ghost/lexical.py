"""HTML of a text as Ghost's newer editor keeps it (since 5.0), for posts whose HTML is not in the file."""

import json
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from blog.ghost.cards import card, link, of

DEEPEST = 60  # nodes within one another
# Of ``format``, Lexical's TextFormatType; the outermost first.
FORMATS = (
    (16, "code"),
    (1, "strong"),
    (2, "em"),
    (4, "s"),
    (8, "u"),
    (32, "sub"),
    (64, "sup"),
    (128, "mark"),
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

type Node = Mapping[str, Any]
type Tell = Callable[[str], None]  # the name of a card that is not known


def render_lexical(source: str, unknown: Tell) -> str:
    """Return the HTML; raises ValueError for what is no such text."""
    try:
        found = json.loads(source)
    except RecursionError as error:
        raise ValueError("it lies too deep in itself") from error
    root = found.get("root") if isinstance(found, dict) else None
    if not isinstance(root, dict):
        raise ValueError("it has no root")  # noqa: TRY004 - one way out
    return _Renderer(unknown).children(root, 0)


class _Renderer:
    """Goes over the nodes of one text."""

    def __init__(self, unknown: Tell) -> None:
        self._unknown = unknown

    def children(self, node: Node, depth: int) -> str:
        """Return the HTML of what a node holds."""
        found = node.get("children")
        if not isinstance(found, list) or depth > DEEPEST:
            return ""
        return "".join(self._node(child, depth + 1) for child in found if isinstance(child, dict))

    def _node(self, node: Node, depth: int) -> str:
        name = of(node, "type").removeprefix("extended-")
        if name in {"text", "tab"}:
            return _text(node) if name == "text" else "\t"
        if name == "linebreak":
            return "<br>"
        if name in {"link", "autolink"}:
            return link(of(node, "url"), self.children(node, depth))
        if (element := _element(name, node)) is not None:
            inner = self.children(node, depth)
            return f"<{element}>{inner}</{element.split()[0]}>" if inner else ""
        made = card(name, node)
        if made is None:
            if "children" in node:
                return self.children(node, depth)
            self._unknown(name)
        return made or ""


def _element(name: str, node: Node) -> str | None:
    """Return the HTML element, with its attributes, of a node that holds others."""
    tag = of(node, "tag")
    if name == "heading":
        return tag if tag in HEADINGS else "h2"
    if name == "list":
        start = node.get("start")
        is_ordered = of(node, "listType") == "number" or tag == "ol"
        has_start = is_ordered and isinstance(start, int) and not isinstance(start, bool) and start != 1
        return (f'ol start="{start}"' if has_start else "ol") if is_ordered else "ul"
    return {"paragraph": "p", "listitem": "li", "quote": "blockquote", "aside": "blockquote"}.get(name)


def _text(node: Node) -> str:
    made = escape(of(node, "text"), quote=False)
    bits = node.get("format")
    if made and isinstance(bits, int):
        for bit, tag in reversed(FORMATS):
            if bits & bit:
                made = f"<{tag}>{made}</{tag}>"
    return made
