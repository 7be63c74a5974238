"""``manage.py import_run NUMBER``"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from blog.moving.commands import go_on
from blog.serving.lifeline import end_with_parent


class Command(BaseCommand):
    """Do, or go on with, an import that was begun in the admin."""

    help = (
        "Do, or go on with, an import that was begun in the admin; the worker does so by itself. "
        "Example: manage.py import_run 12"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the number of the import."""
        parser.add_argument("number", type=int, metavar="NUMBER")
        parser.add_argument("--parent", type=int, help="the process to end with")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import, and tell."""
        if options["parent"]:
            end_with_parent(options["parent"])
        sys.exit(go_on(options["number"]))
