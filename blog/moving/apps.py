"""The app whose admin moves blogs in and out."""

from django.apps import AppConfig


class MovingConfig(AppConfig):
    """Registers the pages of the admin; the models are those of ``blog.importing``."""

    name = "blog.moving"
    label = "moving"
