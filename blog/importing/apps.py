"""The app that remembers what was imported from where."""

from django.apps import AppConfig


class ImportingConfig(AppConfig):
    """Registers the models."""

    name = "blog.importing"
    label = "importing"
    default_auto_field = "django.db.models.BigAutoField"
