"""The app of the conversation, and django-comments-xtd without its signal."""

from django.apps import AppConfig
from django_comments_xtd.apps import CommentsXtdConfig


class CommentsConfig(AppConfig):
    """Registers the comment model and its admin."""

    name = "blog.comments"
    label = "comments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what is kept about people, how their mails end, and who may follow, once models exist."""
        from blog.comments import blocking, followups, personal_data
        from blog.subscriptions import followups as mails_to_leave
        from blog.subscriptions import gate

        personal_data.register()
        mails_to_leave.register(followups.mute_all)
        gate.register(blocking.refuse_to_follow)


class QuietCommentsXtdConfig(CommentsXtdConfig):  # type: ignore[misc]
    """The stock app without the ``pre_save`` signal that publishes held replies with their parent."""

    def ready(self) -> None:
        """Connect nothing."""
