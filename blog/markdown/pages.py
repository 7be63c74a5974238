"""Divides an article at its marks: ``<!--nextpage-->`` between pages, ``<!--more-->`` after the teaser."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

NEXT_PAGE_LINE = re.compile(r" {0,3}<!--\s*nextpage\s*-->\s*")
MORE_MARK = re.compile(r"\s*<!--\s*more\b[^>]*-->\s*")
NOTE_MARK = re.compile(r"\[\^([^\s\]]+)\]")
FENCE = re.compile(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")


@dataclass
class Page:
    """The Markdown of one page, and the link references that the whole article defines."""

    text: str
    references: dict[str, Any] = field(default_factory=dict)


def divide(text: str, parser: MarkdownIt) -> list[Page]:
    """Return the pages; notes and references that one page defines are known to all."""
    chunks = _split_outside_code(text)
    if len(chunks) == 1:
        return [Page(text)]
    env: dict[str, Any] = {"references": {}}
    notes: dict[str, tuple[int, str]] = {}
    for place, chunk in enumerate(chunks):
        notes |= {label: (place, note) for label, note in _notes(chunk, parser, env)}
    return [Page(_with_notes(place, chunk, notes), env["references"]) for place, chunk in enumerate(chunks)]


def mark_more(html: str) -> list[str]:
    """Return the pages of imported HTML, with the first ``<!--more-->`` as an empty span."""
    marked = re.sub(r"<!--\s*more\b[^<>]*-->", '<span id="more"></span>', html, count=1)
    return re.split(r"<!--\s*nextpage\s*-->", marked)


def _split_outside_code(text: str) -> list[str]:
    """Divide at lines that hold nothing but the mark; those within a fence or an indent stay."""
    pages: list[list[str]] = [[]]
    fence = ""
    for line in text.replace("\r\n", "\n").split("\n"):
        opening = FENCE.match(line)
        if opening and not fence:
            fence = opening[1]
        elif fence and re.fullmatch(r" {0,3}" + re.escape(fence[0]) + "{" + str(len(fence)) + r",}\s*", line):
            fence = ""
        if not fence and NEXT_PAGE_LINE.fullmatch(line):
            pages.append([])
        else:
            pages[-1].append(line)
    return ["\n".join(page) for page in pages]


def _notes(text: str, parser: MarkdownIt, env: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield label and Markdown of each note defined in ``text``; link references are gathered in ``env``."""
    state = StateBlock(text, parser, env, [])
    parser.block.tokenize(state, 0, state.lineMax)
    lines = text.split("\n")
    for token in state.tokens:
        if token.type == "footnote_reference_open" and token.level == 0 and token.map:
            yield token.meta["label"], "\n".join(lines[slice(*token.map)]).rstrip()


def _with_notes(place: int, chunk: str, notes: dict[str, tuple[int, str]]) -> str:
    used = dict.fromkeys(NOTE_MARK.findall(chunk))
    elsewhere = [notes[label][1] for label in used if label in notes and notes[label][0] != place]
    return "\n\n".join([chunk, *elsewhere])
