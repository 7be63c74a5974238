"""Paragraphs and line breaks from blank and single newlines, by the rules of WordPress's ``wpautop``.

The text is cut into pieces at blank lines, before each opening and after each closing block tag, so that a
piece is at most one opening tag, inline text, one closing tag. Each piece is then decided on alone, which
takes linear time. Where WordPress leaves tags unbalanced, what browsers make of it is written out.
"""

import re
from itertools import pairwise

from blog.wordpress_text.shield import ANY_MARK, MARK, MARK_END, NEWLINE, Shield, unmarked

SPACE = " \t\n\r\f\v"  # WordPress's white space: a no-break space alone makes a paragraph
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
    rf"|{MARK}(?P<kept>\d+){MARK_END}",
    re.ASCII | re.IGNORECASE,
)
_BROKEN_TAG = re.compile(r"<[a-z/][^<>\n]*\n[^<>]*>", re.IGNORECASE)
_MORE = re.compile(r"^[ \t]*<!--\s*more\b[^<>]*-->[ \t]*$", re.MULTILINE)
_FIRST_BREAK = re.compile(r"<br\s*/?>\s*", re.ASCII | re.IGNORECASE)
_LAST_BREAK = re.compile(r"<br\s*/?>$", re.ASCII | re.IGNORECASE)
_EMPTY = frozenset({"hr", "col", "area"})  # elements without a closing tag
_PARTS = re.compile(r"</?(?:source|track|param|embed|option|optgroup|audio|video|object|select)\b", re.I)


def autop(text: str, shield: Shield | None = None) -> str:
    """Return ``text`` with the ``<p>`` and ``<br />`` that WordPress adds when it shows a post.

    ``shield`` is what marks in the text stand for already; they stay in the answer. Without one, the text
    comes back whole.
    """
    if shield is None:
        shield = Shield()
        return shield.restore(autop(unmarked(text), shield))
    if "<" in text:
        if "more" in text:
            text = _MORE.sub(lambda mark: shield.keep(mark[0].strip(), is_block=True), text)
        text = shield.verbatim(text, comments=True)
        if "\n" in text:
            text = _BROKEN_TAG.sub(lambda tag: tag[0].replace("\n", NEWLINE), text)
    return "\n".join(_Pieces(shield).divide(text))


class _Pieces:
    """Divides one text, and says of each piece how it is wrapped."""

    def __init__(self, shield: Shield) -> None:
        self.shield = shield
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
            elif number := found["kept"]:
                self._meet_kept(found[0], int(number))
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

    def _meet_kept(self, mark: str, number: int) -> None:
        if self.shield.are_blocks[number]:
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
        if not content or (content[0] == MARK and self._shows_nothing(content)):
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
        elif not opened or opened == "blockquote":
            tail = closing if closed != "p" else ""
            self.pieces += [part for part in (opening, f"<p>{content}</p>", tail) if part]
        else:
            self.pieces.append(opening + content + ("" if closed == "p" else closing))

    def _shows_nothing(self, content: str) -> bool:
        """Whether a piece is nothing but comments."""
        return not ANY_MARK.sub("", content).strip(SPACE) and all(
            self.shield.is_comment(number) for number in ANY_MARK.findall(content) if number
        )

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
