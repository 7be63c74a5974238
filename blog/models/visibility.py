"""The states of articles and pages, and the one rule of what a visitor may see."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from blog.models.content import Content

LARGEST_ID = 2**63 - 1


class Status(models.TextChoices):
    """State of an article or page. Scheduled is no state: it is published in the future."""

    DRAFT = "draft", _("Draft")
    PENDING = "pending", _("Pending review")
    PUBLISHED = "published", _("Published")
    PRIVATE = "private", _("Private")


class ContentQuerySet[T: "Content"](models.QuerySet[T]):
    """Chains that every outlet uses."""

    def published(self, now: datetime | None = None) -> Self:
        """Keep what any visitor may see in lists: published, its time come, no password.

        This is the one definition; pages, feeds, sitemaps, search, counts, mails and exports use it.
        """
        return self.reachable(now).filter(password="")

    def reachable(self, now: datetime | None = None) -> Self:
        """Keep what answers at its address: ``published()`` and the password-protected ones."""
        return self.filter(_is_reachable(now or timezone.now()))

    def scheduled(self) -> Self:
        """Keep what will appear by itself at a time to come."""
        return self.filter(status=Status.PUBLISHED, published_at__gt=timezone.now())

    def readable_by(self, user: Any) -> Self:
        """Keep what ``user`` may open at its address: the reachable, and for its people the rest."""
        if not getattr(user, "is_authenticated", False):
            return self.reachable()
        if user.has_perm(f"blog.change_{self.model._meta.model_name}"):
            if user.has_perm("blog.edit_others"):
                return self.all()
            return self.filter(_is_reachable(timezone.now()) | models.Q(author=user))
        return self.reachable()

    def with_public_id(self, number: int) -> Self:
        """Keep the one with that number in ``/?p=``."""
        if number > LARGEST_ID:
            return self.none()
        return self.filter(models.Q(wordpress_id=number) | models.Q(wordpress_id=None, pk=number))

    def newest_first(self) -> Self:
        """Order by publication, the id deciding between equals."""
        return self.order_by("-published_at", "-pk")


def _is_reachable(now: datetime) -> models.Q:
    return models.Q(status=Status.PUBLISHED, published_at__lte=now)
