"""``import_wordpress``: what it takes, what it tells, its exit codes, and what it leaves behind."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import User
from blog.comments.models import BlogComment
from blog.demo import loader, removal
from blog.importing.models import ImportRun, RunState
from blog.models import Article, SiteSettings
from tests.factories import make_article
from tests.moving.elsewhere import import_elsewhere
from tests.moving.files import make_wxr, make_zip

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BLOG_DATA_DIR = tmp_path / "data"
    # Addresses are asked for in this process: others would look into the database of the settings.
    monkeypatch.setattr(os, "cpu_count", lambda: 1)


@pytest.fixture
def export(tmp_path: Path, owner: User) -> Path:
    """Three articles with two comments each."""
    return make_wxr(tmp_path / "site.xml")


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as caught:
        call_command("import_wordpress", *map(str, arguments), "--yes")
    return int(caught.value.code or 0)


def test_blog_comes_along_and_every_address_is_proven(
    export: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(export) == 0
    told, progress = capfd.readouterr()
    assert Article.objects.published().count() == 3
    assert BlogComment.objects.public().count() == 6
    assert "article: 3 created" in told
    assert "Asking for every old address" in progress
    kept = ImportRun.objects.get()
    assert (kept.state, kept.report["proof"]["failed"]) == (RunState.DONE, 0)
    assert kept.report["proof"]["asked"] > 10


def test_twice_changes_nothing(export: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run(export)
    before = list(Article.objects.values())
    capfd.readouterr()
    assert run(export) == 0
    assert "article: 3 unchanged" in capfd.readouterr().out
    assert list(Article.objects.values()) == before
    assert ImportRun.objects.count() == 2


def test_trial_tells_and_stores_nothing(export: Path, capfd: pytest.CaptureFixture[str]) -> None:
    loader.load()
    before = Article.objects.count()
    assert run(export, "--dry-run", "--remove-demo") == 0
    told, progress = capfd.readouterr()
    assert "article: 3 created" in told
    assert "This was a trial: nothing was stored." in progress
    assert Article.objects.count() == before
    assert removal.is_present()
    kept = ImportRun.objects.get()
    assert kept.is_trial
    assert kept.report["proof"]["failed"] == 0


def test_zip_of_wordpress_com_is_taken_as_it_is(tmp_path: Path, export: Path) -> None:
    assert run(make_zip(tmp_path / "export.zip", {"site/site.001.xml": export.read_bytes()})) == 0
    assert Article.objects.count() == 3


def test_author_becomes_the_person_named(export: Path, alice: User) -> None:
    run(export, "--author", "author1=alice")
    assert set(Article.objects.values_list("author__username", flat=True)) == {"alice"}


def test_unknown_person_is_refused_before_anything_is_written(
    export: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(export, "--author", "author1=nobody") == 2
    assert "nobody" in capfd.readouterr().err
    assert not Article.objects.exists()


def test_demo_goes_when_that_is_wished_and_the_settings_are_taken_over(export: Path) -> None:
    loader.load()
    assert run(export, "--remove-demo") == 0
    assert not removal.is_present()
    assert set(Article.objects.values_list("slug", flat=True)) == {"tide-1", "tide-2", "tide-3"}
    SiteSettings.forget()
    assert SiteSettings.current().title == "Harbour Notes"


def test_demo_stays_otherwise_and_the_settings_are_taken_over_all_the_same(export: Path) -> None:
    loader.load()
    run(export)
    assert removal.is_present()
    SiteSettings.forget()
    assert SiteSettings.current().title == "Harbour Notes"


def test_address_that_leads_nowhere_is_exit_code_1(export: Path, capfd: pytest.CaptureFixture[str]) -> None:
    run(export)
    assert run(export, "--check-urls") == 0
    text = export.read_text().replace("tide-3", "tide-4").replace("<wp:post_id>103<", "<wp:post_id>104<")
    newer = export.with_name("newer.xml")
    newer.write_text(text)
    capfd.readouterr()
    assert run(newer, "--check-urls") == 1
    told = capfd.readouterr().out
    assert "/2019/05/04/tide-4/" in told
    assert not Article.objects.filter(slug="tide-4").exists()


def test_addresses_of_a_blog_that_was_never_imported_are_not_asked_for(
    export: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(export, "--check-urls") == 2
    assert "Nothing was imported from https://harbour.example yet:" in capfd.readouterr().err


def test_addresses_are_left_alone_when_that_is_wished(export: Path) -> None:
    assert run(export, "--no-check-urls") == 0
    assert ImportRun.objects.get().report["proof"] == {}


def test_report_is_json_and_a_file_too(
    export: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run(export, "--json", "--report", tmp_path / "report.txt")
    assert json.loads(capfd.readouterr().out)["counts"]["article"] == {"created": 3}
    assert json.loads((tmp_path / "report.txt").read_text())["counts"]["article"] == {"created": 3}


def test_report_that_has_no_place_is_refused_before_anything_is_written(
    export: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for place in (tmp_path / "nowhere" / "report.txt", tmp_path):
        assert run(export, "--report", place) == 2
        assert "The report cannot be written" in capfd.readouterr().err
    assert not ImportRun.objects.exists()
    assert not Article.objects.exists()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("<html></html>", "other.xml cannot be imported as “export of WordPress”: nothing in it is known"),
        ('{"db": [{}]}', "other.xml cannot be imported as “export of WordPress”: it is “export of Ghost”"),
    ],
)
def test_file_of_another_kind_is_refused_with_a_sentence(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], content: str, told: str
) -> None:
    path = tmp_path / "other.xml"
    path.write_text(content)
    assert run(path) == 2
    assert told in capfd.readouterr().err
    assert ImportRun.objects.get().state == RunState.FAILED


def test_file_with_entities_is_refused_whole(
    tmp_path: Path, owner: User, capfd: pytest.CaptureFixture[str]
) -> None:
    path = make_wxr(tmp_path / "bomb.xml")
    path.write_text(path.read_text().replace("<rss", '<!DOCTYPE x [<!ENTITY a "b">]><rss', 1))
    assert run(path) == 2
    assert "line 3" in capfd.readouterr().err
    assert not Article.objects.exists()


@pytest.mark.parametrize("arguments", [["missing.xml"], ["{}", "--media", "missing"]])
def test_what_is_not_there_is_named(
    export: Path, capfd: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    assert run(*(each.format(export) for each in arguments)) == 2
    assert "missing" in capfd.readouterr().err
    assert not ImportRun.objects.exists()


def test_second_import_at_the_same_time_is_refused(export: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with import_elsewhere():
        assert run(export) == 2
    assert "Another import is running" in capfd.readouterr().err
    assert not Article.objects.exists()
    assert run(export) == 0


def test_who_says_no_leaves_nothing_behind(export: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keyboard, terminal = os.openpty()
    os.write(keyboard, b"n\n")
    with os.fdopen(terminal, "r") as answers, os.fdopen(os.dup(terminal), "w") as screen:
        monkeypatch.setattr("sys.stdin", answers)
        monkeypatch.setattr("sys.stderr", screen)
        with pytest.raises(SystemExit) as caught:
            call_command("import_wordpress", str(export))
        monkeypatch.undo()
        shown = os.read(keyboard, 4096).decode()
    os.close(keyboard)
    assert caught.value.code == 2
    assert "Harbour Notes, https://harbour.example, " in shown
    assert not ImportRun.objects.exists()
    assert not Article.objects.exists()


def test_settings_of_a_blog_in_use_stay(export: Path, alice: User) -> None:
    make_article(alice)
    SiteSettings(title="Alice writes").save()
    assert run(export) == 0
    SiteSettings.forget()
    assert SiteSettings.current().title == "Alice writes"
