"""The provider for WordPress.com accounts."""

from django.apps import AppConfig


class WordPressComConfig(AppConfig):
    """Registers the provider with allauth."""

    name = "accounts.wordpress_com"
    label = "wordpress_com"
