"""Reads a text file that holds an article as it was copied from a WordPress.com page."""

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class SourcePage:
    """What such a page tells: who wrote it, where it came from, its paragraphs, its promo block."""

    title: str
    author: str
    source_name: str
    source_title: str
    paragraphs: list[str]
    promo: list[str]


def read(path: Path) -> SourcePage:
    """Return the parts of the page; raises ValueError when there is no byline."""
    lines = [line.rstrip() for line in path.read_text(encoding="utf-8").splitlines()]
    blocks = [line for line in lines if line]
    byline = next((line for line in blocks if line.startswith("by ")), "")
    found = re.fullmatch(r"by (.+?) \((.+?) – Home – (.+?)\)", byline)
    if not found:
        raise ValueError(f"{path} has no byline")
    start = blocks.index(byline) + 1
    promo = next(index for index, line in enumerate(blocks) if line.startswith("VISIT MY NEW WEB SITE"))
    end = blocks.index("Leave a Reply")
    return SourcePage(
        title=blocks[0],
        author=found[1],
        source_name=found[2],
        source_title=found[3],
        paragraphs=blocks[start:promo],
        promo=blocks[promo:end],
    )
