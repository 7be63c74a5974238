"""Looks up and writes down which thing of the source became which row here, many at once."""

from collections.abc import Collection, Iterable, Iterator
from hashlib import blake2b
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from blog.importing.copying import copy_objects, update_objects
from blog.importing.models import Imported, Source
from blog.importing.numbers import Numbers

SOME = 500  # rows in one go
LONGEST_KEY = 500  # characters, as the column has
FIELDS = ("object_id", "digest", "written", "counts", "missing", "run")


class Ledger:
    """The ``Imported`` rows of one source."""

    def __init__(self, source: Source, numbers: Numbers) -> None:
        self.source = source
        self._numbers = numbers

    def find(self, kinds: Collection[str], keys: Collection[str]) -> dict[tuple[str, str], Imported]:
        """Return the rows of those things, by kind and key."""
        if not keys:
            return {}
        rows = self._rows().filter(kind__in=kinds, key__in={short(key) for key in keys})
        return {(row.kind, row.key): row for row in rows}

    def find_ids(self, kind: str, keys: Collection[str]) -> dict[str, int]:
        """Return the ids of the rows that those things became."""
        return {key: row.object_id for (_kind, key), row in self.find([kind], keys).items()}

    def find_digests(self, digests: Collection[bytes]) -> dict[bytes, Imported]:
        """Return the rows whose item had one of those digests."""
        if not digests:
            return {}
        return {bytes(row.digest): row for row in self._rows().filter(digest__in=digests)}

    def of_objects(self, kind: str, ids: Collection[int]) -> list[Imported]:
        """Return the rows of what became those objects."""
        return list(self._rows().filter(kind=kind, object_id__in=ids))

    def waiting(self, kind: str) -> Iterator[Imported]:
        """Yield the rows of a kind that miss something, in the order of their ids; they may be changed."""
        after = 0
        waiting = self._rows().filter(kind=kind).exclude(missing=[]).order_by("pk")
        while rows := list(waiting.filter(pk__gt=after)[:SOME]):
            yield from rows
            after = rows[-1].pk

    def new(self, kind: str, key: str, object_id: int, **values: Any) -> Imported:
        """Return a row that ``write`` can store."""
        return Imported(source=self.source, kind=kind, key=short(key), object_id=object_id, **values)

    def write(self, rows: Iterable[Imported]) -> None:
        """Store rows, new and known ones."""
        every = list(rows)
        fresh = [row for row in every if row.pk is None]
        known = [row for row in every if row.pk is not None]
        for row, number in zip(fresh, self._numbers.take(Imported, len(fresh)), strict=True):
            row.pk = number
        copy_objects(fresh)
        update_objects(known, FIELDS)

    def _rows(self) -> QuerySet[Imported]:
        return Imported.objects.filter(source=self.source)


def short(key: str) -> str:
    """Return a key that fits its column: the end of a long one is replaced by its digest."""
    if len(key) <= LONGEST_KEY:
        return key
    end = digest_of([key]).hex()
    return key[: LONGEST_KEY - len(end)] + end


def digest_of(values: Iterable[Any]) -> bytes:
    """Return 16 bytes that are equal for equal values, whose texts tell them apart."""
    return blake2b(repr(list(values)).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def portions[T](values: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the values in lists of at most ``size``."""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some
