"""``manage.py moderate list|approve|hold|spam|trash|delete``"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from blog.comments import bulk
from blog.comments.models import MOVES, State


class Command(BaseCommand):
    """Moderate comments from a script; the exit code is 1 when there is none of them."""

    help = (
        "List, approve, mark as spam, move to the trash or delete comments. Everything given must fit. "
        'Example: manage.py moderate spam --state pending --match "cheap pills" --dry-run'
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the act and what it is done to."""
        parser.add_argument("act", choices=["list", *MOVES, "delete"])
        parser.add_argument("--id", type=int, nargs="+", metavar="N", help="these numbers")
        parser.add_argument(
            "--match", default="", metavar="TEXT", help="words, e-mail, @domain or IP address"
        )
        parser.add_argument("--state", default="", choices=State.values, help="only in this state")
        parser.add_argument("--dry-run", action="store_true", help="only list what would be moved")
        parser.add_argument("--yes", action="store_true", help="delete without asking")
        parser.add_argument("--by", default="", metavar="USERNAME", help="whom the log names")
        parser.add_argument("--json", action="store_true", help="list as JSON, one object a line")

    def handle(self, *_args: Any, **options: Any) -> None:
        """List or move, and tell how far it is."""
        try:
            for line in bulk.run(options):
                self.stdout.write(line)
        except bulk.BulkError as error:
            raise CommandError(str(error)) from error
