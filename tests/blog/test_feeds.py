"""Feeds: well-formed whatever is in them, complete, absolute, stable."""

from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from blog.models import SiteSettings
from tests.factories import make_article, make_category, make_comment, make_page, make_tag

pytestmark = pytest.mark.django_db

SITE = "http://127.0.0.1:8000"
HARBOUR = "/2019/05/15/a-walk-along-the-harbour/"
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
NASTY = "a\x00\x01\x08\x0b\x1f\ufffe\uffff ]]> <b>& \u2028 😀".replace("\0", "")


def parse(client: Client, path: str) -> ElementTree.Element:
    """Return the feed's root; fails when it is not well-formed."""
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith(("application/rss+xml", "application/atom+xml"))
    return ElementTree.fromstring(answer.content)


def titles(root: ElementTree.Element) -> list[str | None]:
    """Return the titles of the items."""
    return [item.findtext("title") or item.findtext(f"{ATOM}title") for item in root.iter() if is_item(item)]


def is_item(element: ElementTree.Element) -> bool:
    """Whether it is an item of RSS or an entry of Atom."""
    return element.tag in {"item", f"{ATOM}entry"}


@pytest.mark.parametrize(
    "path", ["/", "/category/harbours/", "/tag/sea/", "/author/alice/", "/2019/05/", "/search/walk/"]
)
@pytest.mark.parametrize("kind", ["feed/", "feed/rss2/", "feed/atom/"])
def test_feed_holds_its_articles(client: Client, path: str, kind: str) -> None:
    make_article(categories=[make_category()], tags=[make_tag("sea")])
    assert titles(parse(client, path + kind)) == ["A walk along the harbour"]


def test_item_is_complete_and_absolute(client: Client) -> None:
    body = '![Boat](/media/b.jpg)\n\n[Here](/about/) and `src="/x"` and [note](#n)\n\n<!--nextpage-->\n\nTwo.'
    article = make_article(body=body, excerpt="Short.", tags=[make_tag("sea")])
    item = parse(client, "/feed/").find("channel/item")
    assert item is not None
    assert item.findtext("link") == SITE + HARBOUR
    assert item.findtext("guid") == f"{SITE}/?p={article.pk}"
    assert item.findtext("description") == "Short."
    assert item.findtext("category") == "sea"
    html = item.findtext(CONTENT) or ""
    assert f'src="{SITE}/media/b.jpg"' in html
    assert f'href="{SITE}/about/"' in html
    assert f'href="{SITE}{HARBOUR}#n"' in html
    assert '<code>src="/x"</code>' in html
    assert "Two." in html
    assert "nextpage" not in html


def test_guid_stays_when_the_address_changes(client: Client) -> None:
    article = make_article()
    before = parse(client, "/feed/").findtext("channel/item/guid")
    article.slug = "other"
    article.save()
    assert parse(client, "/feed/").findtext("channel/item/guid") == before


@pytest.mark.parametrize("path", ["/feed/", "/feed/atom/", "/comments/feed/", "/comments/feed/atom/"])
def test_feed_stays_well_formed(client: Client, path: str) -> None:
    SiteSettings(title=NASTY[:100], tagline=NASTY).save()
    article = make_article(title=NASTY, body=NASTY, excerpt=NASTY, slug="nasty")
    make_comment(article, comment=NASTY, author_name=NASTY)
    assert len(titles(parse(client, path))) == 1


def test_feed_names_itself(client: Client) -> None:
    root = parse(client, "/tag/sea/feed/atom/") if make_tag("sea") else None
    assert root is not None
    links = {link.get("rel"): link.get("href") for link in root.iter(f"{ATOM}link")}
    assert links["self"] == f"{SITE}/tag/sea/feed/atom/"
    assert links["alternate"] == f"{SITE}/tag/sea/"


def test_comments_feed_holds_public_ones_of_articles_and_pages(client: Client) -> None:
    article, page = make_article(), make_page()
    make_comment(article)
    make_comment(article, state="pending", comment="Held.")
    make_comment(None, page=page, comment="On the page.")  # type: ignore[arg-type]
    root = parse(client, "/comments/feed/")
    assert sorted(str(title) for title in titles(root)) == [
        "Comment on A walk along the harbour by Gustav Guest",
        "Comment on About by Gustav Guest",
    ]


@pytest.mark.parametrize("kind", ["feed/", "feed/rss2/", "feed/atom/"])
def test_article_has_a_feed_of_its_comments(client: Client, kind: str) -> None:
    article, other = make_article(), make_article(title="Other")
    comment = make_comment(article)
    make_comment(other, comment="Elsewhere.")
    root = parse(client, HARBOUR + kind)
    assert len(titles(root)) == 1
    assert f"{SITE}{HARBOUR}#comment-{comment.pk}" in client.get(HARBOUR + kind).text


def test_page_has_a_feed_of_its_comments(client: Client) -> None:
    make_page()
    assert titles(parse(client, "/about/feed/")) == []


def test_feed_of_what_is_not_there_is_not_found(client: Client) -> None:
    for path in (
        "/tag/none/feed/",
        "/category/none/feed/",
        "/author/none/feed/",
        "/2019/13/feed/",
        "/none/feed/",
    ):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/feed/", "/comments/feed/"])
def test_feed_costs_few_queries(client: Client, django_assert_max_num_queries: Any, path: str) -> None:
    SiteSettings(permalink_structure="/%category%/%author%/%postname%/").save()
    for number in range(12):
        make_comment(make_article(title=f"Number {number}"))
    with django_assert_max_num_queries(5):
        assert len(titles(parse(client, path))) == 10


@pytest.mark.parametrize("kind", ["", "atom/"])
def test_words_of_an_excerpt_are_no_markup_for_readers_of_feeds(client: Client, kind: str) -> None:
    make_article(excerpt="Less <script>alert(1)</script> & more")
    root = parse(client, f"/feed/{kind}")
    told = root.findtext("channel/item/description") or root.findtext(f"{ATOM}entry/{ATOM}summary")
    assert told == "Less &lt;script&gt;alert(1)&lt;/script&gt; &amp; more"


@pytest.mark.parametrize("end", ["", "atom/"])
def test_feed_of_a_category_leads_to_where_it_lies_now(client: Client, end: str) -> None:
    above = make_category("Places", slug="places")
    make_category("Harbours", slug="harbours", parent=above)
    answer = client.get(f"/category/harbours/feed/{end}")
    assert (answer.status_code, answer["Location"]) == (301, f"/category/places/harbours/feed/{end}")
