"""Pages of a very long list: counted as far as anybody leafs, and fetched by their numbers."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db import connection

MOST_COUNTED = 10_000  # of more, the list shows the newest so many; filters and search find the others


class CappedPaginator(Paginator[Any]):
    """Looks no further than MOST_COUNTED, and joins only what the page shows."""

    object_list: Any  # a queryset

    @cached_property
    def count(self) -> int:
        """The number of rows, at most MOST_COUNTED."""
        return int(self.object_list.order_by()[:MOST_COUNTED].count())

    def page(self, number: Any) -> Any:
        """Return the page; its numbers come from an index alone, its rows by their numbers."""
        page: Any = super().page(number)
        rows = self.object_list
        numbers = list(page.object_list.values_list("pk", flat=True))
        page.object_list = rows.model._default_manager.filter(pk__in=numbers)
        page.object_list.query.select_related = rows.query.select_related
        page.object_list = page.object_list.order_by(*rows.query.order_by)
        return page


def capped_counts(querysets: dict[str, Any]) -> dict[str, int]:
    """Count all these querysets in one query, none of them further than MOST_COUNTED + 1."""
    parts, params = [], []
    for queryset in querysets.values():
        sql, its = queryset.order_by().values("pk")[: MOST_COUNTED + 1].query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) AS found)")  # noqa: S608 - the ORM's, its values apart
        params += its
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), params)
        return dict(zip(querysets, cursor.fetchone(), strict=True))


def shown(count: int) -> str:
    """Return the count as it is written; “10000+” when there are more."""
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)
