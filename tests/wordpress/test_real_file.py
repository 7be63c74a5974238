"""A real export that nobody here wrote, named by ``WXR_FILE``; ``WXR_MEDIA`` names its uploads, if there are.

The proof of addresses is clean when no address of a text, comment, archive or feed fails. Without
``WXR_MEDIA``, pictures and files are not there to be shown, so their addresses do not count.
"""

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from blog.comments.models import BlogComment
from blog.importing.models import ImportRun
from blog.models import Article, Category, Page, Redirect, Tag

FILE, MEDIA = os.environ.get("WXR_FILE", ""), os.environ.get("WXR_MEDIA", "")
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not FILE, reason="WXR_FILE names no export of a real blog"),
]
TABLES: tuple[Any, ...] = (Article, Page, Category, Tag, BlogComment, Redirect)


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BLOG_DATA_DIR = settings.MEDIA_ROOT = tmp_path
    # Addresses are asked for in this process: others would look into the database of the settings.
    monkeypatch.setattr(os, "cpu_count", lambda: 1)


def import_it() -> ImportRun:
    """Import the file as its owner would, and return what is known of the run."""
    with pytest.raises(SystemExit) as ended:
        call_command("import_wordpress", FILE, "--yes", *(["--media", MEDIA] if MEDIA else []))
    run = ImportRun.objects.latest("pk")
    assert ended.value.code in {0, 1}, run.error
    return run


def failures(run: ImportRun) -> list[dict[str, Any]]:
    """Return what failed, without what only media could show."""
    proof = run.report["proof"]
    assert proof["asked"] > 0
    found = [
        each
        for each in proof["failures"]
        if MEDIA or not (each["kind"] == "attachment" or "attachment_id=" in each["address"])
    ]
    assert len(proof["failures"]) == proof["failed"]
    return found


def test_every_address_is_kept_and_the_same_file_again_changes_nothing() -> None:
    first = import_it()
    assert failures(first) == []
    assert Article.objects.exists() or Page.objects.exists()
    before = {model: list(model.objects.order_by("pk").values()) for model in TABLES}
    again = import_it()
    assert failures(again) == []
    assert {model: list(model.objects.order_by("pk").values()) for model in TABLES} == before
    told = {kind: set(counts) for kind, counts in again.report["counts"].items()}
    changed = {kind for kind, outcomes in told.items() if outcomes & {"created", "updated"}}
    assert changed == set()
