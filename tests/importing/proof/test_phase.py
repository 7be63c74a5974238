"""The last phase of an import: every old address of its files."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Picture

from blog.importing.folders import listing_path
from blog.importing.models import ImportRun
from blog.importing.options import Options
from blog.importing.proof.asking import within_one_connection
from blog.importing.run import run_import
from blog.models import Article
from tests.importing.shelf import ListReader, article, attachment, import_files, new_run, page

pytestmark = pytest.mark.django_db
FILE = [article(12), page(20), attachment(30)]
PROVED = Options(check_urls=True).to_json()


@pytest.fixture(autouse=True)
def _apart(settings: Any, tmp_path: Any) -> Iterator[None]:
    settings.BLOG_DATA_DIR = tmp_path
    with within_one_connection():
        yield


def test_every_address_of_the_files_is_asked_for() -> None:
    report = import_files(FILE, options=PROVED)
    assert report.proof["counts"]["article"] == {"found": 1}
    assert report.proof["counts"]["page"] == {"found": 1}
    assert report.proof["counts"]["archive"] == {"found": 6}  # year, month, day, category, tag, author
    assert {failure["address"] for failure in report.proof["failures"]} == {
        "/wp-content/uploads/2019/05/picture-30.jpg",
        "/?attachment_id=30",
    }
    assert report.failed_addresses == 2


def test_the_findings_are_listed_one_by_one() -> None:
    report = import_files(FILE, options=PROVED)
    lines = listing_path(ImportRun.objects.get().pk).read_text("utf-8").splitlines()
    assert len(lines) == report.proof["asked"]
    assert {json.loads(line)["address"] for line in lines} >= {"/2019/05/15/article-12/", "/?page_id=20"}


def test_the_report_names_what_fails() -> None:
    text = import_files(FILE, options=PROVED).as_text()
    assert "2 failed" in text
    assert "/?attachment_id=30: it answers with status 404" in text


def test_a_trial_proves_what_it_takes_back() -> None:
    report = import_files(FILE, options=PROVED, is_trial=True)
    assert report.proof["counts"]["article"] == {"found": 1}
    assert not Article.objects.exists()


def test_a_trial_counts_files_as_found_that_the_import_would_bring(tmp_path: Path) -> None:
    """It writes no file, so what shows files cannot be asked; whether they are there was looked at."""
    (tmp_path / "old/2019/05").mkdir(parents=True)
    Picture.new("RGB", (40, 30), "teal").save(tmp_path / "old/2019/05/picture-30.jpg")
    options = PROVED | {"media": str(tmp_path / "old")}
    report = import_files([*FILE, attachment(31)], options=options, is_trial=True)
    assert {failure["address"] for failure in report.proof["failures"]} == {
        "/wp-content/uploads/2019/05/picture-31.jpg",
        "/?attachment_id=31",
    }


def test_it_may_be_left_out() -> None:
    assert import_files(FILE, options=Options(check_urls=False).to_json()).proof == {}


def test_progress_goes_through_all_files_twice() -> None:
    told: list[tuple[int, int]] = []
    files = [[article(number) for number in range(1, 31)], [attachment(number) for number in range(40, 60)]]

    def progress(phase: str, done: int, total: int, counts: Any) -> None:
        if phase == "addresses":
            told.append((done, total))

    run_import(new_run(files), ListReader(files), progress)
    assert told[-1] == (100_000, 100_000)
    assert told == sorted(told)
    assert len(told) > 2
