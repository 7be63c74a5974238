"""Blocks: the comments around them go, their HTML stays as it is; what lies between is text of old.

Source: the grammar of ``<!-- wp:namespace/name {JSON} /-->`` in the block editor's handbook.
"""

import json
import re
from collections import Counter
from re import Match
from typing import Any

from blog.wordpress_text.embeds import embedded, figure
from blog.wordpress_text.markup import is_address, link, tag
from blog.wordpress_text.paragraphs import autop
from blog.wordpress_text.shield import Shield

BEGINNING = "<!-- wp:"
_DELIMITER = re.compile(r"<!--\s+(?P<end>/?)wp:(?P<name>[a-z][a-z0-9/_-]*)\s*(?P<rest>.*?)-->", re.DOTALL)
_CLASSIC = frozenset({"freeform", "classic", "core/freeform"})  # text with paragraphs by blank lines
_NOTHING = frozenset({"more", "nextpage", "separator", "spacer", "paragraph", "template-part", "pattern"})
_LONGEST_JSON = 200_000  # characters
_COVER = re.compile(r"\s*<div\b[^<>]*>")


def render_blocks(text: str, shield: Shield) -> tuple[str, list[str]]:
    """Return the HTML, and the names of the blocks that the server of WordPress would have filled."""
    blocks = _Blocks(shield)
    return blocks.render(text), list(blocks.left_out)


class _Blocks:
    """Goes over the delimiters of one text. Nothing depends on their being balanced."""

    def __init__(self, shield: Shield) -> None:
        self.shield = shield
        self.open: list[str] = []  # names, the innermost last
        self.counts: Counter[str] = Counter()  # of the open ones, by name
        self.cover = ""  # the picture of a cover that has begun
        self.left_out: dict[str, None] = {}

    def render(self, text: str) -> str:
        """Return the HTML without delimiters."""
        end_of_last = text.rfind("-->") + 3  # so that no search for an end is in vain
        parts, place = [], 0
        for found in _DELIMITER.finditer(text, 0, end_of_last):
            parts.append(self._between(text[place : found.start()]))
            place = found.end()
            if found["end"]:
                self._close(found["name"])
            elif found["rest"].endswith("/"):
                parts.append(self._void(found["name"], found))
            else:
                self._begin(found["name"], found)
        return "".join([*parts, self._between(text[place:])])

    def _between(self, html: str) -> str:
        if not html or html.isspace():
            return "\n" if html else ""
        if not self.open or self.open[-1] in _CLASSIC:
            return f"\n{autop(html, self.shield)}\n"
        if self.cover:
            return self._with_cover(html)
        return html

    def _begin(self, name: str, found: Match[str]) -> None:
        self.open.append(name)
        self.counts[name] += 1
        if name == "cover":
            address = str(_attributes(found).get("url", ""))
            self.cover = address if is_address(address) else ""

    def _close(self, name: str) -> None:
        """End the innermost block of that name, and those within it that were not ended."""
        if self.counts[name]:
            while (inner := self.open.pop()) != name:
                self.counts[inner] -= 1
            self.counts[name] -= 1

    def _void(self, name: str, found: Match[str]) -> str:
        """Return what a block without HTML of its own shows; what the server filled is left out and told."""
        attributes = _attributes(found)
        address = str(attributes.get("url", "")).strip()
        bare = name.removeprefix("core/")
        if bare == "embed" or bare.startswith(("core-embed/", "embed/")):
            html = figure(embedded(address))
        elif bare == "social-link" and is_address(address):
            words = attributes.get("label") or str(attributes.get("service", "")).capitalize() or address
            return f"<li>{link(address, str(words))}</li>"
        elif bare in {"videopress/video", "jetpack/videopress"} and attributes.get("guid"):
            html = figure(embedded(f"https://videopress.com/v/{attributes['guid']}"))
        else:
            html = ""
        if not html and bare not in _NOTHING:
            self.left_out[bare] = None
        return self.shield.keep(html, is_block=True) if html else ""

    def _with_cover(self, html: str) -> str:
        """Show the picture that lies behind a cover: styles, which held it, are not kept."""
        address, self.cover = self.cover, ""
        start = _COVER.match(html)
        if not start or "<img" in html or "<video" in html:
            return html
        picture = tag("img", {"class": "wp-block-cover__image-background", "src": address, "alt": ""})
        return html[: start.end()] + picture + html[start.end() :]


def _attributes(found: Match[str]) -> dict[str, Any]:
    """Return the JSON of a delimiter; empty where it is broken."""
    text = found["rest"].rstrip("/").strip()
    if not text.startswith("{") or len(text) > _LONGEST_JSON:
        return {}
    try:
        read = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}
