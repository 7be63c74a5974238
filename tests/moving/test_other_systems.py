"""``import_ghost`` and ``import_disqus``, one after the other, as an owner would call them."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import User
from blog.comments.models import BlogComment
from blog.models import Article
from tests.disqus import exports as disqus
from tests.ghost import exports as ghost

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BLOG_DATA_DIR = tmp_path / "data"
    # Addresses are asked for in this process: others would look into the database of the settings.
    monkeypatch.setattr(os, "cpu_count", lambda: 1)


def run(command: str, path: Path, *more: str) -> int:
    with pytest.raises(SystemExit) as caught:
        call_command(command, str(path), *more, "--yes")
    return int(caught.value.code or 0)


def test_blog_of_ghost_and_its_comments_at_disqus_come_together(tmp_path: Path, owner: User) -> None:
    texts = ghost.write(tmp_path / "site.bin", [ghost.post(1), ghost.post(2)])
    talk = disqus.write(
        tmp_path / "talk.bin",
        disqus.thread(1, "https://harbour.example/tide-1/"),
        disqus.post(101, 1),
        disqus.post(102, 1, parent=101),
    )
    assert run("import_ghost", texts) == 0
    assert run("import_disqus", talk) == 0
    article = Article.objects.get(slug="tide-1")
    assert [comment.article for comment in BlogComment.objects.public()] == [article, article]
    assert run("import_disqus", talk, "--check-urls") == 0


def test_file_of_another_system_is_refused(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = ghost.write(tmp_path / "site.json", [ghost.post(1)])
    assert run("import_disqus", path) == 2
    assert "export of Ghost" in capfd.readouterr().err
    assert not Article.objects.exists()
