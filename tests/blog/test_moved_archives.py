"""Archives and texts at the addresses that they had under another permalink structure or another name."""

import pytest
from django.test import Client

from blog.models import Redirect, SiteSettings
from tests.factories import make_article, make_author, make_category, make_page, make_tag

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _blog(db: None) -> None:
    SiteSettings(articles_per_page=1).save()
    alice = make_author("alice")
    harbours = make_category("Harbours", parent=make_category("Places"))
    parts = {"categories": [harbours], "tags": [make_tag("sea")]}
    make_article(alice, **parts)
    make_article(alice, title="Boats", **parts)
    make_page(alice, title="About")


@pytest.mark.parametrize(
    "structure", ["/archives/%post_id%", "/index.php/archives/%post_id%/", "/%postname%/"]
)
def test_archives_below_a_front_are_found(client: Client, structure: str) -> None:
    """WordPress puts them below what the structure begins with."""
    SiteSettings.objects.update(permalink_structure=structure)
    SiteSettings.forget()
    table = {
        "/archives/category/places/harbours": "/category/places/harbours/",
        "/archives/category/places/harbours/page/2/": "/category/places/harbours/page/2/",
        "/archives/tag/sea/feed": "/tag/sea/feed/",
        "/archives/author/alice/": "/author/alice/",
        "/archives/date/2019": "/2019/",
        "/archives/date/2019/05/15/": "/2019/05/15/",
        "/index.php/archives/date/2019/05/": "/archives/date/2019/05/",
        "/date/2019/05/": "/2019/05/",
    }
    assert {old: client.get(old).get("Location") for old in table} == table


def test_number_that_is_no_day_is_a_slug(client: Client) -> None:
    SiteSettings.objects.update(permalink_structure="/%year%/%monthnum%/%postname%/")
    SiteSettings.forget()
    make_article(title="59", slug="59")
    assert client.get("/2019/05/59/").status_code == 200
    assert client.get("/2019/05/15/").status_code == 200


@pytest.mark.parametrize("asked", ["/2019/05/15/a-walk/boat/", "/index.php/2019/05/15/a-walk/boat/"])
def test_redirect_is_found_with_index_php_and_without(client: Client, asked: str) -> None:
    Redirect.objects.create(old_path="/index.php/2019/05/15/a-walk/boat/", new_path="/about/")
    assert client.get(asked).get("Location") == "/about/"


def test_archive_of_an_author_with_another_name_here_is_led_to(client: Client) -> None:
    Redirect.objects.create(old_path="/author/old-name/", new_path="/author/alice/")
    table = {
        "/author/old-name/": "/author/alice/",
        "/author/old-name/page/2/": "/author/alice/page/2/",
        "/author/old-name/feed/": "/author/alice/feed/",
        "/author/old-name/feed/atom/": "/author/alice/feed/atom/",
    }
    assert {old: client.get(old).get("Location") for old in table} == table
