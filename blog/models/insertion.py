"""Writes one new row, or the rows of all tables that a model inherits, in one statement built once.

Django's own way takes as long to write a statement down as PostgreSQL takes for it, and for an inherited
model it takes one more statement than there are tables.
"""

from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models.expressions import DatabaseDefault
from django.db.models.signals import post_save, pre_save


def insert(row: models.Model) -> None:
    """Insert it, with the number it has or a new one; signals are sent as Django's ``save()`` does."""
    model = type(row)
    told: dict[str, Any] = {"instance": row, "raw": False, "using": "default", "update_fields": None}
    pre_save.send(model, **told)
    is_numbered = row.pk is not None
    sql, fields = _statement(model, is_numbered)
    values = [field.get_db_prep_save(_value_of(row, field), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        if not is_numbered:
            row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, "default"
    post_save.send(model, created=True, **told)


def _value_of(row: models.Model, field: Any) -> Any:
    """Return what is stored; the database's default where nothing was set, which is always a constant."""
    value: Any = field.pre_save(row, add=True)
    if isinstance(value, DatabaseDefault):
        value = getattr(field.db_default, "value", field.db_default)
        setattr(row, field.attname, value)
    return value


@cache
def _statement(model: type[models.Model], is_numbered: bool) -> tuple[str, list[Any]]:
    """Return the statement, and the fields whose values it takes in that order."""
    quote = connection.ops.quote_name
    parts: list[str] = []
    fields: list[Any] = []
    for table in reversed([model, *model._meta.all_parents]):
        own = [field for field in table._meta.local_concrete_fields if is_numbered or not field.primary_key]
        columns = ", ".join(quote(field.column or "") for field in own)
        places = ", ".join(["%s"] * len(own))
        # S608: the names are those of our models, the values are parameters.
        parts.append(f"INSERT INTO {quote(table._meta.db_table)} ({columns}) VALUES ({places})")  # noqa: S608
        fields += own
    above = ", ".join(f"part_{number} AS ({part})" for number, part in enumerate(parts[:-1]))
    number = "" if is_numbered else f" RETURNING {quote(model._meta.pk.column or '')}"
    return f"{f'WITH {above} ' if above else ''}{parts[-1]}{number}", fields
