"""Categories, which nest, and tags, which do not."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from blog import markdown

MOST_LEVELS = 10  # a chain of parents longer than this is a mistake or a loop


class Category(models.Model):
    """A drawer of the archive; ``path`` is ``parent/child``, as in its address."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("slug"), max_length=200, allow_unicode=True, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=1000, unique=True, editable=False)
    description = models.TextField(_("description"), blank=True, max_length=5000)
    wordpress_id = models.PositiveBigIntegerField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the own path and those below in step with parent and slug."""
        self.slug = self.slug or self.slug_for(self.name)
        self.path = f"{self.parent.path}/{self.slug}" if self.parent else self.slug
        super().save(*args, **kwargs)
        for child in self.children.all():
            if child.path != f"{self.path}/{child.slug}":
                child.parent = self
                child.save()

    def get_absolute_url(self) -> str:
        """Return ``/category/parent/child/``."""
        return reverse("archive-category", args=[self.path])

    @staticmethod
    def slug_for(name: str) -> str:
        """Return the slug that a category with this name gets."""
        return markdown.slug_from(name)[:200] or "category"

    def clean(self) -> None:
        """Refuse to be one's own ancestor."""
        if any(ancestor.pk == self.pk for ancestor in self.ancestors() if self.pk):
            raise ValidationError({"parent": _("A category cannot lie within itself.")})

    @classmethod
    def moved_from(cls, path: str) -> "Category | None":
        """Return the only category with the last slug of ``path``, where no category has that path."""
        if cls.objects.filter(path=path).exists():
            return None
        named = cls.objects.filter(slug=path.rsplit("/", 1)[-1])[:2]
        return named[0] if len(named) == 1 else None

    def ancestors(self) -> Iterator["Category"]:
        """Yield the parent, its parent, and so on."""
        above = self.parent
        for _level in range(MOST_LEVELS):
            if above is None:
                return
            yield above
            above = above.parent

    def with_descendants(self) -> models.QuerySet["Category"]:
        """Return this category and all below it."""
        return Category.objects.filter(models.Q(pk=self.pk) | models.Q(path__startswith=f"{self.path}/"))


class Tag(models.Model):
    """A word that articles carry."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("slug"), max_length=200, unique=True, allow_unicode=True, blank=True)
    description = models.TextField(_("description"), blank=True, max_length=5000)
    wordpress_id = models.PositiveBigIntegerField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Make the slug from the name when it has none."""
        self.slug = self.slug or self.slug_for(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return ``/tag/slug/``."""
        return reverse("archive-tag", args=[self.slug])

    @staticmethod
    def slug_for(name: str) -> str:
        """Return the slug that a tag with this name gets."""
        return markdown.slug_from(name)[:200] or "tag"
