"""A real import that is killed, stopped or cut off from its database, and goes on."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.importing.models import ImportRun, RunState
from blog.importing.records import Bundle
from blog.importing.run import run_import
from blog.importing.stopping import LOCK
from blog.models import Article
from blog.wordpress.wxr import WxrReader
from blog.wordpress.wxr.item import WxrItem
from tests.benchmarks.exports import write_export
from tests.importing.shelf import ignore
from tests.importing.tables import OF_THE_IMPORT, differences, read_tables
from tests.running_blog import ROOT, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
SHAPE = {"articles": 150, "comments": 600, "pages": 12, "attachments": 10, "tags": 20, "paragraphs": 3}
PORTION = 5  # items
KILLS = 4


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.xml"
    write_export(path, **SHAPE)
    return path


def new_run(path: Path) -> ImportRun:
    files = [{"name": path.name, "size": path.stat().st_size, "digest": ""}]
    return ImportRun.objects.create(system="wordpress", files=files, options={"check_urls": False})


class Child:
    """One attempt at a run, in a process of its own."""

    def __init__(self, run: ImportRun, path: Path) -> None:
        database = connection.settings_dict
        if str(database["HOST"]).startswith("/"):
            pytest.skip("another process reaches the database only by DATABASE_URL")
        host = database["HOST"] or "127.0.0.1"
        url = f"postgres://{database['USER']}:{database['PASSWORD']}@{host}:{database['PORT'] or 5432}/"
        environment = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ} | {
            "BLOG_DATA_DIR": str(path.parent / "data"),
            "DATABASE_URL": url + database["NAME"],
        }
        command = [sys.executable, "-m", "tests.importing.child", str(run.pk), str(PORTION), str(path)]
        self.process = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    def lines(self, count: int) -> list[str]:
        """Wait for so many lines, fewer where it ends before."""
        assert self.process.stdout
        return [line for _number in range(count) if (line := self.process.stdout.readline())]

    def end(self) -> str:
        """Wait for the end and return what was printed since."""
        output, _errors = self.process.communicate(timeout=120)
        return output


def empty() -> None:
    """Make the database as new; afterwards, types of content have other numbers than after migrations."""
    call_command("flush", interactive=False, verbosity=0)
    ContentType.objects.clear_cache()


def import_at_once(path: Path) -> Any:
    """Return all tables as an import that nothing disturbs leaves them."""
    empty()
    run_import(new_run(path), WxrReader([path]), ignore)
    return read_tables(without=OF_THE_IMPORT)


def wait_until_unlocked() -> None:
    """PostgreSQL needs a moment to see that a client was killed."""

    def is_free() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s), pg_advisory_unlock(%s)", [LOCK, LOCK])
            return bool(cursor.fetchone()[0])

    wait_until(is_free, "the lock of a killed import")


def test_killed_import_goes_on_and_equals_one_that_was_not(export: Path) -> None:
    expected = import_at_once(export)
    empty()
    run = new_run(export)
    rng = random.Random(os.urandom(8))
    for _kill in range(KILLS):
        child = Child(run, export)
        child.lines(rng.randint(2, 6))
        time.sleep(rng.random() * 0.03)  # anywhere within a portion
        child.process.kill()
        child.end()
        wait_until_unlocked()
    run.refresh_from_db()
    assert run.state == RunState.RUNNING
    assert Child(run, export).end().endswith("done\n")
    assert differences(read_tables(without=OF_THE_IMPORT), expected) == {}


def test_stopped_import_ends_after_its_portion_and_goes_on(export: Path) -> None:
    run = new_run(export)
    child = Child(run, export)
    child.lines(12)
    child.process.send_signal(signal.SIGTERM)
    assert child.end().endswith("stopped\n")
    run.refresh_from_db()
    assert run.state == RunState.STOPPED
    assert run.counts["article"]["created"] < SHAPE["articles"]
    assert Child(run, export).end().endswith("done\n")
    run.refresh_from_db()
    assert run.counts["article"] == {"created": Article.objects.count()}


def test_import_whose_connection_is_cut_says_so_and_goes_on(export: Path) -> None:
    run = new_run(export)
    child = Child(run, export)
    child.lines(6)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s",
            [LOCK & 0xFFFFFFFF],
        )
        assert cursor.fetchone() == (True,)
    assert "ImportInterruptedError" in child.end()
    wait_until_unlocked()
    run.refresh_from_db()
    assert run.state == RunState.STOPPED
    assert "goes on where it was" in run.error
    assert Child(run, export).end().endswith("done\n")


def test_second_import_at_the_same_time_is_refused(export: Path) -> None:
    first, second = new_run(export), new_run(export)
    child = Child(first, export)
    child.lines(4)
    assert "Another import is running" in Child(second, export).end()
    assert child.end().endswith("done\n")
    second.refresh_from_db()
    assert second.state == RunState.WAITING


def test_unchanged_files_are_asked_about_and_not_parsed(
    export: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_export(export, **SHAPE | {"attachments": 0})  # a file that is missing is looked for again
    run_import(new_run(export), WxrReader([export]), ignore)
    run = new_run(export)
    parsed: list[WxrItem] = []
    parse = WxrItem.bundles

    def count_and_parse(item: WxrItem) -> Iterator[Bundle]:
        parsed.append(item)
        return parse(item)

    monkeypatch.setattr(WxrItem, "bundles", count_and_parse)
    with CaptureQueriesContext(connection) as queries:
        report = run_import(run, WxrReader([export]), ignore)
    assert report.counts["article"].keys() == {"unchanged"}
    assert len(parsed) == sum(report.skipped.values()) < 5  # what was in the trash there
    assert not [query for query in queries if "COPY" in query["sql"]]
