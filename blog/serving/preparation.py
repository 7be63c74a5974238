"""Gets database, owner and files ready; done at every start, and quick when there is nothing to do."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.mail import InvalidMailer, mailers
from django.core.management import CommandError, call_command
from django.db import OperationalError, ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor

from blog import roles
from blog.environment import WrongEnvironmentError, unreachable_database
from blog.serving import collection, listening, ownership

EMBEDDED = "blog.embedded_postgres"
LOCK = (
    7_238_495_116  # a number for pg_advisory_lock: two hosts that start at once prepare one after the other
)


def prepare() -> ownership.NewOwner | None:
    """Make the blog ready to serve; return the owner if this made one.

    Raise WrongEnvironmentError with a sentence for what only the operator can put right.
    """
    listening.check()
    check_mail_folder()
    return _prepare(with_demo=settings.BLOG_DEMO)


def prepare_for_import() -> None:
    """Make the blog ready to be filled by a command, before its first start or after; without the demo.

    The owner is made first, so that an author of the old blog does not take that name, and told on standard
    error. Raise CommandError with a sentence for what only the operator can put right.
    """
    try:
        owner = _prepare(with_demo=False)
    except WrongEnvironmentError as error:
        raise CommandError(str(error)) from error
    if owner:
        sys.stderr.write("\n".join(owner.as_lines()) + "\n")


def prepare_for_export() -> None:
    """Make the tables of a blog that was never started; raise CommandError as above."""
    try:
        connect()
        with _one_at_a_time():
            migrate()
    except WrongEnvironmentError as error:
        raise CommandError(str(error)) from error


def _prepare(*, with_demo: bool) -> ownership.NewOwner | None:
    connect()
    with _one_at_a_time():
        migrate()
        make_cache_table()
        roles.ensure_groups()
        owner = ownership.ensure_owner()
        if with_demo:
            load_demo()
    collection.collect_if_stale()
    return owner


def check_mail_folder() -> None:
    """Raise WrongEnvironmentError when mail goes to files and the folder cannot be written."""
    try:
        _ = mailers["direct"]
    except InvalidMailer as error:
        raise WrongEnvironmentError(
            f"EMAIL_URL names a folder that cannot be used ({error}): name another."
        ) from error


def connect() -> None:
    """Start or reach the database, or raise WrongEnvironmentError."""
    try:
        connection.ensure_connection()
    except (OperationalError, ProgrammingError, ValueError) as error:  # ValueError: NUL in the address
        raise unreachable_database(
            error, is_embedded=connection.settings_dict["ENGINE"] == EMBEDDED
        ) from error
    if connection.connection.info.server_version < 150_000:
        raise WrongEnvironmentError("DATABASE_URL leads to an old PostgreSQL: use version 15 or later.")


def migrate() -> None:
    """Bring the tables to this version's form."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)


def make_cache_table() -> None:
    """Make the table of the shared cache; with Redis, it is the one for when Redis is away."""
    call_command("createcachetable", verbosity=0)


def load_demo() -> None:
    """Fill an empty blog with the demo."""
    from blog.demo import loader

    loader.load_if_empty()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
