"""Likes of articles: one per visitor, no account needed."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from blog.models.article import Article

MOST_PEOPLE_SHOWN = 20
NOBODY = "-"  # no browser has this key


class LikeQuerySet(models.QuerySet["Like"]):
    """Chains for counting and showing likes."""

    def of_visitor(self, *, user: Any = None, visitor_key: str = "") -> Self:
        """Keep the likes of the browser with that key, and of the person who is signed in with it."""
        own = models.Q(user=None, visitor_key=visitor_key or NOBODY)
        if user is not None and user.is_authenticated:
            own |= models.Q(user=user)
        return self.filter(own)


class Like(models.Model):
    """One visitor likes one article: a person with an account, or a browser known by a random key."""

    article = models.ForeignKey("blog.Article", models.CASCADE, related_name="likes")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="likes"
    )
    visitor_key = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = LikeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "user"],
                condition=models.Q(user__isnull=False),
                name="like_once_per_person",
            ),
            models.UniqueConstraint(
                fields=["article", "visitor_key"],
                condition=models.Q(user__isnull=True),
                name="like_once_per_visitor",
            ),
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
        visitor = {"user": user} if user.is_authenticated else {"user": None, "visitor_key": visitor_key}
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
