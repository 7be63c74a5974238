"""Finds the permalink structure of a blog from its articles' addresses."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from urllib.parse import quote

from blog import permalinks

MOST_ASKED = 60  # articles of which every structure is tried that explains their address
MOST_CANDIDATES = 100  # of one article, and of those that are tried on all
MOST_STEPS = 3000  # in search of them
FIT = 0.5  # part of the addresses that a structure has to make
LONGEST_PATH = 400  # characters
DATE_TAGS = ("year", "monthnum", "day", "hour", "minute", "second")
ORDER = (*DATE_TAGS, "category", "author", "post_id", "postname")  # where several fit, tags in this order win
NUMERIC = frozenset((*DATE_TAGS, "post_id"))


@dataclass(frozen=True, slots=True)
class Sample:
    """An article's path below the blog's address, decoded, and what it may be made of."""

    path: str
    number: int
    slug: str
    published_at: datetime  # on the blog's clocks
    authors: tuple[str, ...]
    categories: tuple[str, ...]  # paths of slugs

    def values(self) -> dict[str, tuple[str, ...]]:
        """Return the possible values of each tag."""
        moment = self.published_at
        dates = {
            "year": f"{moment.year:04}",
            "monthnum": f"{moment.month:02}",
            "day": f"{moment.day:02}",
            "hour": f"{moment.hour:02}",
            "minute": f"{moment.minute:02}",
            "second": f"{moment.second:02}",
        }
        return {name: (value,) for name, value in dates.items()} | {
            "category": self.categories,
            "author": self.authors,
            "post_id": (str(self.number),),
            "postname": (self.slug,) if self.slug else (),
        }


def find_structure(samples: Sequence[Sample]) -> str:
    """Return the structure that most of the addresses have; empty when there is none."""
    step = max(1, len(samples) // MOST_ASKED)
    asked = [sample for sample in samples[::step] if len(sample.path) <= LONGEST_PATH]
    votes: Counter[str] = Counter()
    for sample in asked:
        votes.update(set(_candidates(sample)))
    best, best_key = "", (0, 0, 0, 0)
    for structure, _ in votes.most_common(MOST_CANDIDATES):
        try:
            tags = permalinks.parse(structure).tags
        except ValueError:
            continue
        fit = sum(_makes(structure, sample) for sample in samples)
        order = [ORDER.index(tag) for tag in tags]
        turned = sum(left > right for left, right in pairwise(order))
        key = (fit, len(tags), -turned, -sum(order))
        if fit > FIT * len(samples) and key > best_key:
            best, best_key = structure, key
    return best


def _candidates(sample: Sample) -> Iterator[str]:
    """Yield structures that make this address of this article."""
    values = [(tag, value) for tag, all_values in sample.values().items() for value in all_values if value]
    found = steps = 0
    waiting: list[tuple[int, str, frozenset[str]]] = [(0, "", frozenset())]
    while waiting and found < MOST_CANDIDATES and steps < MOST_STEPS:
        steps += 1
        position, structure, used = waiting.pop()
        if position >= len(sample.path):
            if used & {"postname", "post_id"}:
                found += 1
                yield structure
            continue
        next_start = re.compile(r"[^\W_]+|.", re.DOTALL).match(sample.path, position)
        literal = next_start[0] if next_start else sample.path[position]
        waiting.append((position + len(literal), structure + quote(literal, safe="/"), used))
        before = sample.path[position - 1 : position]
        for tag, value in values:
            end = position + len(value)
            if tag in used or not sample.path.startswith(value, position):
                continue
            if tag == "post_id" and sample.path[end : end + 1].isdigit():
                continue
            if tag in NUMERIC and before.isdigit() and not structure.endswith("%"):
                continue
            waiting.append((end, f"{structure}%{tag}%", used | {tag}))


def _makes(structure: str, sample: Sample) -> bool:
    match = permalinks.parse(structure).match(sample.path)
    if match is None or structure.endswith("/") != sample.path.endswith("/"):
        return False
    values = sample.values()
    return all(value in values[tag] for tag, value in match.items())
