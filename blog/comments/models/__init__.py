"""Reader comments: ``BlogComment`` on top of django-comments-xtd, and likes of comments."""

from blog.comments.models.comment import DEEPEST_LEVEL, ID_DIGITS, LARGEST_ID, BlogComment
from blog.comments.models.like import CommentLike
from blog.comments.models.queryset import CommentQuerySet, State

__all__ = [
    "DEEPEST_LEVEL",
    "ID_DIGITS",
    "LARGEST_ID",
    "BlogComment",
    "CommentLike",
    "CommentQuerySet",
    "State",
]
