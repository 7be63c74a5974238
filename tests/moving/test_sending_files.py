"""Files are sent on “Move in”: whole with the form, or in slices; what lies there can be deleted."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from blog.importing.folders import imports_folder
from blog.importing.models import ImportRun, RunState
from blog.importing.options import DOWNLOAD, Options
from blog.moving import running
from tests.moving.files import make_wxr

pytestmark = pytest.mark.django_db
BEGIN = "/admin/importing/importrun/add/"
SLICE = "/admin/importing/importrun/slice/"


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.BLOG_DATA_DIR = tmp_path / "data"


@pytest.fixture
def client(owner: User) -> Client:
    """The owner's browser."""
    client = Client()
    client.force_login(owner)
    return client


def test_file_comes_with_a_form_and_is_ticked(client: Client, tmp_path: Path) -> None:
    path = make_wxr(tmp_path / "My export.xml")
    with path.open("rb") as file:
        page = client.post(BEGIN, {"send": "1", "upload": file}, follow=True).content.decode()
    assert (imports_folder() / "My-export.xml").read_bytes() == path.read_bytes()
    assert 'value="My-export.xml" checked' in page
    assert "export of WordPress" in page


def test_file_that_nobody_knows_cannot_be_ticked(client: Client) -> None:
    (imports_folder() / "notes.bin").write_bytes(b"notes")
    assert 'value="notes.bin" disabled' in client.get(BEGIN).content.decode()


def test_post_without_a_token_is_refused(owner: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(owner)
    query = "?name=a.xml&size=3&changed=1&offset=0"
    assert client.post(SLICE + query, b"abc", "application/octet-stream").status_code == 403
    assert client.post(BEGIN, {"look": "1"}).status_code == 403


def test_slices_make_a_file(client: Client) -> None:
    query = f"{SLICE}?name=a.xml&size=6&changed=1"
    kind = "application/octet-stream"
    assert client.post(query).json() == {"offset": 0}
    assert client.post(f"{query}&offset=0", b"abc", kind).json() == {"offset": 3, "kept": None}
    wrong = client.post(f"{query}&offset=0", b"abc", kind)
    assert (wrong.status_code, wrong.json()) == (409, {"offset": 3})
    assert client.post(f"{query}&offset=3", b"def", kind).json() == {"offset": 6, "kept": "a.xml"}
    assert (imports_folder() / "a.xml").read_bytes() == b"abcdef"


@pytest.mark.parametrize(
    "query",
    ["", "?name=a", "?name=a&size=x", "?name=a&size=-1", f"?name={'a' * 400}&size=1"],
)
def test_odd_slice_is_refused(client: Client, query: str) -> None:
    assert client.post(SLICE + query).status_code == 400
    assert client.get(SLICE + query).status_code == 405
    assert client.post(f"{SLICE}?name=%00&size=1").status_code == 400


def test_slice_of_a_file_beyond_the_limit_is_refused_with_a_sentence(client: Client, settings: Any) -> None:
    settings.BLOG_IMPORT_MAX_MB = 1
    answer = client.post(f"{SLICE}?name=a.xml&size=1048577&changed=1")
    assert answer.status_code == 400
    assert "larger than 1 MB" in answer.json()["error"]


def test_file_can_be_deleted(client: Client) -> None:
    export = make_wxr(imports_folder() / "site.xml")
    client.post(BEGIN, {"delete": "../secret"})
    assert export.exists()
    page = client.post(BEGIN, {"delete": "site.xml"}, follow=True).content.decode()
    assert "Deleted: site.xml" in page
    assert not export.exists()


def test_nothing_ticked_is_told(client: Client) -> None:
    page = client.post(BEGIN, {"look": "1"}, follow=True).content.decode()
    assert "Tick the files of one blog" in page
    assert not ImportRun.objects.exists()


def test_file_that_is_gone_is_named_on_the_page_of_its_import(client: Client) -> None:
    export = make_wxr(imports_folder() / "site.xml")
    client.post(BEGIN, {"look": "1", "file": "site.xml"})
    page = f"/admin/importing/importrun/{ImportRun.objects.get().pk}/change/"
    assert "send it again" not in client.get(page).content.decode()
    export.unlink()
    assert "site.xml is not here any more: send it again" in client.get(page).content.decode()


def test_file_from_elsewhere_takes_none_of_its_name_along(
    client: Client, tmp_path: Path, owner: User
) -> None:
    """A command may import any file of the server; what was sent under its name is another one."""
    export = make_wxr(imports_folder() / "site.xml")
    (imports_folder() / "download").touch()
    elsewhere = make_wxr(tmp_path / export.name)
    run = running.begin("wordpress", [elsewhere], Options(media=DOWNLOAD), is_trial=False, started_by=owner)
    run.state = RunState.DONE
    run.save()
    page = f"/admin/importing/importrun/{run.pk}/change/"
    assert "Delete the sent files" not in client.get(page).content.decode()
    client.post(page, {"do": "delete-files"})
    assert export.exists()
    assert (imports_folder() / "download").exists()
