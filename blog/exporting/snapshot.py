"""One moment of the database, however long it takes to read."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def snapshot() -> Iterator[None]:
    """Let everything within be read as it is now; within a transaction that is open, as that one sees it.

    Querysets that are iterated come through cursors of the server, so that no result has to fit in memory.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic(), _server_side_cursors():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def _server_side_cursors() -> Iterator[None]:
    """Allow them here: the settings do not, since outside of a transaction they cannot pass a pooler."""
    options = connection.settings_dict
    before = options["DISABLE_SERVER_SIDE_CURSORS"]
    options["DISABLE_SERVER_SIDE_CURSORS"] = False
    try:
        yield
    finally:
        options["DISABLE_SERVER_SIDE_CURSORS"] = before
