"""``manage.py import_disqus FILE…``"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from blog.moving.commands import add_arguments, import_files


class Command(BaseCommand):
    """Import the comments of a Disqus forum under the articles that have the addresses of its threads."""

    help = (
        "Import the comments of a Disqus forum (XML) under the articles that have its addresses. "
        "Import the articles first, so that their old addresses are known. "
        "The same command goes on where one was broken off; the same file again changes nothing. "
        "Exit code: 0, all is well; 1, an old address leads nowhere; 2, refused or stopped. "
        "Example: manage.py import_disqus harbour-2026-01-31-all.xml.gz --dry-run"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the files and the choices."""
        add_arguments(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import, and tell."""
        sys.exit(import_files("disqus", options))
