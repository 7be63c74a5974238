"""Migrations run while the old code writes: an index on a table that may be full is made concurrently."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db.migrations import AddIndex, CreateModel, RunSQL
from django.db.migrations.loader import MigrationLoader

OWN = ("accounts", "blog", "comments", "importing", "subscriptions")
# Landed before the rule, or on tables that are small.
EARLIER = {
    ("comments", "0002_moderation_and_versions"),
    ("comments", "0003_queue_indexes_and_undo"),
    ("comments", "0004_learn_decisions"),
}


def test_indexes_on_filled_tables_are_made_while_others_write() -> None:
    blocking = []
    for key, migration in MigrationLoader(None).disk_migrations.items():
        if key[0] not in OWN or key in EARLIER:
            continue
        made = {each.name.lower() for each in migration.operations if isinstance(each, CreateModel)}
        blocking += [
            (*key, operation.describe())
            for operation in migration.operations
            if (
                isinstance(operation, AddIndex)
                and not isinstance(operation, AddIndexConcurrently)
                and operation.model_name.lower() not in made
            )
            or (
                isinstance(operation, RunSQL)
                and "CREATE INDEX" in str(operation.sql)
                and "CONCURRENTLY" not in str(operation.sql)
            )
        ]
    assert blocking == []


def test_what_runs_outside_a_transaction_can_be_run_again() -> None:
    repeatable = (AddIndexConcurrently, RemoveIndexConcurrently, RunSQL)
    once = [
        (*key, operation.describe())
        for key, migration in MigrationLoader(None).disk_migrations.items()
        if key[0] in OWN and not migration.atomic
        for operation in migration.operations
        if not isinstance(operation, repeatable)
    ]
    assert once == []
