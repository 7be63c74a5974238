"""The stand-in for login services: a demonstration on loopback addresses, and the tests' provider."""

from django.apps import AppConfig


class StandInConfig(AppConfig):
    """Registers nothing but templates."""

    name = "accounts.stand_in"
    label = "stand_in"
