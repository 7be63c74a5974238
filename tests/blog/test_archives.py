"""Home and archives: what is on them, in which order, on how many pages, and what they cost."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from blog.models import Article, SiteSettings, Status
from tests.factories import (
    MAY_15,
    make_article,
    make_author,
    make_category,
    make_comment,
    make_page,
    make_tag,
)

pytestmark = pytest.mark.django_db


def make_many(count: int, **parts: Any) -> None:
    """Make articles a minute apart, newest last."""
    first = make_article(title="Number 0", **parts)
    rows = [
        Article(
            title=f"Number {number}",
            slug=f"number-{number}",
            author=first.author,
            status=Status.PUBLISHED,
            published_at=MAY_15 + timedelta(minutes=number),
        )
        for number in range(1, count)
    ]
    for article in Article.objects.bulk_create(rows):
        article.categories.set(first.categories.all())
        article.tags.set(first.tags.all())


def titles(answer: Any) -> list[str]:
    """Return the titles on the page."""
    return [article.title for article in answer.context["articles"]]


def test_home_is_newest_first_in_pages(client: Client) -> None:
    SiteSettings(articles_per_page=2).save()
    make_many(5)
    assert titles(client.get("/")) == ["Number 4", "Number 3"]
    assert titles(client.get("/page/2/")) == ["Number 2", "Number 1"]
    assert titles(client.get("/page/3/")) == ["Number 0"]
    assert client.get("/page/4/").status_code == 404


def test_empty_home_is_a_page(client: Client) -> None:
    assert client.get("/").status_code == 200


def test_sticky_article_stands_first_once(client: Client) -> None:
    SiteSettings(articles_per_page=2).save()
    make_many(3)
    make_article(title="Sticky", is_sticky=True, published_at=MAY_15 - timedelta(days=9))
    assert titles(client.get("/")) == ["Sticky", "Number 2"]
    assert titles(client.get("/page/2/")) == ["Number 1", "Number 0"]
    assert titles(client.get("/2019/"))[0] == "Number 2"


def test_pages_of_a_list_name_their_neighbours(client: Client) -> None:
    SiteSettings(articles_per_page=1).save()
    make_many(12)
    answer = client.get("/2019/page/2/")
    assert '<link rel="prev" href="/2019/">' in answer.text
    assert '<link rel="next" href="/2019/page/3/">' in answer.text
    context = answer.context
    assert context["previous_page_url"] == "/2019/"
    assert context["next_page_url"] == "/2019/page/3/"
    assert context["page_links"][:2] == [(1, "/2019/"), (2, "/2019/page/2/")]
    assert context["page_links"][-1] == (12, "/2019/page/12/")
    assert ("…", None) in context["page_links"]
    assert context["canonical_url"] == "http://127.0.0.1:8000/2019/page/2/"


def test_home_keeps_the_query_out_of_its_pages(client: Client) -> None:
    SiteSettings(articles_per_page=1).save()
    make_many(2)
    assert client.get("/?x=1").context["page_links"] == [(1, "/"), (2, "/page/2/")]


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/2019/", "2019"),
        ("/2019/05/", "May 2019"),
        ("/2019/5/", "May 2019"),
        ("/2019/05/15/", "May 15, 2019"),
    ],
)
def test_archive_of_a_period_names_it(client: Client, address: str, heading: str) -> None:
    make_article(title="Within")
    make_article(title="Before", published_at=MAY_15.replace(year=2018))
    answer = client.get(address)
    assert answer.context["heading"] == heading
    assert titles(answer) == ["Within"]


def test_period_without_articles_is_not_there(client: Client) -> None:
    make_article()
    assert client.get("/2018/").status_code == 404
    assert client.get("/2019/06/").status_code == 404


def test_category_holds_what_lies_below_it_once(client: Client) -> None:
    places = make_category("Places", description="Where we went.")
    harbours = make_category("Harbours", parent=places)
    make_article(title="Both", categories=[places, harbours])
    answer = client.get("/category/places/")
    assert titles(answer) == ["Both"]
    assert "Where we went." in answer.text
    assert titles(client.get("/category/places/harbours/")) == ["Both"]
    assert client.get("/category/other/").status_code == 404


def test_category_without_articles_is_there_and_not_indexed(client: Client) -> None:
    make_category("Empty")
    answer = client.get("/category/empty/")
    assert answer.status_code == 200
    assert answer.context["robots"] == "noindex"


def test_author_archive_holds_the_authors_own(client: Client) -> None:
    make_article(title="Hers")
    make_article(make_author("charlie"), title="His")
    assert titles(client.get("/author/charlie/")) == ["His"]


def test_archive_names_its_feed(client: Client) -> None:
    make_article(tags=[make_tag("sea")])
    addresses = [feed["url"] for feed in client.get("/tag/sea/").context["feeds"]]
    assert "http://127.0.0.1:8000/tag/sea/feed/" in addresses


@pytest.mark.parametrize("count", [3, 300])
@pytest.mark.parametrize("address", ["/", "/2019/", "/category/harbours/", "/tag/sea/", "/author/alice/"])
def test_list_costs_few_queries_whatever_there_is(
    client: Client, django_assert_max_num_queries: Any, address: str, count: int
) -> None:
    make_many(count, categories=[make_category()], tags=[make_tag("sea")])
    make_comment(Article.objects.newest_first()[0])
    make_page()
    SiteSettings(articles_per_page=10).save()
    most = 6 if address == "/" else 8
    with django_assert_max_num_queries(most):
        assert client.get(address).status_code == 200


def test_category_in_addresses_costs_no_query_per_article(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    make_many(30, categories=[make_category()])
    SiteSettings(permalink_structure="/%category%/%author%/%postname%/").save()
    with django_assert_max_num_queries(6):
        assert "/harbours/alice/number-29/" in client.get("/").text
    with django_assert_max_num_queries(9):
        client.get("/harbours/alice/number-15/")


@pytest.mark.parametrize(
    "path", ["/2019/", "/2019/05/", "/2019/05/15/", "/author/alice/", "/author/alice/feed/"]
)
def test_archive_of_protected_articles_keeps_its_address(client: Client, alice: User, path: str) -> None:
    make_article(alice, password="secret")
    answer = client.get(path)
    assert answer.status_code == 200
    assert "A walk along the harbour" not in answer.content.decode()
