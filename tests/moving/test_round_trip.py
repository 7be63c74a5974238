"""What moves out and in again is the same blog, whatever it is made of."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.management.color import no_style
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings

from blog.exporting import Choices
from blog.importing.models import ImportRun
from blog.importing.options import Options
from blog.importing.run import run_import
from blog.markdown_files.export import write_zip
from blog.markdown_files.reading import MarkdownReader
from blog.models import SiteSettings
from blog.wordpress.export import write_parts
from blog.wordpress.wxr import WxrReader
from tests.moving.compared_blogs import differences, state_of_blog
from tests.moving.generated_blogs import BLOGS, Blog, make

FORMATS = ["wordpress", "markdown"]
SHAPES = settings(
    max_examples=int(os.environ.get("ROUND_TRIPS", "20")),
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def export(format_name: str, folder: Path) -> list[Path]:
    """Write the blog as it is into the folder, in several parts where there can be some."""
    if format_name == "markdown":
        write_zip(folder / "blog.zip", Choices())
        return [folder / "blog.zip"]
    for old in folder.glob("*.xml"):
        old.unlink()
    return [part.path for part in write_parts(folder, "blog", Choices(), 10_000)]


def take_in(format_name: str, paths: list[Path], media: str = "") -> Any:
    """Import the files, and return the report."""
    reader: Any = MarkdownReader(paths) if format_name == "markdown" else WxrReader(paths)
    files = [{"name": path.name, "size": path.stat().st_size} for path in paths]
    options = Options(check_urls=False, media=media).to_json()
    run = ImportRun.objects.create(system=reader.system, files=files, options=options)
    return run_import(run, reader, lambda *_told: None)


OWN_TABLES = ("accounts_user", "blog_", "comments_", "django_comments", "importing_")  # all of them empty


class Undone:
    """A blog that is there for a while: within it, and then the database is empty again.

    Sequences know no transaction, and would give one blog the numbers that another came with.
    """

    def __enter__(self) -> None:
        self._atomic = transaction.atomic()
        self._atomic.__enter__()
        SiteSettings.forget()

    def __exit__(self, *error: Any) -> None:
        transaction.set_rollback(True)
        self._atomic.__exit__(*error)
        SiteSettings.forget()
        sequences = [
            each for each in connection.introspection.sequence_list() if each["table"].startswith(OWN_TABLES)
        ]
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_by_name_sql(no_style(), sequences):
                cursor.execute(statement)


@pytest.mark.django_db
@pytest.mark.parametrize("format_name", FORMATS)
@SHAPES
@given(blog=BLOGS)
def test_exported_blog_comes_back_the_same(format_name: str, tmp_path: Path, blog: Blog) -> None:
    with Undone():
        make(blog)
        before = state_of_blog()
        paths = export(format_name, tmp_path)
    with Undone():
        take_in(format_name, paths)
        assert differences(before, state_of_blog()) == []
        again = export(format_name, tmp_path)
    with Undone():  # and from what was imported, once more
        take_in(format_name, again)
        assert differences(before, state_of_blog()) == []
