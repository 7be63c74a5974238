"""Likes of articles: one per visitor, no account needed."""

from typing import Any, Self

from django.conf import settings
from django.db import models


class LikeQuerySet(models.QuerySet["Like"]):
    """Chains for counting and showing likes."""

    def of_visitor(self, *, user: Any = None, visitor_key: str = "") -> Self:
        """Keep the likes of a signed-in person, else of the browser with that key."""
        if user is not None and user.is_authenticated:
            return self.filter(user=user)
        return self.filter(user=None, visitor_key=visitor_key) if visitor_key else self.none()


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
                fields=["article", "user"], condition=models.Q(user__isnull=False), name="like_once_per_person"
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
