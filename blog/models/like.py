"""Likes of articles: one per visitor, no account needed."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.models.by_visitor import ByVisitor, ByVisitorQuerySet, once_per_visitor, whose

if TYPE_CHECKING:
    from blog.models.article import Article

MOST_PEOPLE_SHOWN, MOST_PEOPLE_LISTED = 20, 200  # under the text; on the page of their own


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
    """What a visitor is told about the likes of one article or comment."""

    count: int
    is_liked: bool
    people: list[Any] = field(default_factory=list)  # users, the newest likes first
    guest_count: int = 0  # of those without an account; only ``of`` counts them

    @classmethod
    def of(cls, likes: ByVisitorQuerySet, *, user: Any, visitor_key: str) -> "LikeSummary":
        """Ask for all there is to tell of these likes, at most MOST_PEOPLE_LISTED people; three queries."""
        counts = likes.aggregate(all=models.Count("pk"), people=models.Count("user"))
        with_people = likes.exclude(user=None).select_related("user").order_by("-pk")
        return cls(
            count=counts["all"],
            is_liked=likes.of_visitor(user=user, visitor_key=visitor_key).exists(),
            people=[like.user for like in with_people[:MOST_PEOPLE_LISTED]],
            guest_count=counts["all"] - counts["people"],
        )

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
        """How many are neither among ``people`` nor among the guests."""
        return max(0, self.count - len(self.people) - self.guest_count)

    @property
    def label(self) -> str:
        """The count in two words; empty when there is none."""
        if not self.count:
            return ""
        return ngettext("%(count)d like", "%(count)d likes", self.count) % {"count": self.count}

    @property
    def heading(self) -> str:
        """The heading of the list of people."""
        if not self.count:
            return _("Be the first to like this.")
        return ngettext("One blogger likes this:", "%(count)d bloggers like this:", self.count) % {
            "count": self.count
        }
