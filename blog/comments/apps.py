"""The app of the conversation, and django-comments-xtd without its signal."""

from django.apps import AppConfig
from django_comments_xtd.apps import CommentsXtdConfig


class CommentsConfig(AppConfig):
    """Registers the comment model and its admin."""

    name = "blog.comments"
    label = "comments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what is kept about people; the models are there only now."""
        from blog.comments import personal_data

        personal_data.register()


class QuietCommentsXtdConfig(CommentsXtdConfig):  # type: ignore[misc]
    """The stock app without the ``pre_save`` signal that publishes held replies with their parent."""

    def ready(self) -> None:
        """Connect nothing."""
