"""Articles: what WordPress calls posts."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog import permalinks
from blog.models.content import Content, ContentQuerySet
from blog.models.site import SiteSettings
from blog.models.taxonomy import Category, Tag

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from blog.models.like import Like


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
        """Fetch author, categories and tags along, in three queries."""
        return self.select_related("author").prefetch_related("categories__parent", "tags")

    def sticky_first(self) -> Self:
        """Order for the home page."""
        return self.order_by("-is_sticky", "-published_at", "-pk")


class Article(Content):
    """One article, with its place in the taxonomy and, when syndicated, its source."""

    categories = models.ManyToManyField(Category, related_name="articles", blank=True)
    tags = models.ManyToManyField(Tag, related_name="articles", blank=True)
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
    def public_id(self) -> int:
        """The number in ``/?p=``: WordPress's where it was imported, else ours."""
        return self.wordpress_id or self.pk

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
        """Whether a comment would be taken now: the article's switch and the site's closing time."""
        days = SiteSettings.current().comments_close_after_days
        if not self.comments_open or not self.is_published:
            return False
        return not days or self.published_at > timezone.now() - timedelta(days=days)  # type: ignore[operator]
