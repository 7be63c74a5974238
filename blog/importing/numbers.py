"""Which number a new row gets: the source's where it is free, else the next of the table's sequence."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection, models, transaction

ROOM_FOR_TRIALS = 10**8  # the last numbers of a column, which only rows that are taken back ever have


class Numbered(NamedTuple):
    """The primary key of a new row, and its ``wordpress_id``."""

    pk: int
    wordpress_id: int | None


class Numbers:
    """Gives out primary keys. A trial draws none from the sequences, so that they stay as they are."""

    def __init__(self, *, is_trial: bool) -> None:
        self._is_trial = is_trial
        self._tried: defaultdict[Any, int] = defaultdict(int)

    def take(self, model: type[models.Model], count: int) -> list[int]:
        """Return ``count`` new primary keys."""
        if not count:
            return []
        if self._is_trial:
            first = _largest(model) - ROOM_FOR_TRIALS + self._tried[model]
            self._tried[model] += count
            return list(range(first, first + count))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [*_place(model), count],
            )
            return [row[0] for row in cursor.fetchall()]

    def move_beyond(self, model: type[models.Model], number: int) -> None:
        """Let the sequence go on after ``number``, where it is not there yet.

        Outside of a transaction it is seen at once. ALTER SEQUENCE keeps others from drawing meanwhile.
        """
        if self._is_trial or not 0 < number <= _largest(model):
            return
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", _place(model))
            name = cursor.fetchone()[0]  # quoted where needed
            cursor.execute(f"SELECT last_value FROM {name}")  # noqa: S608 - as PostgreSQL told it
            if cursor.fetchone()[0] >= number:
                return
            cursor.execute(f"ALTER SEQUENCE {name} NO CYCLE")  # as it is; waits, and lets nobody draw
            cursor.execute(f"SELECT setval(%s, greatest(last_value, %s)) FROM {name}", [name, number])  # noqa: S608

    def choose(self, model: Any, wanted: Sequence[int | None]) -> list[Numbered]:
        """Return numbers for new rows that want these; a number is given once.

        A number that is another row's primary key stays as ``wordpress_id``; one that is another row's
        ``wordpress_id``, or does not fit, is not given at all.
        """
        asked = [number for number in wanted if number is not None and 0 < number <= _largest(model)]
        pks, numbers = set(), set()
        if asked:
            rows = model._base_manager.filter(models.Q(pk__in=asked) | models.Q(wordpress_id__in=asked))
            for pk, number in rows.values_list("pk", "wordpress_id"):
                pks.add(pk)
                numbers.add(number)
            self.move_beyond(model, max(asked))
        usable = set(asked) - numbers
        found: list[tuple[int | None, int | None]] = []
        for number in wanted:
            if number not in usable:
                found.append((None, None))
                continue
            usable.discard(number)
            found.append((None if number in pks else number, number))
        fresh = iter(self.take(model, sum(pk is None for pk, _number in found)))
        return [Numbered(next(fresh) if pk is None else pk, number) for pk, number in found]


def _place(model: type[models.Model]) -> tuple[str, str]:
    return connection.ops.quote_name(model._meta.db_table), str(model._meta.pk.column)


def _largest(model: type[models.Model]) -> int:
    _smallest, largest = connection.ops.integer_field_range(model._meta.pk.get_internal_type())
    return int(largest or 2**63 - 1)
