"""The app of the conversation, and django-comments-xtd without its signal."""

from django.apps import AppConfig
from django_comments_xtd.apps import CommentsXtdConfig


class CommentsConfig(AppConfig):
    """Registers the comment model and its admin."""

    name = "blog.comments"
    label = "comments"
    default_auto_field = "django.db.models.BigAutoField"


class QuietCommentsXtdConfig(CommentsXtdConfig):  # type: ignore[misc]
    """The stock app without the ``pre_save`` signal that publishes held replies with their parent."""

    def ready(self) -> None:
        """Connect nothing."""
