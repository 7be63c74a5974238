"""Keeps finished HTML, and text whose white space counts, out of reach of the rules that follow."""

import re
from itertools import chain

MARK, MARK_END = "\ufdd0", "\ufdd1"  # not characters by Unicode's definition, so no text needs them
ANY_MARK = re.compile(f"{MARK}(\\d*){MARK_END}")
NEWLINE = MARK + MARK_END  # stands for a newline that is no line break
_LONE_BLOCK = re.compile(f"<p(?: [^<>]*)?>\\s*((?:{MARK}\\d+{MARK_END}\\s*)+)</p>")
_VERBATIM = re.compile(r"<(?:!--|(?:pre|script|style|svg|math|textarea)(?=[\s/>]))", re.ASCII | re.IGNORECASE)
_UPPER = re.compile("[A-Z]")


class Shield:
    """What was taken out of one text, a mark in the place of each piece."""

    def __init__(self) -> None:
        self.kept: list[str] = []
        self.are_blocks: list[bool] = []

    def keep(self, html: str, *, is_block: bool) -> str:
        """Return the mark for ``html``; a block ends the paragraph around it."""
        self.kept.append(self.restore(html))
        self.are_blocks.append(is_block)
        return f"{MARK}{len(self.kept) - 1}{MARK_END}"

    def restore(self, text: str) -> str:
        """Return the text with everything back in its place; blocks leave paragraphs of their own."""
        if MARK not in text:
            return text
        if True in self.are_blocks and "</p>" in text:
            text = _LONE_BLOCK.sub(self._unwrapped, text)
        return ANY_MARK.sub(lambda mark: self.kept[int(mark[1])] if mark[1] else "\n", text)

    def verbatim(self, text: str, *, comments: bool) -> str:
        """Take out elements whose white space counts, and comments if asked; takes linear time."""
        opening = _VERBATIM.search(text)
        if not opening:
            return text
        parts, end = [], 0
        last: dict[str, int] = {}  # by closing tag: where the last one is, so that none is looked for in vain
        lowered = _lowered(text)
        while opening:
            name = opening[0][1:].lower()
            close = "-->" if name == "!--" else f"</{name}>"
            if close not in last:
                last[close] = lowered.rfind(close)
            if last[close] < opening.end() or (name == "!--" and not comments):
                parts.append(text[end : opening.end()])
                end = opening.end()
            else:
                stop = lowered.index(close, opening.end()) + len(close)
                mark = self.keep(text[opening.start() : stop], is_block=name == "pre")
                parts.append(text[end : opening.start()] + mark)
                end = stop
            opening = _VERBATIM.search(text, end)
        return "".join(chain(parts, [text[end:]]))

    def is_comment(self, number: str) -> bool:
        """Whether a mark stands for a comment."""
        return self.kept[int(number)].startswith("<!--")

    def _unwrapped(self, found: re.Match[str]) -> str:
        numbers = ANY_MARK.findall(found[1])
        return found[1] if all(self.are_blocks[int(number)] for number in numbers) else found[0]


def _lowered(text: str) -> str:
    """Return the text with its ASCII letters small, every character at its place; translate() is slow."""
    return text.lower() if text.isascii() else _UPPER.sub(lambda found: found[0].lower(), text)


def unmarked(text: str) -> str:
    """Return a text of an author without the two characters that are marks here, its newlines Unix's."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if MARK in text or MARK_END in text:
        text = text.replace(MARK, "").replace(MARK_END, "")
    return text
