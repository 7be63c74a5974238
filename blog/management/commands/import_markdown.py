"""``manage.py import_markdown FILE…``"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from blog.moving.commands import add_arguments, import_files
from blog.serving.preparation import prepare_for_import


class Command(BaseCommand):
    """Import Markdown files with front matter: our own export, Jekyll's and Hugo's folders."""

    help = (
        "Import folders or ZIP files of Markdown files: an export of this blog, a site of Jekyll or Hugo. "
        "Pictures are looked for in there. The same command goes on where one was broken off. "
        "Exit code: 0, all is well; 1, an old address leads nowhere; 2, refused or stopped. "
        "Example: manage.py import_markdown blog.zip --dry-run"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the files and the choices."""
        add_arguments(parser)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import, and tell."""
        prepare_for_import()
        sys.exit(import_files("markdown", options))
