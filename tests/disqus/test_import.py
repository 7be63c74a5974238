"""Comments of Disqus stand under the articles that have the threads' addresses."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from blog.comments.models import BlogComment
from blog.disqus import DisqusReader
from blog.importing.models import ImportRun, Phase, RunState
from blog.importing.options import StopImport
from blog.importing.proof.asking import within_one_connection
from blog.importing.report import Report
from blog.importing.run import run_import
from blog.models import Article, Page, Redirect
from tests.disqus.exports import post, thread, write
from tests.factories import make_article, make_comment, make_page
from tests.importing.shelf import ignore
from tests.importing.tables import OF_THE_IMPORT, differences, read_tables

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _apart(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.BLOG_DATA_DIR = tmp_path
    with within_one_connection():
        yield


def bring(path: Path, *, is_trial: bool = False, check_urls: bool = True) -> Report:
    run = ImportRun.objects.create(
        system="disqus",
        files=[{"name": path.name, "size": path.stat().st_size, "digest": ""}],
        options={"check_urls": check_urls},
        is_trial=is_trial,
    )
    return run_import(run, DisqusReader([path]), ignore)


def keys_under(item: Article | Page) -> list[str]:
    comments = BlogComment.objects.filter(**{type(item).__name__.lower(): item}).order_by("path")
    return [f"{'>' * comment.level}{comment.public_id}" for comment in comments]


def test_comments_stand_under_what_has_the_address(tmp_path: Path) -> None:
    tide = make_article(title="Tide", slug="tide")
    about = make_page(title="About", slug="about")
    moved = make_article(title="Fog", slug="fog")
    Redirect.objects.create(old_path="/old/fog.html", article=moved)
    path = write(
        tmp_path / "a.xml",
        thread(1, "https://harbour.example/2019/05/15/tide/?utm_source=mail"),
        thread(2, "http://www.harbour.example/about"),
        thread(3, "https://harbour.example/old/fog.html"),
        thread(4, "https://harbour.example/amp-page/", f"{tide.pk} https://harbour.example/?p={tide.pk}"),
        post(7_000_000_101, 1),
        post(7_000_000_102, 1, "<p>Yes. <script>alert(1)</script></p>", parent=7_000_000_101),
        post(7_000_000_103, 2),
        post(7_000_000_104, 3),
        post(7_000_000_105, 4),
    )
    report = bring(path)
    assert keys_under(tide) == ["7000000101", ">7000000102", "7000000105"]
    assert keys_under(about) == ["7000000103"]
    assert keys_under(moved) == ["7000000104"]
    assert report.counts["comment"] == {"created": 5}
    assert Redirect.objects.get(old_path="/amp-page").article == tide
    assert "script" not in BlogComment.objects.get(wordpress_id=7_000_000_102).comment_html
    assert report.proof["failed"] == 0, report.proof["failures"]
    assert report.proof["counts"] == {"thread": {"found": 4}, "comment": {"found": 5}}
    assert "unknown-thread" not in report.oddity_counts


def test_thread_that_nothing_here_has_is_told_once(tmp_path: Path) -> None:
    make_article(title="Tide", slug="tide")
    path = write(
        tmp_path / "a.xml",
        thread(1, "https://harbour.example/nowhere/"),
        *(post(number, 1) for number in range(101, 240)),
        post(300, 99),
    )
    report = bring(path)
    assert not BlogComment.objects.exists()
    assert not Redirect.objects.exists()
    assert report.oddity_counts["unknown-thread"] == 2
    assert "https://harbour.example/nowhere/" in report.oddities[0].detail
    assert report.skipped == {"comment: no-text": 140}
    assert report.proof["asked"] == 0


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    make_article(title="Tide", slug="tide")
    path = write(
        tmp_path / "a.xml",
        thread(1, "/2019/05/15/tide/"),
        post(101, 1),
        post(102, 1, parent=101),
        post(103, 1),
    )
    bring(path)
    BlogComment.objects.get(wordpress_id=103).delete()
    before = read_tables(without=OF_THE_IMPORT)
    report = bring(path)
    assert differences(read_tables(without=OF_THE_IMPORT), before) == {}
    assert report.counts["comment"] == {"unchanged": 2, "skipped": 1}


def test_number_of_a_comment_that_is_here_already_is_left_to_it(tmp_path: Path) -> None:
    article = make_article(title="Tide", slug="tide")
    native = make_comment(article)
    path = write(tmp_path / "a.xml", thread(1, "/2019/05/15/tide/"), post(native.pk, 1, "<p>Another</p>"))
    report = bring(path)
    assert report.counts["comment"] == {"created": 1}
    assert sorted(article.comments.values_list("comment", flat=True)) == ["<p>Another</p>", "A fine walk."]
    assert bring(path).counts["comment"] == {"unchanged": 1}


def test_trial_leaves_nothing(tmp_path: Path) -> None:
    make_article(title="Tide", slug="tide")
    path = write(tmp_path / "a.xml", thread(1, "/2019/05/15/tide/"), post(101, 1))
    before = read_tables()
    report = bring(path, is_trial=True)
    assert report.counts["comment"] == {"created": 1}
    assert report.proof["counts"] == {"thread": {"found": 1}, "comment": {"found": 1}}
    assert differences(read_tables(), before) == {}


def test_stopped_import_goes_on_to_the_same_rows(tmp_path: Path) -> None:
    articles = [make_article(title=f"Tide {n}", slug=f"tide-{n}") for n in range(3)]
    threads = [thread(n, f"/2019/05/15/tide-{n}/") for n in range(3)]
    # Portions end with each file.
    paths = [
        write(tmp_path / "a.xml", *threads, *(post(n, n % 3) for n in range(1001, 1100))),
        write(tmp_path / "b.xml", *threads, *(post(n, n % 3, parent=n - 300) for n in range(1301, 1400))),
    ]

    def stop(phase: str, done: int, total: int, counts: Mapping[str, Mapping[str, int]]) -> None:
        if phase == Phase.TEXTS and done:
            raise StopImport

    files = [{"name": path.name, "size": path.stat().st_size, "digest": ""} for path in paths]
    run = ImportRun.objects.create(system="disqus", files=files, options={"check_urls": False})
    with suppress(StopImport):
        run_import(run, DisqusReader(paths), stop)
    assert BlogComment.objects.count() == 99
    run = ImportRun.objects.get(pk=run.pk)
    assert run.state == RunState.STOPPED
    report = run_import(run, DisqusReader(paths), ignore)
    assert report.counts["comment"] == {"created": 198}
    assert sum(len(keys_under(article)) for article in articles) == 198
    assert ">1301" in keys_under(articles[1301 % 3])
