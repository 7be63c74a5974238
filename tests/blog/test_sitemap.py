"""The sitemap, robots.txt and the icon."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from blog import sitemaps
from blog.models import SiteSettings
from tests.factories import make_article, make_category, make_page, make_tag

pytestmark = pytest.mark.django_db
SITE = "http://127.0.0.1:8000"


def addresses(client: Client, path: str) -> list[str]:
    """Return the addresses that a sitemap lists."""
    answer = client.get(path)
    assert answer["Content-Type"].startswith("application/xml")
    root = ElementTree.fromstring(answer.content)
    return [str(found.text).removeprefix(SITE) for found in root.iter(f"{{{sitemaps.NAMESPACE}}}loc")]


def test_index_lists_sections_that_hold_something(client: Client) -> None:
    make_article(tags=[make_tag("sea")])
    make_tag("unused")
    assert addresses(client, "/sitemap.xml") == [
        "/sitemap-articles-1.xml",
        "/sitemap-pages-1.xml",
        "/sitemap-tags-1.xml",
        "/sitemap-authors-1.xml",
    ]


def test_sections_list_addresses(client: Client) -> None:
    make_article(tags=[make_tag("sea")], categories=[make_category()])
    make_article(title="Вода & <rain>", slug="вода")
    make_page()
    assert addresses(client, "/sitemap-articles-1.xml") == [
        "/2019/05/15/a-walk-along-the-harbour/",
        "/2019/05/15/%D0%B2%D0%BE%D0%B4%D0%B0/",
    ]
    assert addresses(client, "/sitemap-pages-1.xml") == ["/", "/about/"]
    assert addresses(client, "/sitemap-categories-1.xml") == ["/category/harbours/"]
    assert addresses(client, "/sitemap-tags-1.xml") == ["/tag/sea/"]
    assert addresses(client, "/sitemap-authors-1.xml") == ["/author/alice/"]


def test_sections_are_bounded(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "SECTION_SIZE", 2)
    for number in range(3):
        make_article(title=f"Number {number}")
    assert addresses(client, "/sitemap.xml")[:2] == ["/sitemap-articles-1.xml", "/sitemap-articles-2.xml"]
    assert len(addresses(client, "/sitemap-articles-2.xml")) == 1


@pytest.mark.parametrize("name", ["articles-2", "articles-0", "users-1", "articles-99999999999999999999"])
def test_section_that_holds_nothing_is_not_there(client: Client, name: str) -> None:
    make_article()
    assert client.get(f"/sitemap-{name}.xml").status_code == 404


def test_sitemap_costs_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    SiteSettings(permalink_structure="/%category%/%author%/%postname%/").save()
    for number in range(5):
        make_article(title=f"Number {number}")
    with django_assert_max_num_queries(6):
        client.get("/sitemap.xml")
    with django_assert_max_num_queries(4):
        client.get("/sitemap-articles-1.xml")


def test_robots_name_the_sitemap(client: Client) -> None:
    assert f"Sitemap: {SITE}/sitemap.xml" in client.get("/robots.txt").text


@pytest.mark.parametrize(("name", "kind"), [("ico", "image/x-icon"), ("svg", "image/svg+xml")])
def test_icon_is_served(client: Client, name: str, kind: str) -> None:
    answer = client.get(f"/favicon.{name}")
    assert (answer.status_code, answer["Content-Type"]) == (200, kind)
