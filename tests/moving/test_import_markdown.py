"""Folders and archives of Markdown, imported by the command."""

from pathlib import Path

import pytest
from django.core.management import call_command

from blog.exporting import Choices
from blog.markdown_files.export import write_zip
from blog.models import Article, Image
from blog.moving.kinds import Kind, kind_of
from tests import factories
from tests.markdown_files.trees import write
from tests.moving.test_pictures_round_trip import picture

pytestmark = pytest.mark.django_db


def run(path: Path) -> int:
    with pytest.raises(SystemExit) as ended:
        call_command("import_markdown", str(path), "--yes", "--no-check-urls")
    return int(ended.value.code or 0)


def test_site_of_jekyll_arrives_with_its_pictures(tmp_path: Path) -> None:
    factories.make_user("olga", is_superuser=True)
    folder = write(
        tmp_path / "site",
        {
            "_config.yml": "url: https://boats.example\ntitle: Boats",
            "_posts/2019-05-15-boats.md": "---\ntitle: Boats\n---\n![A boat](/assets/boat.png)",
            "assets/boat.png": picture("navy").getvalue(),
        },
    )
    assert run(folder) == 0
    article, image = Article.objects.get(), Image.objects.get()
    assert (article.title, article.slug) == ("Boats", "boats")
    assert image.original_path == "assets/boat.png"
    assert "/wp-content/uploads/assets/boat.png" in article.body


def test_own_export_is_known_by_what_it_holds(tmp_path: Path) -> None:
    factories.make_comment(factories.make_article())
    write_zip(tmp_path / "blog.zip", Choices())
    assert kind_of(tmp_path / "blog.zip") == Kind.MARKDOWN


def test_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("nothing")
    assert run(tmp_path / "a.txt") == 2
    assert not Article.objects.exists()
