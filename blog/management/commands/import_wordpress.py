"""``manage.py import_wordpress FILE…``"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from blog.moving.commands import add_arguments, import_files
from blog.serving.preparation import prepare_for_import


class Command(BaseCommand):
    """Import export files of WordPress: articles, pages, comments, pictures, and every address."""

    help = (
        "Import export files (WXR, also zipped) of WordPress and WordPress.com. The same command goes on "
        "where one was broken off; the same file again changes nothing. "
        "Exit code: 0, all is well; 1, an old address leads nowhere; 2, refused or stopped. "
        "Example: manage.py import_wordpress site.xml --media media-export.tar --author jane=owner --dry-run"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the files and the choices."""
        add_arguments(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import, and tell."""
        prepare_for_import()
        sys.exit(import_files("wordpress", options))
