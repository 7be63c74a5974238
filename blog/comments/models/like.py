"""Likes of comments: one per visitor, no account needed."""

from typing import Any

from django.conf import settings
from django.db import models, transaction

from blog.comments.models.comment import BlogComment


class CommentLike(models.Model):
    """One visitor likes one comment."""

    comment = models.ForeignKey(BlogComment, models.CASCADE, related_name="likes")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="comment_likes"
    )
    visitor_key = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "user"],
                condition=models.Q(user__isnull=False),
                name="comment_like_once_per_person",
            ),
            models.UniqueConstraint(
                fields=["comment", "visitor_key"],
                condition=models.Q(user__isnull=True),
                name="comment_like_once_per_visitor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user or self.visitor_key[:8]} likes comment {self.comment_id}"

    @classmethod
    def toggle(cls, comment: BlogComment, *, user: Any, visitor_key: str) -> bool:
        """Like the comment, or take the like back; return whether it is liked now."""
        visitor = {"user": user} if user.is_authenticated else {"user": None, "visitor_key": visitor_key}
        with transaction.atomic():
            BlogComment.objects.select_for_update(of=("self",)).only("pk").get(pk=comment.pk)
            mine = cls.objects.filter(comment=comment, **visitor)
            is_liked = not mine.exists()
            if is_liked:
                cls.objects.create(comment=comment, **visitor)
            else:
                mine.delete()
            comment.like_count = cls.objects.filter(comment=comment).count()
            BlogComment.objects.filter(pk=comment.pk).update(like_count=comment.like_count)
        return is_liked
