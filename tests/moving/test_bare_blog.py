"""Moving in and out before the blog was ever started: an empty data folder, no database yet."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from blog.embedded_postgres import client
from tests.moving.files import make_wxr
from tests.running_blog import ROOT


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "data"
    client.stop(tmp_path / "data" / "postgres")


def manage(data: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *map(str, arguments)],
        env={"PATH": os.environ["PATH"], "HOME": os.environ["HOME"], "BLOG_DATA_DIR": str(data)},
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def test_first_of_all_a_blog_moves_in_and_out_again(data: Path, tmp_path: Path) -> None:
    moved_in = manage(data, "import_wordpress", make_wxr(tmp_path / "site.xml"))
    assert (moved_in.returncode, "Traceback" in moved_in.stderr) == (0, False), moved_in.stderr
    assert "article: 3 created" in moved_in.stdout
    assert ", 0 failed" in moved_in.stdout
    assert "Password:" in moved_in.stderr  # the owner is made, and is nobody of the old blog
    moved_out = manage(data, "export_wordpress", "--output", "-")
    assert (moved_out.returncode, moved_out.stdout.count("<item>")) == (0, 3), moved_out.stderr
    assert "Password:" not in moved_out.stderr


def test_files_of_markdown_may_be_the_first_of_all_too(data: Path, tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "one.md").write_text("---\ntitle: One\ndate: 2019-05-15\n---\nTide.\n", "utf-8")
    moved_in = manage(data, "import_markdown", tmp_path / "old", "--no-check-urls")
    assert (moved_in.returncode, "Traceback" in moved_in.stderr) == (0, False), moved_in.stderr
    assert "article: 1 created" in moved_in.stdout


def test_export_of_a_blog_that_was_never_started_is_empty(data: Path, tmp_path: Path) -> None:
    written = manage(data, "export_wordpress", "--output", "-")
    assert (written.returncode, written.stdout.count("<item>")) == (0, 0), written.stderr
    archive = manage(data, "export_markdown", "--output", tmp_path / "blog.zip")
    assert archive.returncode == 0, archive.stderr
    assert (tmp_path / "blog.zip").exists()
