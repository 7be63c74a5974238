"""What becomes of articles and pages: addresses, numbers, states, and what was changed here."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from blog.importing.models import Imported
from blog.models import Article, Like, Page, Redirect, SiteSettings
from tests.factories import make_article, make_page
from tests.importing.shelf import MAY_15, SITE, article, import_files, page

pytestmark = pytest.mark.django_db
LATER = MAY_15 + timedelta(days=100)


def only() -> Article:
    return Article.objects.get()


def test_edited_here_stays_and_is_told() -> None:
    import_files([article(1)])
    mine = only()
    mine.title = "Mine"
    mine.save()
    report = import_files([article(1, title="Theirs", updated_at=LATER)])
    assert only().title == "Mine"
    assert report.counts["article"] == {"kept": 1}
    assert report.kept == ["article 1, “Theirs”"]
    assert import_files([article(1, title="Theirs", updated_at=LATER)]).counts["article"] == {"unchanged": 1}


def test_other_tags_here_are_an_edit() -> None:
    import_files([article(1)])
    only().tags.clear()
    report = import_files([article(1, title="Theirs", updated_at=LATER)])
    assert report.counts["article"] == {"kept": 1}


def test_newer_export_updates_what_changed() -> None:
    import_files([article(1), article(2)])
    report = import_files([article(1, title="New", tags=(), updated_at=LATER), article(2)])
    changed = Article.objects.get(pk=1)
    assert (changed.title, changed.updated_at, changed.tags.count()) == ("New", LATER, 0)
    assert report.counts["article"] == {"updated": 1, "unchanged": 1}


def test_older_export_changes_nothing() -> None:
    import_files([article(1, title="New", updated_at=LATER)])
    report = import_files([article(1, title="Old")])
    assert only().title == "New"
    assert report.skipped == {"older copy": 1}


def test_deleted_here_stays_away() -> None:
    import_files([article(1)])
    only().delete()
    report = import_files([article(1, title="Again", updated_at=LATER)])
    assert not Article.objects.exists()
    assert report.skipped == {"deleted here": 1}
    report = import_files([article(1, title="Again", updated_at=LATER)])
    assert not Article.objects.exists()
    assert report.skipped == {"deleted here": 1}


def test_repeated_number_in_one_file_is_told_and_the_later_copy_counts() -> None:
    twice = [article(1, title="New", updated_at=LATER), article(1, title="Old")]
    report = import_files(twice)
    assert only().title == "New"
    assert report.oddity_counts["repeated"] == 1
    report = import_files(twice)
    assert only().title == "New"
    assert report.counts["article"] == {"unchanged": 1}


def test_another_address_leads_here_from_the_old_one() -> None:
    odd = "https://old.example/archive/one.html"
    import_files([article(1, link=odd, old_slugs=("früher",), old_paths=("/alias/",))])
    assert {redirect.old_path: redirect.article_id for redirect in Redirect.objects.all()} == {
        "/archive/one.html": 1,
        "/2019/05/15/früher/": 1,
        "/alias/": 1,
    }


def test_address_that_our_structure_gives_needs_no_redirect() -> None:
    import_files([article(1), page(2), article(3, link="https://old.example/?p=3", status="draft")])
    assert not Redirect.objects.exists()


def test_address_of_another_site_is_not_ours() -> None:
    import_files([article(1, link="https://elsewhere.example/one/")])
    assert not Redirect.objects.exists()


def test_changed_address_in_a_newer_export_leads_to_the_new_one() -> None:
    import_files([article(1, slug="old-name")])
    newer = article(1, slug="new-name", updated_at=LATER)
    import_files([newer])
    assert Redirect.objects.get().old_path == "/2019/05/15/old-name/"
    assert only().get_absolute_url() == "/2019/05/15/new-name/"


def test_address_of_an_own_article_is_not_taken(alice: User) -> None:
    own = make_article(alice, slug="article-1")
    SiteSettings.objects.update(time_zone="UTC")
    report = import_files([article(1)])
    imported = Article.objects.exclude(pk=own.pk).get()
    assert imported.slug == "article-1-2"
    assert report.oddity_counts["address-taken"] == 1


def test_same_slug_on_another_day_is_fine(alice: User) -> None:
    make_article(alice, slug="article-1", published_at=LATER)
    import_files([article(1)])
    assert Article.objects.filter(slug="article-1").count() == 2


def test_number_of_an_own_article_stays_its_own(alice: User) -> None:
    own = make_article(alice)
    report = import_files([article(own.pk)])
    imported = Article.objects.exclude(pk=own.pk).get()
    assert imported.wordpress_id == own.pk
    assert report.oddity_counts["other-number"] == 1


def test_second_source_with_the_same_numbers_gets_others() -> None:

    import_files([article(1)])
    other = replace(SITE, address="https://second.example", hosts=frozenset({"second.example"}))
    report = import_files([article(1, slug="second")], site=other)
    second = Article.objects.get(slug="second")
    assert second.wordpress_id is None
    assert report.oddity_counts["number-taken"] >= 1


@pytest.mark.parametrize("status", ["draft", "pending", "private", "published"])
def test_states_stay(status: str) -> None:
    import_files([article(1, status=status)])
    assert only().status == status


def test_scheduled_article_appears_in_its_time() -> None:
    import_files([article(1, published_at=timezone.now() + timedelta(days=9))])
    assert only().is_scheduled


def test_draft_without_slug_and_date_gets_a_slug_of_its_title() -> None:
    drafts = [
        article(number, slug="", title="Half a thought", status="draft", published_at=None)
        for number in (1, 2)
    ]
    import_files(drafts)
    assert sorted(Article.objects.values_list("slug", flat=True)) == ["half-a-thought", "half-a-thought-2"]
    assert set(Article.objects.values_list("published_at", flat=True)) == {None}


def test_published_without_a_date_gets_one_and_that_is_told() -> None:
    report = import_files([article(1, published_at=None)])
    assert only().published_at == only().created_at
    assert report.oddity_counts == {"no-date": 1}


def test_password_that_is_too_long_still_opens_the_article(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    secret = "s" * 200
    report = import_files([article(1, password=secret)])
    assert only().is_right_password(secret)
    assert report.oddity_counts == {"password-hashed": 1}
    assert import_files([article(1, password=secret, title="New", updated_at=LATER)]).counts["article"] == {
        "updated": 1
    }


def test_long_titles_are_shortened_and_told() -> None:
    report = import_files([article(1, title="T" * 600, excerpt="E" * 2500)])
    assert (len(only().title), len(only().excerpt)) == (500, 2000)
    assert report.oddity_counts == {"shortened": 2}


def test_slug_that_no_address_can_hold_is_made_anew_and_the_old_one_leads_there() -> None:
    report = import_files([article(1, slug="what!why")])
    assert only().slug == "whatwhy"
    assert report.oddity_counts == {"slug": 1}
    assert Redirect.objects.get().old_path == "/2019/05/15/what!why/"


def test_likes_are_peoples_or_some_visitors() -> None:
    key = "ab" * 32
    report = import_files([article(1, likes=("anna", "somebody", key))])
    likes = Like.objects.order_by("pk")
    assert {like.user.username for like in likes if like.user} == {"anna"}
    assert key in {like.visitor_key for like in likes}
    assert report.counts["like"] == {"created": 3}
    assert import_files([article(1, likes=("anna",), updated_at=LATER)]).counts["like"] == {"unchanged": 1}
    assert Like.objects.count() == 3


def test_page_in_a_cycle_is_put_at_the_top_and_told() -> None:
    report = import_files([page(1, parent="2"), page(2, parent="1")])
    assert Page.objects.filter(parent=None).count() == 1
    assert Page.objects.count() == 2
    assert report.oddity_counts == {"cycle": 1}


def test_page_whose_parent_never_comes_is_at_the_top_and_told() -> None:
    report = import_files([page(1, parent="99")])
    assert Page.objects.get().path == "page-1"
    assert report.oddity_counts == {"unknown-parent": 1}


def test_parent_that_comes_with_a_later_import_is_put_above() -> None:
    import_files([page(1, parent="99", slug="about")])
    import_files([page(99, slug="house")])
    assert Page.objects.get(pk=1).path == "house/about"
    assert not Imported.objects.exclude(missing=[]).exists()


def test_waiting_page_gives_its_slug_to_nobody_for_good() -> None:
    import_files([page(1, slug="about"), page(2, parent="3", slug="about")], [page(3, slug="house")])
    assert sorted(Page.objects.values_list("path", flat=True)) == ["about", "house", "house/about"]


def test_path_of_an_own_page_is_not_taken(alice: User) -> None:
    make_page(alice, slug="page-1", title="Mine")
    report = import_files([page(1)])
    assert sorted(Page.objects.values_list("path", flat=True)) == ["page-1", "page-1-2"]
    assert report.oddity_counts["address-taken"] == 1


def test_moved_parent_takes_its_children_along() -> None:
    import_files([page(1, slug="house"), page(2, parent="1", slug="room")])
    import_files([page(1, slug="villa", updated_at=LATER)])
    assert Page.objects.get(pk=2).path == "villa/room"
