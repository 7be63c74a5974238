"""The app of the conversation, and django-comments-xtd without its signal."""

from django.apps import AppConfig
from django_comments_xtd.apps import CommentsXtdConfig


class CommentsConfig(AppConfig):
    """Registers the comment model and its admin."""

    name = "blog.comments"
    label = "comments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what is kept about people, and how their mails end; the models are there only now."""
        from blog.comments import followups, personal_data
        from blog.subscriptions import followups as mails_to_leave

        personal_data.register()
        mails_to_leave.register(followups.mute_all)


class QuietCommentsXtdConfig(CommentsXtdConfig):  # type: ignore[misc]
    """The stock app without the ``pre_save`` signal that publishes held replies with their parent."""

    def ready(self) -> None:
        """Connect nothing."""
