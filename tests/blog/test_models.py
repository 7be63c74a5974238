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
