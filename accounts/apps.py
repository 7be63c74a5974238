"""The app of people: authors, readers and their logins."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the custom user model."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"
