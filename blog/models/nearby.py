"""The articles around one article: before and after it, and those about the same things."""

from dataclasses import dataclass, field

from django.db import models
from django.utils import timezone

from blog.models.article import Article, ArticleQuerySet, count_of_article

MOST_RELATED = 3
MOST_WEIGHED = 100  # of all that share something, only so many of the newest are compared
SHOWN = ("title", "slug", "published_at", "wordpress_id", "author")


@dataclass
class Nearby:
    """What an article's page links to below the text."""

    previous: Article | None = None
    next: Article | None = None
    related: list[Article] = field(default_factory=list)


def find_nearby(article: Article) -> Nearby:
    """Return the articles around ``article`` in one query, one more where addresses name categories.

    Its tags and categories should have been fetched with it.
    """
    moment, number = article.published_at or timezone.now(), article.pk
    earlier = models.Q(published_at__lt=moment) | models.Q(published_at=moment, pk__lt=number)
    later = models.Q(published_at__gt=moment) | models.Q(published_at=moment, pk__gt=number)
    published = Article.objects.published().exclude(pk=number)
    rows = _as("previous", published.filter(earlier).newest_first())[:1].union(
        _as("next", published.filter(later).order_by("published_at", "pk"))[:1],
        _as("related", _related_to(article, published))[:MOST_RELATED],
        all=True,
    )
    found = list(rows)
    Article.objects.prefetch_permalink_parts(found)
    # The role is annotated, of which the type checker knows nothing after a union.
    return Nearby(
        previous=next((row for row in found if row.role == "previous"), None),  # type: ignore[attr-defined]
        next=next((row for row in found if row.role == "next"), None),  # type: ignore[attr-defined]
        related=[row for row in found if row.role == "related"],  # type: ignore[attr-defined]
    )


def _as(role: str, articles: ArticleQuerySet) -> ArticleQuerySet:
    return articles.annotate(role=models.Value(role)).only(*SHOWN)


def _related_to(article: Article, published: ArticleQuerySet) -> ArticleQuerySet:
    """Order by what is shared, a tag counting as much as two categories, then newest first."""
    tagged = Article.tags.through._default_manager.filter(tag__in=[tag.pk for tag in article.tags.all()])
    filed = Article.categories.through._default_manager.filter(
        category__in=[category.pk for category in article.categories.all()]
    )
    sharing = tagged.values("article_id").union(filed.values("article_id"))
    weighed = published.filter(pk__in=sharing).newest_first().values("pk")[:MOST_WEIGHED]
    weight = 2 * count_of_article(tagged) + count_of_article(filed)
    return Article.objects.filter(pk__in=weighed).order_by(weight.desc(), "-published_at", "-pk")
