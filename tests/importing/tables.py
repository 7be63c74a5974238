"""All tables of the database as values that can be compared."""

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.db import connection

# Keys that are drawn anew, and times of the import itself: two imports of the same files differ in these.
OF_THE_IMPORT = frozenset({
    "accounts_user.date_joined",
    "accounts_user.password",
    "blog_article_categories.id",
    "blog_article_tags.id",
    "blog_like.id",
    "blog_redirect.created_at",
    "blog_redirect.id",
    "comments_commentlike.id",
    "importing_imported.id",
    "importing_imported.run",
    "importing_imported.source_id",
    "importing_source.id",
    "subscriptions_announcement.created_at",
    "subscriptions_announcement.id",
})  # fmt: skip
RUNS = "importing_importrun"

type Tables = dict[str, Counter[tuple[Any, ...]]]


def read_tables(*, without: Collection[str] = (), but: Collection[str] = (RUNS,)) -> Tables:
    """Return the rows of every table but some, without columns written as ``table.column``."""
    found: Tables = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table in but:
                continue
            described = connection.introspection.get_table_description(cursor, table)
            columns = [each.name for each in described if f"{table}.{each.name}" not in without]
            chosen = ", ".join(f'"{name}"::text' for name in columns)
            cursor.execute(f'SELECT {chosen} FROM "{table}"')
            found[table] = Counter(cursor.fetchall())
    return found


def differences(ours: Tables, theirs: Tables) -> dict[str, list[Any]]:
    """Return by table the rows that only one side has, the first few."""
    return {
        table: [*list(ours[table] - theirs[table])[:3], "≠", *list(theirs[table] - ours[table])[:3]]
        for table in ours
        if ours[table] != theirs[table]
    }
