"""The one rule of what a visitor may see."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import Article, Status
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PENDING, Status.PRIVATE])
def test_only_published_articles_are_visible(status: Status) -> None:
    make_article(title="Hidden", status=status)
    shown = make_article(title="Shown")
    assert list(Article.objects.published()) == [shown]


def test_scheduled_article_appears_by_itself() -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    article = make_article(published_at=tomorrow)
    assert article.is_scheduled
    assert not Article.objects.published().exists()
    assert list(Article.objects.published(now=tomorrow)) == [article]


def test_short_version_is_the_excerpt_or_ends_at_the_more_mark_or_is_the_first_words() -> None:
    text = f"Before.\n\n<!--more-->\n\n{'after ' * 100}"
    assert make_article(slug="excerpt", body=text, excerpt="Written.").summary == "Written."
    assert make_article(slug="mark", body=text).summary == "Before."
    assert make_article(slug="words", body="after " * 100).summary.endswith("after…")
