"""``manage.py export_wordpress [--output FOLDER|-]``"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from blog.exporting import EXCLUDABLE
from blog.serving.preparation import prepare_for_export
from blog.wordpress.export import export_to


class Command(BaseCommand):
    """Write the blog as WXR, WordPress's own format."""

    help = (
        "Write articles, pages, comments, terms and people as WXR 1.2, which WordPress imports. "
        "Exit code 0: all is written; 1: it is not, and the reason is told. "
        "Example: manage.py export_wordpress --output exports --max-size 64 --exclude drafts spam"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take where to write, how large files may be, and what is left out."""
        parser.add_argument("--output", default=".", metavar="FOLDER", help="a folder, or - for the pipe")
        parser.add_argument("--max-size", type=float, metavar="MB", help="divide into files of at most that")
        what = f"leave out: {', '.join(EXCLUDABLE)}"
        parser.add_argument("--exclude", nargs="+", default=[], choices=EXCLUDABLE, metavar="WHAT", help=what)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write, showing how far it is, and name the files."""
        prepare_for_export()
        try:
            for line in export_to(options["output"], options["exclude"], options["max_size"]):
                self.stdout.write(line)
        except (OSError, ValueError) as error:
            raise CommandError(f"The export cannot be written: {error}") from error
