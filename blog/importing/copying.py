"""Rows by the thousand: written with COPY, changed through a temporary table.

Values are stored as the objects hold them: ``auto_now`` and ``save()`` do nothing here.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connection, models


def copy_objects[M: models.Model](objects: Sequence[M], complete: Callable[[M], None] | None = None) -> None:
    """Write new objects of one model, ids included; for a model that inherits tables, its own table only.

    ``complete`` is called with each object just before it is sent, while PostgreSQL stores those before it;
    it may ask the database nothing.
    """
    if objects:
        fields = _stored_fields(type(objects[0]))
        rows = _rows(objects, fields, complete)
        copy_rows(objects[0]._meta.db_table, [_column(each) for each in fields], rows)


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows of plain values."""
    quote = connection.ops.quote_name
    names = ", ".join(map(quote, columns))
    with connection.cursor() as cursor, cursor.copy(f"COPY {quote(table)} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def update_objects[M: models.Model](
    objects: Sequence[M], names: Sequence[str], complete: Callable[[M], None] | None = None
) -> None:
    """Store those fields of objects of one model that are there already; ``complete`` as for copying."""
    if not objects:
        return
    meta = objects[0]._meta
    fields = [meta.get_field(name) for name in names]
    key = meta.pk
    quote = connection.ops.quote_name
    columns = [_column(each) for each in (key, *fields)]
    chosen = ", ".join(map(quote, columns))
    settings = ", ".join(f"{quote(name)} = fresh.{quote(name)}" for name in columns[1:])
    table, own = quote(meta.db_table), quote(columns[0])
    with connection.cursor() as cursor:
        # S608: the names are those of our models; the values travel by COPY.
        cursor.execute(
            f"CREATE TEMPORARY TABLE fresh ON COMMIT DROP AS SELECT {chosen} FROM {table} LIMIT 0"  # noqa: S608
        )
        copy_rows("fresh", columns, _rows(objects, [key, *fields], complete))
        cursor.execute(
            f"UPDATE {table} AS kept SET {settings} FROM fresh WHERE kept.{own} = fresh.{own}"  # noqa: S608
        )
        cursor.execute("DROP TABLE fresh")


def copy_pairs(through: Any, pairs: Iterable[tuple[int, int, int]], first: str, second: str) -> None:
    """Write rows of a many-to-many table: id, and the ids of both sides, named by their fields."""
    columns = ["id", f"{first}_id", f"{second}_id"]
    copy_rows(through._meta.db_table, columns, pairs)


@cache
def _stored_fields(model: type[models.Model]) -> list[Any]:
    return [each for each in model._meta.local_concrete_fields if not getattr(each, "generated", False)]


def _column(field: Any) -> str:
    return str(field.column)


def _rows(
    objects: Iterable[Any], fields: Sequence[Any], complete: Callable[[Any], None] | None = None
) -> Iterable[list[Any]]:
    ways = [(field.attname, field.get_db_prep_save) for field in fields]
    for each in objects:
        if complete:
            complete(each)
        yield [prepare(getattr(each, name), connection) for name, prepare in ways]
