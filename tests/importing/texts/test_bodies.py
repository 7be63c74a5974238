"""What becomes of the bodies of imported texts: shown by their format, made Markdown when asked, told of."""

import pytest

from blog.importing.options import Options
from blog.models import Article
from blog.models.content import BodyFormat
from tests.importing.shelf import article, import_files

pytestmark = pytest.mark.django_db
MARKDOWN = Options(markdown=True, check_urls=False).to_json()
WORDPRESS = BodyFormat.WORDPRESS


def test_body_is_kept_as_it_was_written() -> None:
    import_files([article(1, body="One <em>two</em>.\n\nThree.", body_format=WORDPRESS)])
    kept = Article.objects.get()
    assert (kept.body, kept.body_format) == ("One <em>two</em>.\n\nThree.", WORDPRESS)
    assert kept.body_html == "<p>One <em>two</em>.</p>\n<p>Three.</p>"


def test_body_becomes_markdown_where_nothing_is_lost() -> None:
    texts = [
        article(1, body="One <em>two</em>.\n\nThree.", body_format=WORDPRESS),
        article(2, body="One [gallery].", body_format=WORDPRESS),
    ]
    import_files(texts, options=MARKDOWN)
    first, second = Article.objects.order_by("pk")
    assert (first.body, first.body_format) == ("One *two*.\n\nThree.", BodyFormat.MARKDOWN)
    assert (second.body, second.body_format) == ("One [gallery].", WORDPRESS)
    assert import_files(texts, options=MARKDOWN).counts["article"] == {"unchanged": 2}


def test_what_nobody_here_knows_is_told() -> None:
    report = import_files([article(1, body='[ninja a="b"] <!-- wp:archives /-->', body_format=WORDPRESS)])
    assert report.oddity_counts["unknown-shortcode"] == 1
    assert report.oddity_counts["unknown-block"] == 1
