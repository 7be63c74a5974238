"""Title, time zone and permalinks of the old blog: an empty blog takes them over."""

from dataclasses import replace

import pytest

from accounts.models import User
from blog.models import Redirect, SiteSettings
from tests.factories import make_article
from tests.importing.shelf import SITE, article, import_files

pytestmark = pytest.mark.django_db


def current() -> SiteSettings:
    SiteSettings.forget()
    return SiteSettings.current()


def test_blog_with_articles_of_its_own_keeps_its_settings(alice: User) -> None:
    make_article(alice)
    report = import_files([article(1)])
    assert current().title == "Broadside"
    assert report.counts["settings"] == {"kept": 1}
    assert report.oddity_counts["settings-kept"] == 1


def test_addresses_are_kept_by_redirects_where_the_settings_are(alice: User) -> None:
    make_article(alice)
    site = replace(SITE, permalink_structure="/%postname%/")
    import_files([article(1, link="https://old.example/article-1/")], site=site)
    assert current().permalink_structure == "/%year%/%monthnum%/%day%/%postname%/"
    assert Redirect.objects.get().old_path == "/article-1/"


def test_draft_of_ones_own_is_no_use_of_the_blog(alice: User) -> None:
    make_article(alice, status="draft")
    import_files([])
    assert current().title == "The old blog"


def test_later_file_changes_what_nobody_changed_here() -> None:
    import_files([article(1)])
    import_files([article(1)], site=replace(SITE, title="New title"))
    assert current().title == "New title"


def test_second_blog_that_moves_in_leaves_the_settings_of_the_first() -> None:
    import_files([article(1)])
    second = replace(SITE, address="https://second.example", title="Second")
    report = import_files([article(2)], site=replace(second, permalink_structure="/%postname%/"))
    assert (current().title, current().permalink_structure) == ("The old blog", SITE.permalink_structure)
    assert report.oddity_counts["settings-kept"] == 1


def test_second_blog_brings_its_settings_where_the_first_had_no_articles() -> None:
    import_files([])
    import_files([article(2)], site=replace(SITE, address="https://second.example", title="Second"))
    assert current().title == "Second"


def test_what_was_changed_here_stays() -> None:
    import_files([])
    site = current()
    site.title = "Mine"
    site.save()
    report = import_files([])
    assert current().title == "Mine"
    assert report.counts["settings"] == {"kept": 1}


def test_what_no_setting_can_be_is_told() -> None:
    site = replace(SITE, time_zone="Mars/Olympus", permalink_structure="/%nonsense%/")
    report = import_files([], site=site)
    assert (current().time_zone, current().title) == ("UTC", "The old blog")
    assert report.oddity_counts == {"setting-refused": 2}


def test_what_the_file_does_not_say_stays() -> None:
    import_files([], site=replace(SITE, time_zone="", permalink_structure=""))
    assert current().time_zone == "UTC"
