"""A text that was imported stays in its format when it is edited, until it is made Markdown on purpose."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from blog.models import Article
from blog.models.content import BodyFormat
from tests import factories

pytestmark = pytest.mark.django_db
BODY = "One <em>two</em>.\n\nThree."


@pytest.fixture
def article(alice: User) -> Article:
    return factories.make_article(alice, body=BODY, body_format=BodyFormat.WORDPRESS)


def _as(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _address(article: Article) -> str:
    return f"/admin/blog/article/{article.pk}/change/"


def _save(alice: User, article: Article, **values: Any) -> Any:
    form = {
        "title": article.title,
        "slug": article.slug,
        "body": article.body,
        "status": "published",
        "published_at_0": "2019-05-15",
        "published_at_1": "12:00:00",
        "_save": "Save",
    }
    response = _as(alice).post(_address(article), form | values)
    article.refresh_from_db()
    return response


def test_editor_says_what_the_text_is(alice: User, article: Article) -> None:
    page = _as(alice).get(_address(article)).content.decode()
    assert "This text came from WordPress as HTML" in page
    assert 'data-kind="wordpress"' in page
    assert 'name="convert"' in page


def test_markdown_is_not_offered_for_markdown(alice: User) -> None:
    article = factories.make_article(alice)
    page = _as(alice).get(_address(article)).content.decode()
    assert 'data-kind="article"' in page
    assert 'name="convert"' not in page
    assert 'name="convert"' not in _as(alice).get("/admin/blog/article/add/").content.decode()


def test_page_offers_it_too(alice: User) -> None:
    page = factories.make_page(alice, body="<p>a</p>", body_format=BodyFormat.HTML)
    html = _as(alice).get(f"/admin/blog/page/{page.pk}/change/").content.decode()
    assert "This text came as HTML, and stays HTML" in html
    assert 'data-kind="html"' in html


def test_saving_keeps_the_format(alice: User, article: Article) -> None:
    assert _save(alice, article, body="Four.\n\nFive.").status_code == 302
    assert article.body_format == BodyFormat.WORDPRESS
    assert article.body_html == "<p>Four.</p>\n<p>Five.</p>"


def test_text_becomes_markdown_when_asked(alice: User, article: Article) -> None:
    shown = article.body_html
    assert _save(alice, article, convert="on").status_code == 302
    assert article.body_format == BodyFormat.MARKDOWN
    assert article.body == "One *two*.\n\nThree."
    assert article.body_html.strip() == shown


@pytest.mark.parametrize(
    "body", ["[ninja a='b']", "[gallery]", '<p class="x">a</p>', "<!-- wp:archives /-->"]
)
def test_text_that_would_lose_something_stays_and_that_is_said(
    alice: User, article: Article, body: str
) -> None:
    response = _save(alice, article, body=body, convert="on")
    assert "Markdown cannot say all of this text" in response.content.decode()
    assert 'name="convert"' in response.content.decode()
    assert (article.body_format, article.body) == (BodyFormat.WORDPRESS, BODY)


def test_another_error_converts_nothing(alice: User, article: Article) -> None:
    response = _save(alice, article, convert="on", title="")
    assert 'name="convert"' in response.content.decode()
    assert article.body_format == BodyFormat.WORDPRESS


@pytest.mark.parametrize(
    ("kind", "html"),
    [
        ("wordpress", "<p>a</p>\n<p>*b*</p>"),
        ("html", "a\n\n*b*"),
        ("article", "<p>a</p>\n<p><em>b</em></p>\n"),
        ("nonsense", "<p>a</p>\n<p><em>b</em></p>\n"),
    ],
)
def test_preview_is_made_by_the_format(alice: User, kind: str, html: str) -> None:
    given = {"body": "a\n\n*b*", "kind": kind}
    assert _as(alice).post("/admin/editor/preview/", given).json() == {"html": html}
