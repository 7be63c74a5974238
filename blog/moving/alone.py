"""Whether an import is running anywhere: its lock is in the database, and ends with whoever holds it."""

from django.db import connection

from blog.importing.stopping import LOCK


def is_import_running() -> bool:
    """Whether anybody, on any host, imports into this database at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
            " AND (classid::bigint << 32) + objid::bigint = %s"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [LOCK],
        )
        return bool(cursor.fetchone()[0])
