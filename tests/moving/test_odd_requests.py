"""Numbers and files that the pages of “Move in” cannot have expected."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from blog.importing.folders import imports_folder
from tests.moving.files import make_wxr

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(owner: User, settings: Any, tmp_path: Path) -> Client:
    settings.BLOG_DATA_DIR = tmp_path / "data"
    client = Client()
    client.force_login(owner)
    return client


@pytest.fixture
def export(client: Client) -> Path:
    return make_wxr(imports_folder() / "site.xml")


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000, "\u0661", "0"])
def test_number_that_is_no_runs_is_not_found(client: Client, number: str) -> None:
    assert client.get(f"/admin/importing/importrun/{number}/change/").status_code == 404


def test_links_that_lead_nowhere_hide_no_other_file(client: Client, export: Path) -> None:
    folder = export.parent / "folder"
    folder.mkdir()
    (folder / "gone.jpg").symlink_to("/nowhere")
    (folder / "a.md").write_text("---\ntitle: A\n---\n")
    (export.parent / "gone.xml").symlink_to("/nowhere")
    page = client.get("/admin/importing/importrun/add/").content.decode()
    assert export.name in page
    assert "folder" in page
