"""Finds the newest comments that fit everything asked, with bounded work whatever is asked of a million.

What few comments fit is fetched whole, by its own index, and looked through. Where many comments fit each
single thing asked, an index is walked from the newest on, and what does not fit is left out. A search that
finds too little ends after MOST_SECONDS, and says how far it came: from there the next one goes on.
"""

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice, repeat
from typing import Any

from django.db.models import BooleanField, F, Func, QuerySet, Value

FEW = 3_000  # comments; so many rows are fetched in some milliseconds, also from a cold cache
PORTIONS = (100, 400, 500)  # then PORTION each; small ones first: most searches end there
PORTION = 1_000
MOST_SECONDS = 0.025  # then no further portion begins


@dataclass(frozen=True)
class Source:
    """One thing asked: the rows that fit it, which an index has, and how a few rows are asked for it."""

    rows: QuerySet[Any]  # of comments, or of the stock package's table; both have the same numbers
    is_ordered: bool = False  # whether the index has them in the order of their numbers
    sieve: QuerySet[Any] | None = None  # None: one of the question's sieves asks it


@dataclass(frozen=True)
class Question:
    """Everything asked: ``sieves`` together let through exactly what fits."""

    sources: list[Source]
    sieves: list[QuerySet[Any]]

    def sift(self, numbers: list[int]) -> list[int]:
        """Return those of the numbers that fit, in the order given."""
        for sieve in (*self.sieves, *(source.sieve for source in self.sources)):
            if sieve is not None and numbers:
                kept = set(sieve.filter(_one_of(numbers)).order_by().values_list("pk", flat=True))
                numbers = [number for number in numbers if number in kept]
        return numbers


@dataclass(frozen=True)
class Found:
    """One page of numbers, the newest first."""

    numbers: list[int]
    goes_on: bool  # in the direction that was asked
    looked_to: int | None = None  # the last number of a walk that ended early
    is_all: bool = False  # whether the page holds everything there is


def find(question: Question, limit: int, *, before: int | None = None, after: int | None = None) -> Found:
    """Return the newest that fit, of those ``before`` a number; or those next ``after`` one, newest first."""
    end = time.monotonic() + MOST_SECONDS
    found: list[int] = []
    last, is_cut = None, False
    for portion in _portions(question, before, after):
        if is_cut := last is not None and time.monotonic() > end:
            break
        found += question.sift(portion)
        last = portion[-1]
        if len(found) > limit:
            break
    numbers = found[:limit] if after is None else found[:limit][::-1]
    is_all = before is None and after is None and not is_cut and len(found) <= limit
    return Found(numbers, len(found) > limit or is_cut, last if is_cut else None, is_all)


def find_all(question: Question, before: int | None = None) -> Iterator[tuple[int, list[int]]]:
    """Yield all numbers that fit, the newest first, in portions, each with the last number looked at."""
    for portion in _portions(question, before, None):
        yield portion[-1], question.sift(portion)


def _one_of(numbers: list[int]) -> Func:
    """Return the condition as one array: of thousands of values, the reading would take most of the time."""
    array = Value(f"{{{','.join(map(str, numbers))}}}")
    return Func(
        F("pk"), array, template="%(expressions)s::integer[])", arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )  # fmt: skip


def _portions(question: Question, before: int | None, after: int | None) -> Iterator[list[int]]:
    """Return the numbers to look at, in portions."""
    sizes = {source: _estimate(source.rows) for source in question.sources} if question.sources[1:] else {}
    few = [set(rows) for source, size in sizes.items() if (rows := _fetch(source, size)) is not None]
    if few:
        return _of_few(set.intersection(*few), before, after)
    ordered = [source for source in question.sources if source.is_ordered]
    return _walk(min(ordered, key=lambda source: sizes.get(source, 0)), before, after)


def _estimate(rows: QuerySet[Any]) -> int:
    """Return how many rows PostgreSQL expects."""
    plan = rows.order_by().values("pk").explain(format="json")
    return int(json.loads(plan)[0]["Plan"]["Plan Rows"]) if plan else 0  # no plan: Django knows there is none


def _fetch(source: Source, estimate: int) -> list[int] | None:
    """Return all numbers of the source; None where they are many."""
    if estimate > 2 * FEW:
        return None
    numbers = list(source.rows.order_by().values_list("pk", flat=True)[: FEW + 1])
    return numbers if len(numbers) <= FEW else None


def _of_few(numbers: Iterable[int], before: int | None, after: int | None) -> Iterator[list[int]]:
    if before is not None:
        numbers = (number for number in numbers if number < before)
    if after is not None:
        numbers = (number for number in numbers if number > after)
    rest = iter(sorted(numbers, reverse=after is None))
    for size in _sizes():
        if not (portion := list(islice(rest, size))):
            return
        yield portion


def _walk(source: Source, before: int | None, after: int | None) -> Iterator[list[int]]:
    is_down = after is None
    numbers = source.rows.order_by("-pk" if is_down else "pk").values_list("pk", flat=True)
    last = before if is_down else after
    for size in _sizes():
        onward = {} if last is None else {"pk__lt" if is_down else "pk__gt": last}
        if portion := list(numbers.filter(**onward)[:size]):
            yield portion
        if len(portion) < size:
            return
        last = portion[-1]


def _sizes() -> Iterator[int]:
    return chain(PORTIONS, repeat(PORTION))
