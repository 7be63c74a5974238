"""Articles: what WordPress calls posts."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog import permalinks
from blog.models.content import Content
from blog.models.like import MOST_PEOPLE_SHOWN, Like, LikeSummary
from blog.models.site import SiteSettings
from blog.models.taxonomy import Category, Tag
from blog.models.visibility import ContentQuerySet

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

PERSON_SHOWN = ("username", "display_name", "nicename", "website", "avatar")


class ArticleQuerySet(ContentQuerySet["Article"]):
    """Chains for lists and archives; dates are those of the site's time zone."""

    def in_period(self, year: int, month: int | None = None, day: int | None = None) -> Self:
        """Keep what was published in that year, month or day.

        Raises ValueError when there is no such date.
        """
        start, end = permalinks.period(year, month, day, SiteSettings.current().zone)
        return self.filter(published_at__gte=start, published_at__lt=end)

    def in_category(self, category: Category) -> Self:
        """Keep what is filed under the category or one below it."""
        return self.filter(categories__in=category.with_descendants()).distinct()

    def with_tag(self, tag: Tag) -> Self:
        """Keep what carries the tag."""
        return self.filter(tags=tag)

    def by(self, author: Any) -> Self:
        """Keep what that person wrote."""
        return self.filter(author=author)

    def with_parts(self) -> Self:
        """Fetch author, picture, categories and tags, in three queries, without what no page shows."""
        parts = self.select_related("author", "featured_image").prefetch_related("categories", "tags")
        return parts.defer("body", "search_document")

    def at(self, values: Mapping[str, str | None]) -> Self:
        """Keep what the tags of a permalink structure may mean.

        Category, author and the time of day are not asked for: the canonical address tells them apart.
        Raises ValueError when the tags hold no date.
        """
        found = self
        if number := values.get("post_id"):
            found = found.with_public_id(int(number))
        if slug := values.get("postname"):
            found = found.filter(slug=slug)
        if year := values.get("year"):
            month, day = values.get("monthnum"), values.get("day")
            found = found.in_period(
                int(year), int(month) if month else None, int(day) if month and day else None
            )
        return found.order_by("-published_at", "-pk")

    def prefetch_permalink_parts(self, articles: Sequence["Article"]) -> None:
        """Fetch what the permalink structure asks for beyond the articles' own rows, all at once."""
        tags = permalinks.parse(SiteSettings.current().permalink_structure).tags
        wanted = [name for tag, name in (("author", "author"), ("category", "categories")) if tag in tags]
        models.prefetch_related_objects(articles, *wanted)

    def with_likes(self, *, user: Any, visitor_key: str) -> Self:
        """Annotate what ``like_summary`` needs: all likes of an article in its own query."""
        likes = Like.objects.filter(article=models.OuterRef("pk"))
        person = JSONObject(**{name: f"user__{name}" for name in PERSON_SHOWN})
        people = likes.exclude(user=None).order_by("-pk").annotate(person=person).values("person")
        return self.annotate(
            like_count=count_of_article(Like.objects.all()),
            is_liked=models.Exists(likes.of_visitor(user=user, visitor_key=visitor_key)),
            likers=ArraySubquery(people[:MOST_PEOPLE_SHOWN]),
        )

    def with_comment_count(self) -> Self:
        """Annotate the number of public comments."""
        comments = apps.get_model("comments.BlogComment")._default_manager.public()
        return self.annotate(comment_count=count_of_article(comments))

    def sticky_first(self) -> Self:
        """Order for the home page."""
        return self.order_by("-is_sticky", "-published_at", "-pk")


class Article(Content):
    """One article, with its place in the taxonomy and, when syndicated, its source."""

    categories = models.ManyToManyField(Category, related_name="articles", blank=True)
    tags = models.ManyToManyField(Tag, related_name="articles", blank=True)
    comments_close_after_days = models.PositiveSmallIntegerField(
        _("close comments after this many days"),
        null=True,
        blank=True,
        help_text=_("Empty: as the site's settings say. 0: never."),
    )
    is_sticky = models.BooleanField(
        _("sticky"), default=False, help_text=_("Stays at the top of the home page.")
    )
    source_name = models.CharField(_("source's name"), max_length=200, blank=True)
    source_url = models.URLField(_("source's address"), max_length=500, blank=True)
    source_title = models.CharField(_("title at the source"), max_length=500, blank=True)
    featured_image = models.ForeignKey(
        "blog.Image", models.SET_NULL, null=True, blank=True, verbose_name=_("featured picture")
    )

    objects = ArticleQuerySet.as_manager()

    if TYPE_CHECKING:
        likes: RelatedManager[Like]
        like_count: int  # these three by with_likes()
        is_liked: bool
        likers: list[dict[str, Any]]
        comment_count: int  # by with_comment_count()

    class Meta(Content.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        permissions = [("edit_others", _("Can change articles and pages of other authors"))]
        indexes = [
            *Content.Meta.indexes,
            models.Index(fields=["status", "-published_at", "-id"], name="article_newest_first"),
            models.Index(fields=["slug"], name="article_slug"),
        ]

    def get_absolute_url(self) -> str:
        """Return the permalink by the site's structure; drafts have ``/?p=ID``."""
        return permalinks.build(SiteSettings.current().permalink_structure, self.permalink_parts())

    def permalink_parts(self) -> permalinks.Parts:
        """Return what a permalink structure can be filled with."""
        zone = SiteSettings.current().zone
        return permalinks.Parts(
            number=self.public_id,
            slug=self.slug,
            published_at=self.published_at.astimezone(zone) if self.published_at else None,
            find_category=lambda: self.first_category_path,
            find_author=lambda: self.author.nicename,
        )

    @property
    def like_summary(self) -> LikeSummary:
        """What is said about its likes; it must come from ``with_likes()``."""
        people = [get_user_model()(**fields) for fields in self.likers]
        return LikeSummary(self.like_count, self.is_liked, people)

    @property
    def first_category_path(self) -> str:
        """``parent/child`` of the category that comes first, for ``%category%``."""
        paths = sorted(category.path for category in self.categories.all())
        return paths[0] if paths else "uncategorized"

    @property
    def is_syndicated(self) -> bool:
        """Whether the byline names a source."""
        return bool(self.source_name)

    @property
    def is_open_for_comments(self) -> bool:
        """Whether a comment would be taken now: the switch, then the own closing time or the site's."""
        days = self.comments_close_after_days
        if days is None:
            days = SiteSettings.current().comments_close_after_days
        if not self.comments_open or not self.is_published:
            return False
        return not days or self.published_at > timezone.now() - timedelta(days=days)  # type: ignore[operator]  # published: has a time


def count_of_article(rows: models.QuerySet[Any]) -> Coalesce:
    """Return a subquery that counts those of ``rows`` that belong to the article of the outer query."""
    own = rows.filter(article=models.OuterRef("pk")).order_by().values("article")
    counted = own.annotate(number=models.Count("pk")).values("number")
    return Coalesce(models.Subquery(counted), 0)
