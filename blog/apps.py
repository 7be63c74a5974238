"""The core app: articles, pages and what surrounds them."""

from django.apps import AppConfig


class BlogConfig(AppConfig):
    """Registers models, checks and the admin."""

    name = "blog"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Broadside"

    def ready(self) -> None:
        """Register the checks."""
        from blog import checks  # noqa: F401
