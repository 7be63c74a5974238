"""An import from its beginning to its report."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accounts.models import User
from blog.comments.models import BlogComment
from blog.importing.models import Imported, ImportRun, Phase, RunState
from blog.models import Article, Category, Page, Redirect, SiteSettings, Tag
from tests.importing.shelf import MAY_15, SITE, article, comment, import_files, page

pytestmark = pytest.mark.django_db


def test_an_article_arrives_with_all_it_has() -> None:
    report = import_files([article(12, excerpt="Short.", is_sticky=True, body="One.\n\nTwo.")])
    stored = Article.objects.get()
    assert (stored.pk, stored.wordpress_id, stored.slug) == (12, 12, "article-12")
    assert stored.get_absolute_url() == "/2019/05/15/article-12/"
    assert (stored.title, stored.excerpt, stored.is_sticky) == ("Article 12", "Short.", True)
    assert stored.published_at == stored.updated_at == MAY_15 + timedelta(minutes=12)
    assert stored.author.username == "anna"
    assert [category.slug for category in stored.categories.all()] == ["news"]
    assert [tag.slug for tag in stored.tags.all()] == ["sea"]
    assert "One." in stored.body_html
    assert report.counts["article"] == {"created": 1}


def test_people_terms_and_settings_come_before_the_texts() -> None:
    import_files([])
    anna = User.objects.get(username="anna")
    assert (anna.pk, anna.wordpress_id, anna.display_name) == (7, 7, "Anna Author")
    assert not anna.has_usable_password()
    assert not anna.works_here
    assert Category.objects.get().wordpress_id == 3
    assert Tag.objects.get().wordpress_id == 4
    site = SiteSettings.current()
    assert (site.title, site.time_zone) == ("The old blog", "Europe/Berlin")


def test_pages_nest_whichever_comes_first() -> None:
    import_files([page(20, parent="21", slug="child"), page(21, slug="above")], [page(22, parent="20")])
    assert sorted(Page.objects.values_list("path", flat=True)) == [
        "above",
        "above/child",
        "above/child/page-22",
    ]
    assert not Imported.objects.exclude(missing=[]).exists()


def test_a_run_says_when_it_is_done() -> None:
    import_files([article(1)])
    run = ImportRun.objects.get()
    assert (run.state, run.phase) == (RunState.DONE, Phase.ADDRESSES)
    assert run.counts["article"] == {"created": 1}
    assert run.finished_at is not None


def test_comments_come_with_their_threads() -> None:
    report = import_files([article(1, [comment(5, "1", parent="6"), comment(6, "1")])])
    answer = BlogComment.objects.get(pk=5)
    assert (answer.parent_id, answer.article_id, answer.state) == (6, 1, "public")
    assert report.counts["comment"] == {"created": 2}


def test_importing_twice_changes_nothing() -> None:
    files = [article(1, [comment(5, "1")]), page(2)]
    import_files(files)
    before = list(Article.objects.values())
    report = import_files(files)
    assert list(Article.objects.values()) == before
    assert report.counts["article"] == {"unchanged": 1}
    assert report.counts["page"] == {"unchanged": 1}
    assert report.counts["comment"] == {"unchanged": 1}
    assert report.counts["person"] == {"unchanged": 1}


def test_new_rows_get_numbers_beyond_those_of_the_source(alice: User) -> None:
    import_files([article(1000)])
    assert Article.objects.create(title="Mine", author=alice).pk > 1000


def test_item_that_cannot_be_stored_is_left_out_alone(caplog: pytest.LogCaptureFixture) -> None:
    broken = article(2, title="NUL \0", author="new", categories=("fresh",))
    report = import_files([article(1), broken, article(3, author="new", categories=("fresh",))])
    assert sorted(Article.objects.values_list("pk", flat=True)) == [1, 3]
    assert report.skipped == {"not stored": 1}
    assert report.oddity_counts["not-stored"] == 1
    assert report.counts["article"] == {"created": 2}
    assert "cannot be stored" in caplog.text


def test_redirects_of_the_site_are_kept() -> None:
    import_files([], site=replace(SITE, redirects=(("/old/", "/new/"),)))
    assert Redirect.objects.get().get_target_url() == "/new/"
