"""A Ghost blog comes along: texts, people, tags, pictures, comments, and every address."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import PIL.Image
import pytest
from django.test import Client

from blog.comments.models import BlogComment
from blog.ghost import GhostReader
from blog.importing.models import ImportRun, Phase, RunState
from blog.importing.options import StopImport
from blog.importing.proof.asking import within_one_connection
from blog.importing.report import Report
from blog.importing.run import run_import
from blog.models import Article, Image, Page, SiteSettings
from tests.factories import make_article
from tests.ghost.exports import HERE, post, write
from tests.importing.shelf import ignore
from tests.importing.tables import OF_THE_IMPORT, differences, read_tables

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _apart(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.BLOG_DATA_DIR = tmp_path / "data"
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.BLOG_DATA_DIR.mkdir()
    with within_one_connection():
        yield


def new_run(path: Path, **fields: Any) -> ImportRun:
    files = [{"name": path.name, "size": path.stat().st_size, "digest": ""}]
    return ImportRun.objects.create(system="ghost", files=files, **fields)


def bring(path: Path, *, is_trial: bool = False, **options: Any) -> Report:
    return run_import(new_run(path, options=options, is_trial=is_trial), GhostReader([path]), ignore)


def test_blog_comes_along_with_every_address(tmp_path: Path) -> None:
    about = post(9, type="page", slug="about", title="About")
    hidden = post(8, visibility="paid", html="<p>For members</p>")
    report = bring(write(tmp_path / "a.json", [post(1), post(2, status="draft"), about, hidden]))
    assert report.counts["article"] == {"created": 3}
    assert report.counts["page"] == {"created": 1}
    article = Article.objects.get(slug="tide-1")
    assert article.get_absolute_url() == "/tide-1/"
    assert "What the tide brought, 1." in article.body_html
    assert (str(article.author), [str(tag) for tag in article.tags.all()]) == ("Anna Author", ["Sea"])
    assert Article.objects.get(slug="tide-8").status == "private"
    assert SiteSettings.current().title == "Harbour Notes"
    assert report.proof["failed"] == 0, report.proof["failures"]
    assert report.proof["counts"] == {
        "article": {"found": 1},
        "page": {"found": 1},
        "site": {"found": 1},
        "feed": {"found": 3},  # of the site, the tag, the author
        "archive": {"found": 2},
    }


def test_blog_in_use_keeps_its_structure_and_old_addresses_lead_there(tmp_path: Path) -> None:
    make_article(title="Mine", slug="mine")
    report = bring(write(tmp_path / "a.json", [post(1)]))
    assert Article.objects.get(slug="tide-1").get_absolute_url() == "/2019/05/02/tide-1/"
    assert report.proof["failed"] == 0, report.proof["failures"]
    assert "settings-kept" in report.oddity_counts


def test_pictures_come_from_the_folder_and_are_shown(tmp_path: Path, client: Client) -> None:
    folder = tmp_path / "content" / "images" / "2020" / "05"
    folder.mkdir(parents=True)
    buffer = BytesIO()
    PIL.Image.new("RGB", (600, 400), "navy").save(buffer, "PNG")
    (folder / "a.png").write_bytes(buffer.getvalue())
    html = (
        f'<p><img src="{HERE}/content/images/2020/05/a.png" alt="A"></p><img src="/content/images/gone.png">'
    )
    path = write(
        tmp_path / "a.json", [post(1, html=html, feature_image=f"{HERE}/content/images/2020/05/a.png")]
    )
    report = bring(path, media=str(tmp_path / "content"))
    assert report.counts["attachment"]["created"] == 1
    article = Article.objects.get()
    assert article.featured_image == Image.objects.get()
    assert 'src="/media/' in article.body_html
    assert report.proof["counts"]["attachment"] == {"found": 1, "failed": 1}
    assert [failure["address"] for failure in report.proof["failures"]] == ["/content/images/gone.png"]
    assert bring(path, media=str(tmp_path / "content")).counts["attachment"]["unchanged"] == 1
    kept = Image.objects.get().get_absolute_url()
    for old in ("2020/05/a.png", "size/w600/2020/05/a.png", "size/w600/format/webp/2020/05/a.png"):
        address, steps = f"/content/images/{old}", 0
        while address != kept:
            address, steps = client.get(address)["Location"], steps + 1
        assert steps <= 2


def test_comments_stand_in_their_threads(tmp_path: Path) -> None:
    rows = [
        {
            "id": "c2",
            "post_id": "p1",
            "member_id": "m1",
            "parent_id": "c1",
            "status": "published",
            "html": "<p>B</p>",
        },
        {"id": "c1", "post_id": "p1", "member_id": "m1", "status": "published", "html": "<p>A</p>"},
        {"id": "c3", "post_id": "gone", "status": "published", "html": "<p>C</p>"},
    ]
    path = write(tmp_path / "a.json", [post(1)], comments=rows, members=[{"id": "m1", "name": "Mia"}])
    report = bring(path)
    first, second = BlogComment.objects.order_by("path")
    assert (first.comment, second.comment, second.parent_id) == ("<p>A</p>", "<p>B</p>", first.pk)
    assert first.author_name == "Mia"
    assert report.skipped == {"comment: no-text": 1}
    assert bring(path).counts["comment"] == {"unchanged": 2, "skipped": 1}


def test_the_same_file_again_changes_nothing_and_a_newer_one_what_has_changed(tmp_path: Path) -> None:
    bring(write(tmp_path / "a.json", [post(1), post(2), post(3)]))
    edited = Article.objects.get(slug="tide-2")
    edited.title = "Mine now"
    edited.save()
    before = read_tables(without=OF_THE_IMPORT)
    assert bring(tmp_path / "a.json").counts["article"] == {"unchanged": 3}
    assert differences(read_tables(without=OF_THE_IMPORT), before) == {}
    newer = write(tmp_path / "b.json", [post(1, title="New"), post(2, title="Newer"), post(3)])
    report = bring(newer)
    assert report.counts["article"] == {"updated": 1, "kept": 1, "unchanged": 1}
    assert sorted(Article.objects.values_list("title", flat=True)) == ["Mine now", "New", "Tide 3"]


def test_trial_leaves_nothing(tmp_path: Path) -> None:
    before = read_tables()
    report = bring(write(tmp_path / "a.json", [post(1)]), is_trial=True)
    assert report.counts["article"] == {"created": 1}
    assert report.proof["failed"] == 0, report.proof["failures"]
    assert differences(read_tables(), before) == {}


def test_stopped_import_goes_on_to_the_same_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("blog.importing.portions.MOST_ITEMS", 4)
    comments = [
        {"id": f"c{n}", "post_id": f"p{n % 10}", "status": "published", "html": "x"} for n in range(300)
    ]
    path = write(tmp_path / "a.json", [post(n) for n in range(10)], comments=comments)
    stops = iter([1, 2, 3])

    def stop(phase: str, done: int, total: int, counts: Mapping[str, Mapping[str, int]]) -> None:
        if phase == Phase.TEXTS and done and next(stops, 0):
            raise StopImport

    run = new_run(path, options={"check_urls": False})
    for _ in range(3):
        with suppress(StopImport):
            run_import(run, GhostReader([path]), stop)
        run = ImportRun.objects.get(pk=run.pk)
        assert run.state == RunState.STOPPED
    report = run_import(run, GhostReader([path]), ignore)
    assert (Article.objects.count(), BlogComment.objects.count(), Page.objects.count()) == (10, 300, 0)
    assert report.counts["article"] == {"created": 10}
    assert report.counts["comment"] == {"created": 300}
