"""Finds ids that stand in the files more than once, in a few bytes for each."""

from array import array
from collections import defaultdict
from collections.abc import Iterator
from hashlib import blake2b


def mark_of(*values: str) -> int:
    """Return what tells two things with the same id apart: a number of 63 bits."""
    digest = blake2b("\0".join(values).encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


class Repeats:
    """Ids, each with a mark, a digest, and where it stands."""

    def __init__(self) -> None:
        self._columns = [array("Q") for _ in range(4)]

    def add(self, number: int, mark: int, digest: int = 0, place: int = 0) -> None:
        """Add one, in the order of the files."""
        for column, value in zip(self._columns, (number, mark, digest, place), strict=True):
            column.append(value)

    def groups(self) -> Iterator[tuple[int, list[tuple[int, int, int]]]]:
        """Yield each id that is there more than once, with mark, digest and place of each."""
        numbers, *others = self._columns
        if len(set(numbers)) == len(numbers):
            return
        seen: set[int] = set()
        repeated = {number for number in numbers if number in seen or seen.add(number)}  # type: ignore[func-returns-value]
        groups: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for position, number in enumerate(numbers):
            if number in repeated:
                mark, digest, place = (column[position] for column in others)
                groups[number].append((mark, digest, place))
        yield from groups.items()

    def other_keys(self) -> dict[tuple[int, int], str]:
        """Return a key of its own for each thing whose id another one before it has: by id and mark."""
        keys = {}
        for number, group in self.groups():
            marks = list(dict.fromkeys(mark for mark, *_ in group))
            keys.update({(number, mark): f"{number}-{mark:016x}" for mark in marks[1:]})
        return keys
