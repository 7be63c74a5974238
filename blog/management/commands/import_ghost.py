"""``manage.py import_ghost FILE…``"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from blog.moving.commands import add_arguments, import_files


class Command(BaseCommand):
    """Import exports (JSON) of a Ghost blog: articles, pages, tags, people, comments, and every address."""

    help = (
        "Import exports (JSON) of a Ghost blog: articles, pages, tags, people and every address. "
        "Pictures are taken from a copy of its folder content. What only members could read becomes private. "
        "The same command goes on where one was broken off; the same file again changes nothing. "
        "Exit code: 0, all is well; 1, an old address leads nowhere; 2, refused or stopped. "
        "Example: manage.py import_ghost blog.ghost.2026-01-31.json --media content.zip --dry-run"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the files and the choices."""
        add_arguments(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import, and tell."""
        sys.exit(import_files("ghost", options))
