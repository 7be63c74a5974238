"""Rows of two tables in step: what belongs to each row of one, without a question for each."""

from collections.abc import Iterable, Iterator
from typing import Any, Protocol


class _Row(Protocol):
    def __getitem__(self, place: Any) -> Any: ...


class Beside[Row: _Row]:
    """Rows in the order of their first column, taken while another table is walked in the same order."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = iter(rows)
        self._next = next(self._rows, None)

    def of(self, key: Any) -> Iterator[Row]:
        """Yield the rows that begin with ``key``; those of lower keys are passed over."""
        while self._next is not None and self._next[0] < key:
            self._next = next(self._rows, None)
        while self._next is not None and self._next[0] == key:
            row, self._next = self._next, next(self._rows, None)
            yield row
