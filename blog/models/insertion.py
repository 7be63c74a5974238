"""Writes one new row, or the rows of all tables that a model inherits, in one statement built once.

Django's own way takes as long to write a statement down as PostgreSQL takes for it, and for an inherited
model it takes one more statement than there are tables.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models.expressions import DatabaseDefault
from django.db.models.signals import post_save, pre_save


def insert(row: models.Model) -> None:
    """Insert it, with the number it has or a new one; signals are sent as Django's ``save()`` does."""
    insert_all([row])


def insert_all(rows: Sequence[models.Model]) -> None:
    """Insert them in one statement: one row, or new ones of a model that has one table."""
    if not rows:
        return
    model = type(rows[0])
    told: dict[str, Any] = {"raw": False, "using": "default", "update_fields": None}
    for row in rows:
        pre_save.send(model, instance=row, **told)
    is_numbered = rows[0].pk is not None
    before, places, after, fields = _statement(model, is_numbered)
    values = [field.get_db_prep_save(_value_of(row, field), connection) for row in rows for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(f"{before}{', '.join([places] * len(rows))}{after}", values)
        numbers = [] if is_numbered else cursor.fetchall()
    for row, (number,) in zip(rows, numbers, strict=False):
        row.pk = number
    for row in rows:
        row._state.adding, row._state.db = False, "default"
        post_save.send(model, instance=row, created=True, **told)


def _value_of(row: models.Model, field: Any) -> Any:
    """Return what is stored; the database's default where nothing was set, which is always a constant."""
    value: Any = field.pre_save(row, add=True)
    if isinstance(value, DatabaseDefault):
        value = getattr(field.db_default, "value", field.db_default)
        setattr(row, field.attname, value)
    return value


@cache
def _statement(model: type[models.Model], is_numbered: bool) -> tuple[str, str, str, list[Any]]:
    """Return what stands before the values of the last table, these, and what follows; and all fields."""
    quote = connection.ops.quote_name
    parts: list[tuple[str, str]] = []
    fields: list[Any] = []
    for table in reversed([model, *model._meta.all_parents]):
        own = [field for field in table._meta.local_concrete_fields if is_numbered or not field.primary_key]
        columns = ", ".join(quote(field.column or "") for field in own)
        places = f"({', '.join(['%s'] * len(own))})"
        # S608: the names are those of our models, the values are parameters.
        parts.append((f"INSERT INTO {quote(table._meta.db_table)} ({columns}) VALUES ", places))  # noqa: S608
        fields += own
    above = ", ".join(f"part_{number} AS ({''.join(part)})" for number, part in enumerate(parts[:-1]))
    number = "" if is_numbered else f" RETURNING {quote(model._meta.pk.column or '')}"
    before, places = parts[-1]
    return f"WITH {above} {before}" if above else before, places, number, fields
