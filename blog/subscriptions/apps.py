"""The app of those who follow the blog by mail."""

from django.apps import AppConfig


class SubscriptionsConfig(AppConfig):
    """Registers models and admin."""

    name = "blog.subscriptions"
    label = "subscriptions"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Followers"

    def ready(self) -> None:
        """Register what is kept about people; the models are there only now."""
        from blog.subscriptions import personal_data

        personal_data.register()
