"""Questions to the database that the ORM writes down once, and that are asked with other values each time.

Writing a query down takes Django longer than PostgreSQL takes to answer it. Several questions, each of one
column, travel as one statement.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from hashlib import blake2b
from typing import Any, NamedTuple

from django.db import connection, models
from psycopg.sql import Literal

IS_PLANNED = "EXISTS (SELECT FROM pg_prepared_statements WHERE name = %s)"


class Given(models.Value):
    """A value that is filled in when the question is asked."""

    def __init__(self, name: str, output_field: models.Field[Any, Any]) -> None:
        super().__init__(None, output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Leave its place open."""
        return "%s", [self]


class Questions:
    """Questions by name: querysets of one column each, with ``Given`` for what is not yet known."""

    def __init__(self, questions: Mapping[str, models.QuerySet[Any, Any]]) -> None:
        self._names = list(questions)
        written = [question.query.sql_with_params() for question in questions.values()]
        self._sql = f"SELECT {', '.join(f'ARRAY({sql})' for sql, _places in written)}"
        self._places = [place for _sql, places in written for place in places]

    def ask(self, **values: Any) -> dict[str, list[Any]]:
        """Return the column of each question."""
        return self._answers(self._sql, _fill_in(self._places, values))

    @property
    def plan_name(self) -> str:
        """What PostgreSQL knows the plan by."""
        return self._plan.name

    def ask_planned(self, *, is_planned: bool, **values: Any) -> dict[str, list[Any]]:
        """Return the same by a plan that PostgreSQL keeps: for many tables it plans longer than it answers.

        ``is_planned`` is what IS_PLANNED answers to ``plan_name`` earlier in the same transaction, during
        which also a connection pooler leaves us one session of PostgreSQL. The next one may be another.
        """
        plan = self._plan
        if not is_planned:
            with connection.cursor() as cursor:
                cursor.execute(plan.sql)
        places = ", ".join(["%s"] * len(plan.given))
        return self._answers(f"EXECUTE {plan.name} ({places})", [values[name] for name in plan.given])

    def _answers(self, sql: str, values: list[Any]) -> dict[str, list[Any]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return dict(zip(self._names, cursor.fetchone(), strict=True))

    @cached_property
    def _plan(self) -> "_Plan":
        given = {place.name: place.output_field for place in self._places if isinstance(place, Given)}
        numbers = {name: f"${number}" for number, name in enumerate(given, start=1)}
        written = [
            numbers[place.name] if isinstance(place, Given) else _literal(place) for place in self._places
        ]
        types = ", ".join(str(field.db_type(connection)) for field in given.values())
        question = f"({types}) AS {self._sql % tuple(written)}"
        name = f"planned_{blake2b(question.encode(), digest_size=16).hexdigest()}"
        return _Plan(name, f"PREPARE {name} {question}", list(given))


class _Plan(NamedTuple):
    """A statement that PostgreSQL keeps, by a name of its own, and the values it takes in that order."""

    name: str
    sql: str
    given: list[str]


class Search[T: models.Model]:
    """A search for one object, whose columns that the queryset defers stay unread."""

    def __init__(self, queryset: models.QuerySet[T]) -> None:
        self._model = queryset.model
        self._sql, self._places = queryset.order_by().query.sql_with_params()

    def find(self, **values: Any) -> T | None:
        """Return it, or None."""
        return next(iter(self._model._base_manager.raw(self._sql, _fill_in(self._places, values))), None)


def count(of: Any = 1, *, distinct: bool = False) -> models.Func:
    """Return a count for ``values_list`` that does not group: one row, also where there is nothing."""
    counted = of if hasattr(of, "resolve_expression") else models.Value(of)
    template = f"COUNT({'DISTINCT ' * distinct}%(expressions)s)"
    return models.Func(counted, template=template, output_field=models.IntegerField())


def _literal(value: Any) -> str:
    connection.ensure_connection()
    return str(Literal(value).as_string(connection.connection))


def _fill_in(places: Sequence[Any], values: Mapping[str, Any]) -> list[Any]:
    return [values[place.name] if isinstance(place, Given) else place for place in places]
