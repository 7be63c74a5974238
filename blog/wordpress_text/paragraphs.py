"""Paragraphs and line breaks from blank and single newlines, by the rules of WordPress's ``wpautop``.

The text is cut into pieces at blank lines, before each opening and after each closing block tag, so that a
piece is at most one opening tag, inline text, one closing tag. Each piece is then decided on alone, which
takes linear time. Where WordPress leaves tags unbalanced, what browsers make of it is written out.
"""

import re
from collections.abc import Callable
from itertools import pairwise

SPACE = " \t\n\r\f\v"  # WordPress's white space: a no-break space alone makes a paragraph
_SHIELD, _SHIELD_END = "\ufdd0", "\ufdd1"  # not characters by Unicode's definition, so no text needs them
_BLOCKS = (
    "address|area|article|aside|blockquote|caption|col|colgroup|dd|details|div|dl|dt|fieldset|footer|form"
    "|h[1-6]|header|hgroup|hr|legend|li|map|menu|nav|ol|p|section|figure|summary|table|tbody|td|tfoot|th"
    "|thead|tr|ul"
)
# What divides a text. Each alternative begins with a literal, by which the matcher leaps ahead.
_DIVIDER = re.compile(
    r"\n\s*(?P<blank>\n)\s*"
    r"|<br\s*/?>\s*(?P<double_break><br\s*/?>)\s*"
    rf"|<(?P<closing>/?)(?P<name>{_BLOCKS})(?=[\s/>])[^<>]*>"
    r"|<(?P<caption>/?figcaption)(?=[\s/>])[^<>]*>\s*"
    rf"|{_SHIELD}(?P<shielded>\d+){_SHIELD_END}",
    re.ASCII | re.IGNORECASE,
)
_SHIELDED = re.compile(r"<(?:!--|(?:pre|script|style|svg|math|textarea)(?=[\s/>]))", re.ASCII | re.IGNORECASE)
_BROKEN_TAG = re.compile(r"<[a-z/][^<>\n]*\n[^<>]*>", re.IGNORECASE)
_FIRST_BREAK = re.compile(r"<br\s*/?>\s*", re.ASCII | re.IGNORECASE)
_LAST_BREAK = re.compile(r"<br\s*/?>$", re.ASCII | re.IGNORECASE)
_SHIELD_MARK = re.compile(f"{_SHIELD}(\\d*){_SHIELD_END}")
_EMPTY = frozenset({"hr", "col", "area"})  # elements without a closing tag
# Elements whose first words are a paragraph too, when another follows.
_ROOMS = frozenset(
    {"address", "article", "aside", "blockquote", "div", "fieldset", "footer", "form", "header", "section"}
)
_PARTS = re.compile(r"</?(?:source|track|param|embed|option|optgroup|audio|video|object|select)\b", re.I)


def autop(text: str, is_block: Callable[[str], bool] = lambda _piece: False) -> str:
    """Return ``text`` with the ``<p>`` and ``<br />`` that WordPress adds when it shows a post.

    ``is_block`` tells of a piece between two blank lines whether it stays without ``<p>``: a shortcode
    that stands alone, for instance.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _SHIELD in text or _SHIELD_END in text:
        text = text.replace(_SHIELD, "").replace(_SHIELD_END, "")
    kept: list[str] = []
    if "<" in text:
        text = _shield(text, kept)
        if "\n" in text:
            text = _BROKEN_TAG.sub(lambda tag: tag[0].replace("\n", _SHIELD + _SHIELD_END), text)
    pieces = _Pieces(kept, is_block).divide(text)
    if not kept and _SHIELD not in text:
        return "\n".join(pieces)
    return _SHIELD_MARK.sub(lambda mark: kept[int(mark[1])] if mark[1] else "\n", "\n".join(pieces))


def _shield(text: str, kept: list[str]) -> str:
    """Put marks in the place of comments and of elements whose white space counts; fill ``kept``."""
    parts, end = [], 0
    last: dict[str, int] = {}  # by closing tag: where the last one is, so that none is looked for in vain
    lowered = ""
    while opening := _SHIELDED.search(text, end):
        name = opening[0][1:].lower()
        if not lowered:
            lowered = text if text.isascii() and text.islower() else _lower(text)
        close = "-->" if name == "!--" else f"</{name}>"
        if close not in last:
            last[close] = lowered.rfind(close)
        if last[close] < opening.end():
            parts.append(text[end : opening.end()])
            end = opening.end()
            continue
        stop = lowered.index(close, opening.end()) + len(close)
        parts.append(text[end : opening.start()] + f"{_SHIELD}{len(kept)}{_SHIELD_END}")
        kept.append(text[opening.start() : stop])
        end = stop
    return "".join([*parts, text[end:]]) if parts else text


def _lower(text: str) -> str:
    """Return the text with ASCII letters in lower case, every character at its place."""
    return text.translate(_LOWER)


_LOWER = {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


class _Pieces:
    """Divides one text, and says of each piece how it is wrapped."""

    def __init__(self, kept: list[str], is_block: Callable[[str], bool]) -> None:
        self.kept, self.is_block = kept, is_block
        self.pieces: list[str] = []
        self.opening = self.opened = ""  # the tag that the piece begins with, and its name
        self.inline: list[str] = []  # what has been read of the piece since

    def divide(self, text: str) -> list[str]:
        """Return the pieces, wrapped."""
        place = 0
        for found in _DIVIDER.finditer(text):
            self.inline.append(text[place : found.start()])
            place = found.end()
            if name := found["name"]:
                self._meet_tag(found[0], name.lower(), is_closing=bool(found["closing"]))
            elif found["caption"]:  # a caption takes no part: a figure is one piece
                self.inline[-1] = self.inline[-1].strip(SPACE)
                self.inline.append(found[0].rstrip(SPACE))
            elif mark := found["shielded"]:
                self._meet_shielded(found[0], self.kept[int(mark)])
            elif not text.startswith("<figcaption", place):
                self._end()
        self.inline.append(text[place:])
        self._end()
        return self.pieces

    def _meet_tag(self, tag: str, name: str, *, is_closing: bool) -> None:
        if is_closing:
            self._end(tag, name)
            return
        self._end()
        self.opening, self.opened = tag, name
        if name in _EMPTY:
            self._end()

    def _meet_shielded(self, mark: str, content: str) -> None:
        if content[:4].lower() == "<pre":
            self._end()
            self.pieces.append(mark)
        else:
            self.inline.append(mark)

    def _end(self, closing: str = "", closed: str = "") -> None:
        """Wrap what was read; the next piece begins."""
        content = "".join(self.inline).strip(SPACE) if self.inline else ""
        opening, opened = self.opening, self.opened
        self.inline, self.opening, self.opened = [], "", ""
        if content:
            content = self._with_breaks(content)
        if not content or self._stands_alone(content):
            self._add_bare(opening, opened, content, closing, closed)
        else:
            self._add(opening, opened, content, closing, closed)

    def _add_bare(self, opening: str, opened: str, content: str, closing: str, closed: str) -> None:
        """Keep tags and what needs no paragraph; paragraphs without anything in them go."""
        start = "" if opened == "p" else opening
        end = "" if closed == "p" else closing
        if start or content or end:
            self.pieces.append(start + content + end)

    def _add(self, opening: str, opened: str, content: str, closing: str, closed: str) -> None:
        if opened == "p":
            tail = closing if closed != "p" else ""
            self.pieces.append(f"{opening}{content}</p>{tail}")
        elif not opened or opened == "blockquote" or (opened in _ROOMS and closed in {"", "p"}):
            tail = closing if closed != "p" else ""
            self.pieces += [part for part in (opening, f"<p>{content}</p>", tail) if part]
        else:
            self.pieces.append(opening + content + ("" if closed == "p" else closing))

    def _stands_alone(self, content: str) -> bool:
        """Whether a piece is nothing but comments and the like, or a block of its own."""
        if content[0] == _SHIELD and not _SHIELD_MARK.sub("", content).strip(SPACE):
            return all(self.kept[int(mark)][1:4] == "!--" for mark in _SHIELD_MARK.findall(content) if mark)
        return self.is_block(content)

    def _with_breaks(self, content: str) -> str:
        """Make single newlines breaks; a break at either end shows nothing and goes."""
        if content.startswith("<br") and (first := _FIRST_BREAK.match(content)):
            content = content[first.end() :]
        if content.endswith(">") and (last := _LAST_BREAK.search(content, max(0, len(content) - 40))):
            content = content[: last.start()].rstrip(SPACE)
        if "\n" not in content:
            return content
        has_parts = "<" in content and _PARTS.search(content) is not None
        lines = [line.strip(SPACE) for line in content.split("\n")]
        parts = [lines[0]]
        for before, line in pairwise(lines):
            is_broken = before[-6:].lower().endswith(("<br>", "<br/>", "<br />")) or (
                has_parts and bool(_PARTS.match(before) or _PARTS.match(line))
            )
            parts.append(("\n" if is_broken else "<br />\n") + line)
        return "".join(parts)
