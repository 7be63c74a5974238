"""Texts that were not written in Markdown: rendered by their format whenever they are saved."""

from blog.models import Article
from blog.models.content import BodyFormat
from tests import factories


def test_text_of_wordpress_gets_its_paragraphs(alice: object) -> None:
    article = factories.make_article(body="One\n\nTwo\nthree", body_format=BodyFormat.WORDPRESS)
    assert article.body_html == "<p>One</p>\n<p>Two<br>\nthree</p>"


def test_html_stays_html(alice: object) -> None:
    article = factories.make_article(body="<p>One</p>\n\nTwo", body_format=BodyFormat.HTML)
    assert article.body_html == "<p>One</p>\n\nTwo"


def test_marks_divide_text_of_wordpress(alice: object) -> None:
    body = "Short.\n\n<!--more Read on-->\n\nLong.\n\n<!--nextpage-->\n\nSecond."
    factories.make_article(body=body, body_format=BodyFormat.WORDPRESS)
    article = Article.objects.get()
    assert article.summary == "Short."
    assert [page.strip() for page in article.pages_html] == [
        '<p>Short.</p>\n<span id="more"></span>\n<p>Long.</p>',
        "<p>Second.</p>",
    ]
