"""Exports that the blog makes by itself."""

import os
import time
from pathlib import Path
from typing import Any
from zipfile import is_zipfile

import pytest
from django.core.cache import cache
from django.db import connection

from blog.exporting.files import UNFINISHED
from blog.markdown_files.export import keeping
from blog.models import SiteSettings
from blog.models.site import Exports
from blog.serving.worker import look_around


@pytest.fixture(autouse=True)
def _folder(db: None, settings: Any, tmp_path: Path) -> None:
    settings.BLOG_DATA_DIR = tmp_path
    cache.delete("kept-export")


def keep(every: str, number: int = 4) -> None:
    SiteSettings(exports=every, exports_kept=number).save()


def age(path: Path, hours: float) -> None:
    os.utime(path, (time.time() - hours * 3600,) * 2)


def test_nothing_is_kept_unless_asked_for() -> None:
    assert keeping.start_due() is None
    assert keeping.kept() == []


@pytest.mark.parametrize(("every", "hours"), [(Exports.DAILY, 23.5), (Exports.WEEKLY, 7 * 24 - 0.5)])
def test_next_one_is_due_after_the_period(every: str, hours: float) -> None:
    keep(every)
    assert keeping.is_due()
    path = keeping.keep_export()
    assert not keeping.is_due()
    age(path, hours - 1)
    assert not keeping.is_due()
    age(path, hours)
    assert keeping.is_due()


def test_only_the_last_are_kept() -> None:
    keep(Exports.DAILY, 2)
    keeping.folder().mkdir()
    for day in (1, 2, 3):
        (keeping.folder() / f"export-2020-01-0{day}-000000.zip").touch()
    (keeping.folder() / "notes.txt").touch()
    path = keeping.keep_export()
    assert [one.name for one in keeping.kept()] == ["export-2020-01-03-000000.zip", path.name]
    assert is_zipfile(path)
    assert (keeping.folder() / "notes.txt").exists()


def test_what_a_killed_writer_left_is_removed() -> None:
    keep(Exports.DAILY)
    keeping.folder().mkdir()
    old, new = (keeping.folder() / f"{UNFINISHED}{name}" for name in ("old", "new"))
    old.touch()
    new.touch()
    age(old, 25)
    keeping.keep_export()
    assert (old.exists(), new.exists()) == (False, True)


@pytest.mark.django_db(transaction=True)
def test_worker_makes_one_beside_its_work() -> None:
    keep(Exports.DAILY)
    thread = keeping.start_due()
    assert thread
    assert keeping.start_due() is None  # by nobody else at the same time
    thread.join()
    (path,) = keeping.kept()
    assert is_zipfile(path)


@pytest.mark.django_db(transaction=True)
def test_worker_that_looks_around_begins_it(monkeypatch: pytest.MonkeyPatch) -> None:
    keep(Exports.DAILY)
    begun: list[Any] = []
    start = keeping.start_due
    monkeypatch.setattr(keeping, "start_due", lambda: begun.append(start()))
    look_around()
    begun[0].join()
    assert len(keeping.kept()) == 1


@pytest.mark.django_db(transaction=True)
def test_failure_is_told_and_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    keep(Exports.DAILY)
    keeping.folder().touch()  # no folder
    thread = keeping.start_due()
    assert thread
    thread.join()
    assert "tried again in an hour" in caplog.text
    assert connection.is_usable()
