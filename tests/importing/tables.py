"""All tables of the database as values that can be compared.

``python -m tests.importing.tables`` prints numbers that tell them, for tables that no memory holds.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterator
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
        for table, columns in _columns(cursor, without, but):
            chosen = ", ".join(f'"{name}"::text' for name in columns)
            cursor.execute(f'SELECT {chosen} FROM "{table}"')
            found[table] = Counter(cursor.fetchall())
    return found


def fingerprint() -> dict[str, list[int]]:
    """Return by table the number of rows, and a sum that is equal for equal rows in any order."""
    found = {}
    with connection.cursor() as cursor:
        for table, columns in _columns(cursor, OF_THE_IMPORT, (RUNS, "django_migrations")):
            row = ", ".join(f'"{name}"' for name in columns)
            digest = f"('x' || left(md5(ROW({row})::text), 15))::bit(60)::bigint"
            cursor.execute(f'SELECT count(*), coalesce(sum({digest}), 0)::text FROM "{table}"')
            count, total = cursor.fetchone()
            found[table] = [count, int(total)]
    return found


def _columns(cursor: Any, without: Collection[str], but: Collection[str]) -> Iterator[tuple[str, list[str]]]:
    for table in sorted(connection.introspection.table_names(cursor)):
        if table not in but:
            described = connection.introspection.get_table_description(cursor, table)
            yield table, [each.name for each in described if f"{table}.{each.name}" not in without]


def differences(ours: Tables, theirs: Tables) -> dict[str, list[Any]]:
    """Return by table the rows that only one side has, the first few."""
    return {
        table: [*list(ours[table] - theirs[table])[:3], "≠", *list(theirs[table] - ours[table])[:3]]
        for table in ours
        if ours[table] != theirs[table]
    }


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "blog.settings")
    django.setup()
    print(json.dumps(fingerprint()))
