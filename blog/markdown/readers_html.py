"""Comments as WordPress keeps them: HTML of a few tags, paragraphs by blank lines, bare addresses are links.

Source of the rules: WordPress's ``wpautop``, ``make_clickable`` and the tags that its comments may use.
"""

import re
from html import escape, unescape

from blog.markdown.cleaning import clean_comment, clean_kept_comment
from blog.markdown.linking import ADDRESS, without_punctuation

MARKUP = re.compile(r"[<>&]|://|www\.", re.IGNORECASE)  # what plain text has not
TAG = re.compile(r'(</?[a-z][^<>"]*(?:"[^"]*"[^<>"]*)*>)')  # in cleaned HTML, where every < begins one
NAME = re.compile(r"</?([a-z]+)")
BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
BLOCKS = {"p", "pre", "blockquote", "ul", "ol", "li", "hr"}
SAME = {"b": "strong", "i": "em", "cite": "em", "strike": "s", "del": "s"}


def sanitise_comment(text: str, *, has_paragraphs: bool = False) -> str:
    """Return the HTML of a comment that was written elsewhere, with only what readers may use.

    ``has_paragraphs`` says that line ends in it mean nothing, as in whole HTML.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not MARKUP.search(text):
        return _paragraphs(text) if text else ""
    kept = clean_kept_comment(text)
    return clean_comment(Writer(has_paragraphs=has_paragraphs).write(kept))


def _paragraphs(text: str) -> str:
    """Return plain text as paragraphs; by far most comments are nothing else."""
    if "\n" not in text:
        return f"<p>{text}</p>\n"
    parts = (part.strip() for part in BLANK_LINES.split(text))
    return "".join(f"<p>{_broken(part)}</p>\n" for part in parts if part)


def _broken(text: str) -> str:
    return text.replace("\n", "<br>\n")


class Writer:
    """Writes cleaned HTML anew, with paragraphs and links."""

    def __init__(self, *, has_paragraphs: bool) -> None:
        self.has_paragraphs = has_paragraphs
        self.parts: list[str] = []
        self.line: list[str] = []  # what the paragraph that is being written holds
        self.within: dict[str, int] = {"pre": 0, "p": 0, "li": 0, "a": 0, "code": 0}

    def write(self, html: str) -> str:
        """Return the HTML, still to be cleaned."""
        for part in TAG.split(html):
            if found := NAME.match(part) if part.startswith("<") else None:
                self._tag(part, found[1])
            elif part:
                self._text(part)
        self._end()
        return "".join(self.parts)

    def _tag(self, part: str, name: str) -> None:
        name = SAME.get(name, name)
        is_end = part.startswith("</")
        part = f"</{name}>" if is_end else f"<{name}>" if name != "a" else part
        if name in BLOCKS:
            self._end()
            self.parts.append(part)
        else:
            self.line.append(part)
        if name in self.within:
            self.within[name] = max(0, self.within[name] + (-1 if is_end else 1))

    def _text(self, text: str) -> None:
        if self.within["pre"]:
            self.parts.append(text)
            return
        is_divided = not (self.has_paragraphs or self.within["li"])
        first, *rest = BLANK_LINES.split(text) if is_divided else [text]
        self._words(first)
        for part in rest:
            self._end()
            self._words(part)

    def _words(self, text: str) -> None:
        if self.within["a"] or self.within["code"]:
            self.line.append(text)
        else:
            self.line += _linked(text)

    def _end(self) -> None:
        """End the paragraph, if anything is in it."""
        line, self.line = self.line, []
        first, last = 0, len(line)
        while first < last and _is_blank(line[first]):
            first += 1
        while first < last and _is_blank(line[last - 1]):
            last -= 1
        if first == last:
            return
        line = line[first:last]
        line[0], line[-1] = line[0].lstrip(), line[-1].rstrip()
        if not self.has_paragraphs:
            line = [part if part.startswith("<") else _broken(part) for part in line]
        is_wrapped = self.within["p"] or self.within["li"]
        self.parts.append("".join(line) if is_wrapped else f"<p>{''.join(line)}</p>\n")


def _is_blank(part: str) -> bool:
    return part == "<br>" or not part.strip()


def _linked(text: str) -> list[str]:
    """Return the pieces of escaped text, with the addresses in it as links."""
    if "://" not in text and "www." not in text.lower():
        return [text]
    text = unescape(text)
    parts, end = [], 0
    for found in ADDRESS.finditer(text):
        shown = without_punctuation(found[0])
        address = shown if "://" in shown else f"http://{shown}"
        parts += [
            _escape(text[end : found.start()]),
            f'<a href="{_escape(address)}">',
            _escape(shown),
            "</a>",
        ]
        end = found.start() + len(shown)
    return [*parts, _escape(text[end:])]


def _escape(text: str) -> str:
    return escape(text, quote=False)  # no address holds a quotation mark
