"""Runs the blog."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from blog.serving.serve import serve


class Command(BaseCommand):
    """Prepare everything, then serve pages and run the worker until Ctrl-C or SIGTERM."""

    help = "Prepare the database and the files, then serve pages and run the worker until Ctrl-C or SIGTERM."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve."""
        sys.exit(serve())
