"""“Move in”: who may see it, the choices, and what each state of a run shows."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from blog.demo import loader
from blog.importing.folders import imports_folder
from blog.importing.models import ImportRun, RunState
from blog.importing.options import DOWNLOAD, Options
from blog.importing.records import Oddity
from blog.importing.report import Report
from blog.moving import running, watching
from tests.factories import make_author
from tests.moving.files import make_tar, make_wxr

pytestmark = pytest.mark.django_db
LIST = "/admin/importing/importrun/"
BEGIN = f"{LIST}add/"
SLICE = f"{LIST}slice/"


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.BLOG_DATA_DIR = tmp_path / "data"


@pytest.fixture
def client(owner: User) -> Client:
    """The owner's browser."""
    client = Client()
    client.force_login(owner)
    return client


@pytest.fixture
def export() -> Path:
    """The export of a blog of two authors, laid into the folder."""
    return make_wxr(imports_folder() / "site.xml", authors=2)


def look_over(client: Client) -> ImportRun:
    client.post(BEGIN, {"look": "1", "file": "site.xml"})
    run = ImportRun.objects.get()
    running.look_over(run)
    return run


def page_of(client: Client, run: ImportRun, query: str = "") -> str:
    answer = client.get(f"{LIST}{run.pk}/change/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    "path", [LIST, BEGIN, SLICE, f"{LIST}out/", f"{LIST}out/blog.xml", f"{LIST}1/change/"]
)
def test_only_those_who_may_import_see_it(path: str) -> None:
    author, visitor = Client(), Client()
    author.force_login(make_author("anna"))
    assert author.get(path).status_code == 403
    assert visitor.get(path)["Location"].startswith("/admin/login/")


def test_side_bar_names_both_ways(client: Client) -> None:
    page = client.get("/admin/").content.decode()
    assert f'href="{LIST}"' in page
    assert f'href="{LIST}out/"' in page
    assert "Move in" in page
    assert "Move out" in page


def test_choices_show_what_the_files_say(client: Client, export: Path, owner: User) -> None:
    loader.load()
    make_tar(imports_folder() / "media.tar", {"2019/05/ship.jpg": b"picture"})
    User.objects.filter(pk=owner.pk).update(email="author2@harbour.example")
    run = look_over(client)
    page = page_of(client, run)
    assert "Harbour Notes, https://harbour.example" in page
    assert "Waits for your choices" in page
    form = client.get(f"{LIST}{run.pk}/change/").context["form"]
    assert form["author_0"].initial == ""
    assert form["author_1"].initial == "olga", "the same address"
    assert form["pictures"].initial == "kept:media.tar"
    assert "remove_demo" in form.fields


def test_single_author_is_most_likely_who_imports(client: Client) -> None:
    make_wxr(imports_folder() / "site.xml")
    run = look_over(client)
    assert client.get(f"{LIST}{run.pk}/change/").context["form"]["author_0"].initial == "olga"


def test_choices_become_the_options_of_a_trial(client: Client, export: Path, alice: User) -> None:
    run = look_over(client)
    chosen = {"do": "try", "pictures": "", "markdown": "on", "check_urls": "on", "author_0": "alice"}
    client.post(f"{LIST}{run.pk}/change/", chosen)
    run.refresh_from_db()
    assert (run.state, run.is_trial) == (RunState.WAITING, True)
    assert Options.from_json(run.options) == Options(authors={"author1": "alice"}, markdown=True)
    assert "Waits for the worker" in page_of(client, run)


def test_person_who_is_not_here_is_refused_next_to_the_field(client: Client, export: Path) -> None:
    run = look_over(client)
    answer = client.post(f"{LIST}{run.pk}/change/", {"do": "import", "pictures": "", "author_0": "nobody"})
    assert "is not one of the available choices" in answer.content.decode()
    run.refresh_from_db()
    assert run.state == RunState.STOPPED


def test_file_that_cannot_be_read_is_told_on_its_page(client: Client, export: Path) -> None:
    text = export.read_text().replace("<rss", '<!DOCTYPE x [<!ENTITY a "b">]><rss', 1)
    export.write_text(text)
    run = look_over(client)
    page = page_of(client, run)
    assert "Failed" in page
    assert "line 3" in page


def tried(client: Client) -> ImportRun:
    run = look_over(client)
    client.post(f"{LIST}{run.pk}/change/", {"do": "try", "pictures": "", "author_0": "", "author_1": ""})
    run.refresh_from_db()
    report = Report()
    report.count("article", "created", 3)
    report.count("comment", "kept", 1)
    report.skip("revisions", 7)
    report.kept = ["comment 12"]
    for number in range(201):
        report.tell(Oddity("no-date", f"article {number}", "It <b>has</b> none.", 5, "site.xml"))
    failure = {
        "kind": "article",
        "address": "/old/",
        "verdict": "failed",
        "status": 404,
        "reason": "status 404",
    }
    report.proof = {"asked": 9, "failed": 1, "counts": {"article": {"failed": 1}}, "failures": [failure]}
    run.state, run.report = RunState.DONE, report.as_json()
    run.save()
    return run


def test_report_tells_everything_and_escapes_it(client: Client, export: Path) -> None:
    page = page_of(client, tried(client))
    assert "This was a trial: nothing was stored." in page
    for told in ("Articles", "7 × revisions", "comment 12", "No date (201)", "and 1 more", "line 5"):
        assert told in page
    assert "It &lt;b&gt;has&lt;/b&gt; none." in page
    assert "1 of 9 leads nowhere" in page
    assert "<code>/old/</code>: status 404" in page


@pytest.mark.parametrize(("form", "word"), [("txt", "article: 3 created"), ("json", '"created": 3')])
def test_report_is_a_file_too(client: Client, export: Path, form: str, word: str) -> None:
    answer = client.get(f"{LIST}{tried(client).pk}/report.{form}")
    assert word in answer.content.decode()
    assert answer["Content-Disposition"].startswith("attachment")


def test_report_of_another_form_is_not_there(client: Client, export: Path) -> None:
    run = tried(client)
    assert client.get(f"{LIST}{run.pk}/report.exe").status_code == 404
    assert client.get(f"{LIST}{run.pk}/report.jsonl").status_code == 404


def test_import_after_the_trial_has_the_same_choices(client: Client, export: Path, owner: User) -> None:
    trial = tried(client)
    client.post(f"{LIST}{trial.pk}/change/", {"do": "import"})
    run = ImportRun.objects.first()
    assert run
    assert run != trial
    assert (run.state, run.is_trial, run.started_by) == (RunState.WAITING, False, owner)
    assert run.files == trial.files
    assert Options.from_json(run.options) == Options.from_json(trial.options)


def test_choices_can_be_changed_after_the_trial(client: Client, export: Path) -> None:
    trial = tried(client)
    form = client.get(f"{LIST}{trial.pk}/change/?choices=1").context["form"]
    assert form["pictures"].initial == ""
    chosen = {"do": "try", "pictures": DOWNLOAD, "author_0": "", "author_1": ""}
    client.post(f"{LIST}{trial.pk}/change/?choices=1", chosen)
    assert ImportRun.objects.count() == 2
    run = ImportRun.objects.first()
    assert run
    assert run.is_trial
    assert Options.from_json(run.options).media == DOWNLOAD


def test_running_import_can_be_watched_and_stopped(client: Client, export: Path) -> None:
    run = look_over(client)
    run.state, run.options = RunState.RUNNING, run.options | {"chosen": True}
    run.save()
    tell = watching.watched(run, lambda *_told: None)
    tell("texts", 1024, 4096, {"article": {"created": 1200}, "comment": {"created": 1}})
    told = client.get(f"{LIST}{run.pk}/progress/").json()
    assert (told["standing"], told["percent"]) == ("running", 25)
    assert told["text"] == "1,200 articles · 1 comment"
    page = page_of(client, run)
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    assert 'max="100" value="25"' in page
    client.post(f"{LIST}{run.pk}/change/", {"do": "stop"})
    assert watching.was_asked_to_stop(run)
    assert client.get(f"{LIST}{run.pk}/progress/").json()["phase"] == "Stopping after this portion"


def test_waiting_import_is_taken_back_at_once_and_can_go_on(client: Client, export: Path) -> None:
    run = tried(client)
    run.state = RunState.WAITING
    run.save()
    client.post(f"{LIST}{run.pk}/change/", {"do": "stop"})
    assert ImportRun.objects.get().state == RunState.STOPPED
    assert "Go on" in page_of(client, run)
    client.post(f"{LIST}{run.pk}/change/", {"do": "go-on"})
    assert ImportRun.objects.get().state == RunState.WAITING


def test_sent_files_can_be_deleted_afterwards(client: Client, export: Path) -> None:
    run = tried(client)
    run.is_trial = False
    run.save()
    assert "Delete the sent files" in page_of(client, run)
    client.post(f"{LIST}{run.pk}/change/", {"do": "delete-files"})
    assert not export.exists()
    assert "Delete the sent files" not in page_of(client, run)


def test_list_asks_few_questions(client: Client, export: Path, django_assert_max_num_queries: Any) -> None:
    run = look_over(client)
    for _time in range(20):
        run.pk = None
        run.save()
    with django_assert_max_num_queries(12):
        client.get(LIST)


def test_run_that_is_not_there_is_not_found(client: Client) -> None:
    for number in ("0", "x", "99999999999999999999"):
        assert client.get(f"{LIST}{number}/change/").status_code == 404
