"""Finds ids that stand in the files more than once, in a few bytes for each."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator
from hashlib import blake2b


def mark_of(*values: str) -> int:
    """Return what tells two things with the same id apart: a number of 63 bits."""
    digest = blake2b("\0".join(values).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


class Repeats:
    """Ids, each with a mark and what else is to be known of it, all numbers of 64 bits."""

    def __init__(self, columns: int = 2) -> None:
        """Take how many numbers are kept of each: id, mark, and more."""
        self._columns = [array("Q") for _ in range(columns)]

    def add(self, *values: int) -> None:
        """Add one, in the order of the files."""
        for column, value in zip(self._columns, values, strict=True):
            column.append(value)

    def groups(self) -> Iterator[tuple[int, list[tuple[int, ...]]]]:
        """Yield each id that is there more than once, with what is kept of each but the id."""
        repeated = self._repeated()
        if not repeated:
            return
        groups: dict[int, list[tuple[int, ...]]] = defaultdict(list)
        for position, number in enumerate(self._columns[0]):
            if number in repeated:
                groups[number].append(tuple(column[position] for column in self._columns[1:]))
        yield from groups.items()

    def other_keys(self) -> dict[tuple[int, int], str]:
        """Return a key of its own for each thing whose id another one before it has: by id and mark."""
        keys = {}
        for number, group in self.groups():
            marks = list(dict.fromkeys(mark for mark, *_ in group))
            keys.update({(number, mark): f"{number}-{mark:x}" for mark in marks[1:]})
        return keys

    def _repeated(self) -> set[int]:
        """Return the ids that are there twice; a set of all would take a hundred bytes for each."""
        numbers = self._columns[0]
        places = 4 * len(numbers) + 1
        taken = bytearray(places)
        maybe: set[int] = set()  # some are there once, and share their place
        for number in numbers:
            place = number % places
            if taken[place]:
                maybe.add(number)
            taken[place] = 1
        counts = Counter(number for number in numbers if number in maybe) if maybe else {}
        return {number for number, count in counts.items() if count > 1}
