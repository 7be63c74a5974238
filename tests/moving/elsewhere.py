"""Another connection to the database of the tests, as another process would have it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from blog.importing.stopping import LOCK


@contextmanager
def import_elsewhere() -> Iterator[None]:
    """Let somebody else import while the block runs: what they hold is the lock of imports."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            yield
    finally:
        other.close()
