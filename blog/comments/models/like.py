"""Likes of comments: one per visitor, no account needed."""

from typing import Any

from django.db import models, transaction

from blog.comments.models.comment import BlogComment
from blog.models.by_visitor import ByVisitor, once_per_visitor, whose


class CommentLike(ByVisitor):
    """One visitor likes one comment."""

    comment = models.ForeignKey(BlogComment, models.CASCADE, related_name="likes")

    class Meta:
        constraints = once_per_visitor("comment", "comment_like")

    def __str__(self) -> str:
        return f"{self.user or self.visitor_key[:8]} likes comment {self.comment_id}"

    @classmethod
    def toggle(cls, comment: BlogComment, *, user: Any, visitor_key: str) -> bool:
        """Like the comment, or take the like back; return whether it is liked now."""
        with transaction.atomic():
            BlogComment.objects.select_for_update(of=("self",)).only("pk").get(pk=comment.pk)
            # Those of the browser, too: what was liked before signing in is liked by the same person.
            mine = cls.objects.filter(comment=comment).of_visitor(user=user, visitor_key=visitor_key)
            taken_back, _by_model = mine.delete()
            is_liked = not taken_back
            if is_liked:
                cls.objects.create(comment=comment, **whose(user=user, visitor_key=visitor_key))
            comment.like_count = cls.objects.filter(comment=comment).count()
            BlogComment.objects.filter(pk=comment.pk).update(like_count=comment.like_count)
        return is_liked
