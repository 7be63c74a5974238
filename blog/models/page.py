"""Static pages: About, Contact. They nest, and stand outside the stream of articles."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.models.content import Content
from blog.models.visibility import ContentQuerySet


class PageQuerySet(ContentQuerySet["Page"]):
    """Chains for pages."""

    def in_menu_order(self) -> "PageQuerySet":
        """Order as WordPress does: by menu order, then title."""
        return self.order_by("menu_order", "title", "pk")


class Page(Content):
    """One page at ``/parent/child/``; ``path`` is stored so that finding it is one query."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    menu_order = models.IntegerField(_("order"), default=0)
    path = models.CharField(max_length=1000, unique=True, editable=False)

    number_parameter = "page_id"

    objects = PageQuerySet.as_manager()

    class Meta(Content.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the own path and those of the pages below in step with parent and slug."""
        self.slug = self.slug or self.free_slug()
        self.path = f"{self.parent.path}/{self.slug}" if self.parent else self.slug
        super().save(*args, **kwargs)
        for child in self.children.all():
            if not child.path.startswith(f"{self.path}/"):
                child.save()

    def get_absolute_url(self) -> str:
        """Return ``/path/``."""
        return f"/{self.path}/"

    @property
    def is_open_for_comments(self) -> bool:
        """Pages take comments only where their switch says so."""
        return self.comments_open and self.is_published
