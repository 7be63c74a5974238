"""A trial does everything and leaves nothing but its report."""

from pathlib import Path

import pytest
from django.db import connection

from accounts.models import User
from blog.importing.models import ImportRun, RunState
from blog.importing.run import run_import
from blog.models import SiteSettings
from blog.wordpress.wxr import WxrReader
from tests.benchmarks.exports import write_export
from tests.factories import make_article
from tests.importing.shelf import article, ignore, import_files
from tests.importing.tables import differences, read_tables

SHAPE = {"articles": 30, "comments": 90, "pages": 5, "attachments": 5, "tags": 10, "paragraphs": 2}


def sequences() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'")
        return dict(cursor.fetchall())


def new_run(*, is_trial: bool) -> ImportRun:
    return ImportRun.objects.create(
        system="wordpress", is_trial=is_trial, options={"check_urls": False, "media": ""}
    )


@pytest.mark.django_db(transaction=True)
def test_trial_reports_what_the_import_does_and_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    write_export(path, **SHAPE)
    make_article(slug="mine")
    SiteSettings.objects.create(title="Mine")
    trial = new_run(is_trial=True)
    tables, numbers = read_tables(), sequences()
    told = run_import(trial, WxrReader([path]), ignore)
    assert differences(read_tables(), tables) == {}
    drawn = {name: value for name, value in sequences().items() if value != numbers[name]}
    assert drawn.keys() <= {"importing_source_id_seq"}
    trial.refresh_from_db()
    assert (trial.state, trial.source) == (RunState.DONE, None)
    assert trial.report["counts"] == told.counts
    done = run_import(new_run(is_trial=False), WxrReader([path]), ignore)
    assert done.counts == told.counts
    assert done.oddity_counts == told.oddity_counts


@pytest.mark.django_db
def test_trial_may_be_begun_again() -> None:
    report = import_files([article(1)], is_trial=True)
    assert import_files([article(1)], is_trial=True).as_json() == report.as_json()


@pytest.mark.django_db
def test_trial_after_an_import_says_what_would_change() -> None:
    import_files([article(1)])
    report = import_files([article(1), article(2)], is_trial=True)
    assert report.counts["article"] == {"unchanged": 1, "created": 1}
    assert User.objects.count() == 1
