"""The worker does what the admin began, in a process of its own; what is killed is taken up again."""

import os
import random
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.models import User
from blog.comments.models import BlogComment
from blog.importing.models import Imported, ImportRun, RunState
from blog.importing.options import Options
from blog.models import Article
from blog.moving import background, running, watching
from tests.factories import make_user
from tests.moving.files import make_wxr
from tests.running_blog import ROOT, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
ARTICLES = 1500


@pytest.fixture(autouse=True)
def _elsewhere(settings: Any, tmp_path: Path) -> None:
    if str(connection.settings_dict["HOST"]).startswith("/"):
        pytest.skip("another process reaches the database only by DATABASE_URL")
    settings.BLOG_DATA_DIR = tmp_path / "data"


def begin(path: Path, owner: User, *, is_trial: bool = False) -> ImportRun:
    options = Options(check_urls=False)
    run = running.begin("wordpress", [path], options, is_trial=is_trial, started_by=owner)
    background.in_background(run)
    return run


def environment(tmp_path: Path) -> dict[str, str]:
    database = connection.settings_dict
    host = database["HOST"] or "127.0.0.1"
    url = f"postgres://{database['USER']}:{database['PASSWORD']}@{host}:{database['PORT'] or 5432}/"
    found = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    return found | {"BLOG_DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": url + database["NAME"]}


def start(tmp_path: Path, *arguments: str) -> subprocess.Popen[bytes]:
    with (tmp_path / "log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "manage.py", *arguments],
            env=environment(tmp_path),
            cwd=ROOT,
            stdout=log,
            stderr=log,
        )


def state(run: ImportRun) -> str:
    run.refresh_from_db()
    return run.state


def has_articles(number: int) -> bool:
    return Article.objects.count() >= number


def rows() -> list[Any]:
    articles = Article.objects.order_by("pk").values_list("pk", "title", "slug", "body_html", "published_at")
    comments = BlogComment.objects.order_by("pk").values_list("pk", "path", "comment", "submit_date")
    known = Imported.objects.order_by("kind", "key").values_list("kind", "key", "digest")
    return [*articles, *comments, *known]


def test_worker_does_what_was_begun(tmp_path: Path, owner: User) -> None:
    run = begin(make_wxr(tmp_path / "site.xml"), owner)
    worker = start(tmp_path, "worker")
    try:
        wait_until(lambda: state(run) == RunState.DONE, "the import is done")
    finally:
        worker.terminate()
        assert worker.wait(30) == 0
    assert Article.objects.count() == 3
    assert set(Article.objects.values_list("author__username", flat=True)) == {"author1"}


def test_files_that_are_looked_over_wait_for_the_choices(tmp_path: Path, owner: User) -> None:
    run = begin(make_wxr(tmp_path / "site.xml", authors=2), owner, is_trial=True)
    run.options |= {"looks_over": True}
    run.save()
    assert start(tmp_path, "import_run", str(run.pk)).wait(60) == 0
    assert state(run) == RunState.STOPPED
    assert [person["key"] for person in run.options["survey"]["people"]] == ["author1", "author2"]
    assert not background.start_due()


def test_import_that_is_killed_at_random_ends_as_if_it_had_not_been(tmp_path: Path, owner: User) -> None:
    path = make_wxr(tmp_path / "site.xml", articles=ARTICLES, comments=2)
    assert start(tmp_path, "import_run", str(begin(path, owner).pk)).wait(120) == 0
    uninterrupted = rows()
    call_command("flush", interactive=False, verbosity=0)
    run = begin(path, make_user("olga", is_staff=True, is_superuser=True))
    for kill in range(1, 4):
        process = start(tmp_path, "import_run", str(run.pk))
        wait_until(partial(has_articles, 200 * kill), "some articles are there")
        time.sleep(random.random() / 10)
        process.kill()
        process.wait()
    assert start(tmp_path, "import_run", str(run.pk)).wait(120) == 0, (tmp_path / "log").read_text()
    assert state(run) == RunState.DONE
    assert run.report["counts"]["article"] == {"created": ARTICLES}
    assert rows() == uninterrupted


def test_worker_that_is_killed_takes_its_import_along_and_the_next_one_goes_on(
    tmp_path: Path, owner: User
) -> None:
    run = begin(make_wxr(tmp_path / "site.xml", articles=ARTICLES, comments=0), owner)
    worker = start(tmp_path, "worker")
    wait_until(Article.objects.exists, "the import has begun")
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker = start(tmp_path, "worker")
    try:
        wait_until(lambda: state(run) == RunState.DONE, "the import is done")
    finally:
        worker.terminate()
        assert worker.wait(30) == 0
    assert Article.objects.count() == ARTICLES


def test_import_stops_when_it_is_asked_and_goes_on_when_it_is_asked(tmp_path: Path, owner: User) -> None:
    run = begin(make_wxr(tmp_path / "site.xml", articles=ARTICLES, comments=0), owner)
    process = start(tmp_path, "import_run", str(run.pk))
    wait_until(Article.objects.exists, "the import has begun")
    watching.ask_to_stop(run)
    process.wait(60)
    assert state(run) == RunState.STOPPED
    assert 0 < Article.objects.count() < ARTICLES
    assert not background.start_due(), "what was stopped waits for the owner"
    background.in_background(run)
    assert start(tmp_path, "import_run", str(run.pk)).wait(60) == 0
    assert state(run) == RunState.DONE
    assert Article.objects.count() == ARTICLES


def test_import_that_ends_with_its_worker_waits_for_the_next_one(tmp_path: Path, owner: User) -> None:
    run = begin(make_wxr(tmp_path / "site.xml", articles=ARTICLES, comments=0), owner)
    process = start(tmp_path, "import_run", str(run.pk))
    wait_until(Article.objects.exists, "the import has begun")
    process.terminate()
    process.wait(60)
    assert state(run) in (RunState.WAITING, RunState.DONE)
    assert 0 < Article.objects.count() <= ARTICLES


def test_trial_can_be_watched_from_outside(tmp_path: Path, owner: User) -> None:
    run = begin(make_wxr(tmp_path / "site.xml", articles=ARTICLES, comments=0), owner, is_trial=True)
    process = start(tmp_path, "import_run", str(run.pk))
    wait_until(lambda: watching.glance_at(run).counts, "the page can tell how far the trial is")
    assert not Article.objects.exists()
    assert process.wait(60) == 0
    assert state(run) == RunState.DONE
    assert run.report["counts"]["article"] == {"created": ARTICLES}
    assert not Article.objects.exists()


def test_run_that_gets_no_further_is_given_up(tmp_path: Path, owner: User) -> None:
    run = begin(make_wxr(tmp_path / "site.xml"), owner)
    for _start in range(background.MOST_STARTS):
        assert watching.note_start(run) <= background.MOST_STARTS
    assert not background.start_due()
    assert state(run) == RunState.FAILED
    assert "without getting any further" in run.error


def test_run_that_was_given_up_goes_on_when_the_owner_wants_it(tmp_path: Path, owner: User) -> None:
    run = begin(make_wxr(tmp_path / "site.xml"), owner)
    for _start in range(background.MOST_STARTS):
        watching.note_start(run)
    assert not background.start_due()
    background.in_background(run)
    assert watching.note_start(run) == 1


def test_run_whose_files_lie_on_another_host_is_left_to_that_one(tmp_path: Path, owner: User) -> None:
    path = make_wxr(tmp_path / "site.xml")
    run = begin(path, owner)
    path.unlink()
    assert not background.start_due()
    assert state(run) == RunState.WAITING
