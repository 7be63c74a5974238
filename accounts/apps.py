"""The app of people: authors, readers and their logins."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the custom user model."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the admin's login the brakes of the readers' one."""
        from django.contrib import admin

        from accounts.forms import AdminLoginForm

        admin.site.login_form = AdminLoginForm
