"""What the templates of the public pages say, whatever view renders them."""

import json
import re
from typing import Any

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client

from accounts.models import User
from blog.models import Image, SiteSettings
from tests import factories

pytestmark = pytest.mark.django_db
PLAIN = ["400.html", "500.html", "503.html", "plain.html"]


def _head(page: str) -> str:
    return page[: page.index("</head>")]


def _get(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def page(client: Client, alice: User) -> str:
    """The page of an article that was published elsewhere first."""
    factories.make_article(alice, title="The day before", published_at=factories.MAY_15.replace(day=14))
    factories.make_article(alice, title="The day after", published_at=factories.MAY_15.replace(day=16))
    article = factories.make_article(
        alice,
        title="Ships & <b>harbours</b>",
        slug="ships",
        body="“Quoted”, she said…\n\nA second paragraph.",
        source_name="example.org",
        source_url="https://example.org/ships/",
        source_title="Alice’s Log",
        categories=[factories.make_category()],
        tags=[factories.make_tag()],
    )
    return _get(client, article.get_absolute_url())


def test_title_stands_twice_and_is_escaped(page: str) -> None:
    escaped = "Ships &amp; &lt;b&gt;harbours&lt;/b&gt;"

    assert f"<title>{escaped} – Broadside</title>" in page
    assert re.findall(r"<h1[^>]*>(.*?)</h1>", page) == [escaped]
    assert "<b>harbours" not in page


def test_head_says_where_the_article_lives(page: str) -> None:
    head = _head(page)

    assert re.search(r'<link rel="canonical" href="http[^"]+/2019/05/15/ships/">', head)
    assert re.search(r'<link rel="shortlink" href="http[^"]+/\?p=\d+">', head)
    assert re.search(r'<link rel="prev" href="/2019/05/14/[^"]+">', head)
    assert re.search(r'<link rel="next" href="/2019/05/16/[^"]+">', head)
    assert len(re.findall(r'<link rel="alternate" type="application/rss\+xml"', head)) == 3
    assert 'property="og:title" content="Ships &amp;' in head
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in head
    assert head.count('name="theme-color"') == 2
    assert 'name="description"' in head
    assert 'name="robots"' not in head


def test_head_describes_the_article_as_data(page: str) -> None:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', _head(page))
    assert found

    assert json.loads(found[1])["headline"] == "Ships & <b>harbours</b>"


def test_byline_names_author_site_and_title(page: str) -> None:
    byline = re.search(r'<p class="byline">(.*?)</p>', page, re.DOTALL)
    assert byline
    text = " ".join(re.sub(r"<[^>]+>", "", byline[1]).split())

    assert text == "by Alice Writer (example.org – Home – Alice’s Log)"
    assert 'href="/author/alice/"' in byline[1]
    assert 'href="https://example.org/ships/"' in byline[1]


@pytest.mark.parametrize(
    "words",
    ["Share this:", "Be the first to like this.", "Filed under", "Tagged as", "Post navigation", "Up ↑"],
)
def test_article_page_shows(page: str, words: str) -> None:
    assert words in page


def test_promo_block_stands_under_the_text_with_its_address_protected(page: str) -> None:
    promo = page[page.index('class="promo"') : page.index('class="article-foot"')]

    assert "Write to me" in promo
    assert "alice@example.org" not in page


def test_anonymous_page_holds_no_token(page: str) -> None:
    assert "csrfmiddlewaretoken" not in page


def test_page_carries_no_inline_style_or_handler(page: str) -> None:
    assert page.count("<style>") == 1
    assert not re.search(r"<[^>]+ style=", page)
    assert not re.search(r"<[^>]+ on\w+=", page)


def test_page_loads_nothing_from_elsewhere(page: str) -> None:
    assert not re.findall(r'<(?:script|img|iframe|source|video|audio)[^>]+src(?:set)?="(?:https?:)?//', page)


def test_landmarks_are_there_once(page: str) -> None:
    assert (
        page.count("<main")
        == page.count('<header class="masthead"')
        == page.count('class="site-footer"')
        == 1
    )
    assert page.index('href="#main"') < page.index("<header")


def test_footer_credit_and_bar_are_the_operators(client: Client, alice: User) -> None:
    article = factories.make_article(alice)
    before = _get(client, article.get_absolute_url())
    SiteSettings(
        footer_credit="Create a free website or blog with Broadside.",
        call_to_action_text="Create your website with Broadside",
        call_to_action_button="Get started",
        call_to_action_url="/start/",
    ).save()

    after = _get(client, article.get_absolute_url())

    assert "data-call-to-action" not in before
    assert "Create a free website or blog with Broadside." in after
    assert "Create your website with Broadside" in after
    assert '<a class="button" href="/start/">Get started</a>' in after


def test_list_leads_with_the_first_picture_of_our_own(alice: User) -> None:
    own = '<img src="/media/a.png" alt="“A” &amp; b" width="800" height="450" srcset="/media/s.png 400w">'
    article = factories.make_article(alice)
    article.body_html = f'<p><img src="https://example.org/x.png" alt=""></p>{own}'
    show = Template('{% load pictures %}{{ article|lead_picture:"15rem" }}').render

    shown = show(Context({"article": article}))

    assert 'src="/media/a.png"' in shown
    assert 'sizes="(min-width: 48rem) 15rem, 100vw"' in shown
    assert 'alt=""' in shown
    article.body_html = "<p>No picture.</p>"
    assert show(Context({"article": article})) == ""


def test_featured_picture_leads_before_the_text(alice: User) -> None:
    article = factories.make_article(alice)
    article.body_html = '<p><img src="/media/a.png" alt="" width="800" height="450"></p>'
    sizes = [{"file": "b-400.webp", "width": 400, "height": 200}]
    article.featured_image = Image(file="b.png", width=1000, height=500, renditions=sizes)

    shown = Template('{% load pictures %}{{ article|lead_picture:"15rem" }}').render(
        Context({"article": article})
    )

    assert 'src="/media/b.png" width="1000" height="500"' in shown
    assert 'srcset="/media/b-400.webp 400w, /media/b.png 1000w"' in shown


@pytest.mark.parametrize("name", PLAIN)
def test_page_for_the_worst_needs_no_context(name: str, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        page = render_to_string(name)

    assert page.count("<h1>") == 1
    assert re.search(r"<title>[^<]+</title>", page)
    assert "<style>" in page


def test_lost_visitor_gets_a_search_form(client: Client) -> None:
    response = client.get("/not/here/")
    page = response.content.decode()

    assert response.status_code == 404
    assert 'role="search"' in page
    assert '<meta name="robots" content="noindex">' in page
