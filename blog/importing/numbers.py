"""Which number a new row gets: the source's where it is free, else the next of the table's sequence."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from django.db import connection, models, transaction

# Larger ones are kept beside: those beyond are left for what is written here, and addresses hold no others.
LARGEST_KEPT = 2_000_000_000
ROOM_FOR_TRIALS = 10**8  # numbers at the end, which only rows that are taken back ever have
LARGEST_IN_ADDRESSES = 2**31 - 1  # pages are asked for while the rows are there, and name them


class Numbered(NamedTuple):
    """The primary key of a new row, and its ``wordpress_id``."""

    pk: int
    wordpress_id: int | None


class Numbers:
    """Gives out primary keys. A trial draws none from the sequences, and puts back those that it moved."""

    def __init__(self, *, is_trial: bool) -> None:
        self._is_trial = is_trial
        self._tried: defaultdict[Any, int] = defaultdict(int)
        self._names: dict[Any, str] = {}  # of sequences, by model
        self._owners: dict[str, str] = {}  # by sequence
        self._moved: dict[str, tuple[tuple[int, bool], int]] = {}  # by sequence: where it was, and is now

    def take(self, model: type[models.Model], count: int) -> list[int]:
        """Return ``count`` new primary keys."""
        if not count:
            return []
        if self._is_trial:
            first = min(_largest(model), LARGEST_IN_ADDRESSES) - ROOM_FOR_TRIALS + self._tried[model]
            self._tried[model] += count
            return list(range(first, first + count))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [*_place(model), count],
            )
            return [row[0] for row in cursor.fetchall()]

    def move_beyond(self, model: type[models.Model], number: int) -> None:
        """Let the sequence go on after ``number``, where it is not there yet; seen by everybody at once.

        A trial does it, too: who wrote a row with a number of the trial's would wait for its end.
        """
        if not 0 < number <= LARGEST_KEPT:
            return
        name = self._sequence(model)
        with connection.cursor() as cursor:
            if _where(cursor, name)[0] >= number:
                return
        with self._locked(name) as cursor:
            at = _where(cursor, name)
            if at[0] < number:
                before, put = self._moved.get(name, (at, at[0]))
                self._moved[name] = before if put == at[0] else at, number
                cursor.execute("SELECT setval(%s, %s)", [name, number])

    def put_back(self) -> None:
        """Put the sequences that were moved where they were, except for those that others drew from since."""
        for name, (before, put) in self._moved.items():
            with self._locked(name) as cursor:
                if _where(cursor, name) == (put, True):
                    cursor.execute("SELECT setval(%s, %s, %s)", [name, *before])
        self._moved.clear()

    def _sequence(self, model: type[models.Model]) -> str:
        """Return the name of the model's sequence, quoted where needed."""
        name = self._names.get(model, "")
        if not name:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT name, quote_ident(pg_get_userbyid(relowner))"
                    " FROM pg_get_serial_sequence(%s, %s) AS name JOIN pg_class ON oid = name::regclass",
                    _place(model),
                )
                name, owner = cursor.fetchone()
            self._names[model], self._owners[name] = name, owner
        return name

    @contextmanager
    def _locked(self, name: str) -> Iterator[Any]:
        """Keep others from drawing from a sequence, for a moment and not up to the end of the transaction.

        Sequences know no LOCK, but a change of owner locks, the one to who it is as well. What is taken back
        gives up its lock, and setval() stays.
        """
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"ALTER SEQUENCE {name} OWNER TO {self._owners[name]}")
            yield cursor
            transaction.set_rollback(True)

    def choose(self, model: Any, wanted: Sequence[int | None]) -> list[Numbered]:
        """Return numbers for new rows that want these; a number is given once.

        A number that is another row's primary key, or beyond LARGEST_KEPT, stays as ``wordpress_id``; one
        that is another row's ``wordpress_id``, or does not fit, is not given at all.
        """
        asked = [number for number in wanted if number is not None and 0 < number <= _largest(model)]
        pks, numbers = set(), set()
        if asked:
            rows = model._base_manager.filter(models.Q(pk__in=asked) | models.Q(wordpress_id__in=asked))
            for pk, number in rows.values_list("pk", "wordpress_id"):
                pks.add(pk)
                numbers.add(number)
            self.move_beyond(model, max((number for number in asked if number <= LARGEST_KEPT), default=0))
        usable = set(asked) - numbers
        found: list[tuple[int | None, int | None]] = []
        for number in wanted:
            if number not in usable:
                found.append((None, None))
                continue
            usable.discard(number)
            found.append((None if number in pks or number > LARGEST_KEPT else number, number))
        fresh = iter(self.take(model, sum(pk is None for pk, _number in found)))
        return [Numbered(next(fresh) if pk is None else pk, number) for pk, number in found]


def _where(cursor: Any, name: str) -> tuple[int, bool]:
    cursor.execute(f"SELECT last_value, is_called FROM {name}")  # noqa: S608 - as PostgreSQL told it
    last, is_called = cursor.fetchone()
    return int(last), bool(is_called)


def _place(model: type[models.Model]) -> tuple[str, str]:
    return connection.ops.quote_name(model._meta.db_table), str(model._meta.pk.column)


def _largest(model: type[models.Model]) -> int:
    _smallest, largest = connection.ops.integer_field_range(model._meta.pk.get_internal_type())
    return int(largest or 2**63 - 1)
