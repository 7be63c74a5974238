"""“Move out”: the whole blog as a download, and the exports that are kept."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from blog.markdown_files.export import keeping
from tests.factories import make_article

pytestmark = pytest.mark.django_db
OUT = "/admin/importing/importrun/out/"


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.BLOG_DATA_DIR = tmp_path / "data"


@pytest.fixture
def client(owner: User) -> Client:
    """The owner's browser; the blog has an article and a draft."""
    make_article(owner, title="Ships & harbours")
    make_article(owner, title="Not yet", status="draft")
    client = Client()
    client.force_login(owner)
    return client


def body(answer: Any) -> bytes:
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    assert "no-store" in answer["Cache-Control"]
    return b"".join(answer.streaming_content)


def test_blog_is_a_file_of_wordpress(client: Client) -> None:
    told = body(client.get(f"{OUT}blog.xml")).decode()
    assert told.rstrip().endswith("</rss>")
    assert "Ships &" in told
    assert "Not yet" in told


def test_blog_is_an_archive_of_markdown(client: Client) -> None:
    archive = zipfile.ZipFile(io.BytesIO(body(client.get(f"{OUT}blog.zip"))))
    assert any(name.endswith("a-walk-along-the-harbour.md") or "ships" in name for name in archive.namelist())


def test_what_is_ticked_is_left_out(client: Client) -> None:
    told = body(client.get(f"{OUT}blog.xml?exclude=drafts&exclude=nonsense")).decode()
    assert "Not yet" not in told


def test_other_forms_are_not_there(client: Client) -> None:
    assert client.get(f"{OUT}blog.exe").status_code == 404


def test_kept_exports_are_listed_given_out_and_deleted(client: Client, settings: Any) -> None:
    path = keeping.keep_export()
    (settings.BLOG_DATA_DIR / "secret_key").write_text("secret")
    assert path.name in client.get(OUT).content.decode()
    assert zipfile.is_zipfile(io.BytesIO(body(client.get(f"{OUT}kept/{path.name}"))))
    assert client.get(f"{OUT}kept/..%2Fsecret_key").status_code == 404
    client.post(OUT, {"delete": "../secret_key"})
    assert path.exists()
    page = client.post(OUT, {"delete": path.name}, follow=True).content.decode()
    assert f"Deleted: {path.name}" in page
    assert not path.exists()
