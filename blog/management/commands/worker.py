"""Runs a worker alone, for a host that serves no pages."""

from typing import Any

from django.core.management.base import BaseCommand

from blog.serving import worker


class Command(BaseCommand):
    """Send mail and run tasks until Ctrl-C or SIGTERM."""

    help = "Send mail and run tasks until Ctrl-C or SIGTERM; serve does so too."

    def handle(self, *args: Any, **options: Any) -> None:
        """Work."""
        worker.run()
