"""The core app: articles, pages and what surrounds them."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class BlogConfig(AppConfig):
    """Registers models, checks and the admin."""

    default = True
    name = "blog"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Broadside"

    def ready(self) -> None:
        """Register the checks."""
        from blog import checks  # noqa: F401 - importing registers them


class AdminConfig(admin_apps.AdminConfig):
    """Django's admin with our order of things."""

    default = False
    default_site = "blog.admin_site.BlogAdminSite"
