"""Likes of articles: one per visitor, no account needed."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.models.by_visitor import ByVisitor, once_per_visitor, whose

if TYPE_CHECKING:
    from blog.models.article import Article

MOST_PEOPLE_SHOWN = 20


class Like(ByVisitor):
    """One visitor likes one article."""

    article = models.ForeignKey("blog.Article", models.CASCADE, related_name="likes")

    class Meta:
        constraints = [
            *once_per_visitor("article", "like"),
            models.CheckConstraint(
                condition=models.Q(user__isnull=False) | ~models.Q(visitor_key=""), name="like_has_a_visitor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user or self.visitor_key[:8]} likes {self.article_id}"

    @classmethod
    def add(cls, article: "Article", *, user: Any, visitor_key: str) -> None:
        """Like it; liking twice, also at the same moment, is liking once."""
        likes = cls.objects.filter(article=article)
        visitor = whose(user=user, visitor_key=visitor_key)
        try:
            with transaction.atomic():
                cls.objects.create(article=article, **visitor)
        except IntegrityError:
            if not likes.filter(**visitor).exists():
                raise
        if user.is_authenticated and visitor_key:
            likes.filter(user=None, visitor_key=visitor_key).delete()  # liked before signing in


@dataclass(frozen=True)
class LikeSummary:
    """What a visitor is told about the likes of one article."""

    count: int
    is_liked: bool
    people: list[Any] = field(default_factory=list)  # users, at most MOST_PEOPLE_SHOWN

    @property
    def sentence(self) -> str:
        """WordPress's words for the count and whether one's own like is in it."""
        if self.count == 0:
            return _("Be the first to like this.")
        if not self.is_liked:
            return ngettext("One blogger likes this.", "%(count)d bloggers like this.", self.count) % {
                "count": self.count
            }
        if self.count == 1:
            return _("You like this.")
        others = self.count - 1
        return ngettext(
            "You and one other blogger like this.", "You and %(count)d other bloggers like this.", others
        ) % {"count": others}

    @property
    def others_count(self) -> int:
        """How many are not among ``people``."""
        return max(0, self.count - len(self.people))

    @property
    def heading(self) -> str:
        """The heading of the list of people."""
        return ngettext("One blogger likes this:", "%(count)d bloggers like this:", self.count) % {
            "count": self.count
        }
