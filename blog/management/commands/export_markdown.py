"""``manage.py export_markdown [--output FILE.zip|-]``"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from blog.exporting import EXCLUDABLE
from blog.markdown_files.export import export_to
from blog.serving.preparation import prepare_for_export


class Command(BaseCommand):
    """Write the blog as an archive of Markdown files."""

    help = (
        "Write the blog as a ZIP file: Markdown with front matter for each article and page, comments "
        "and all else as JSON, pictures. Exit code 0: all is written; 1: it is not, and the reason is told. "
        "Example: manage.py export_markdown --output blog.zip --without-media"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take where to write, and what is left out."""
        parser.add_argument("--output", default="", metavar="FILE.zip", help="a file, or - for the pipe")
        parser.add_argument("--without-media", action="store_true", help="leave out pictures and files")
        what = f"leave out: {', '.join(EXCLUDABLE)}"
        parser.add_argument("--exclude", nargs="+", default=[], choices=EXCLUDABLE, metavar="WHAT", help=what)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Write, showing how far it is, and name the file."""
        prepare_for_export()
        exclude = {*options["exclude"], *(["media"] if options["without_media"] else [])}
        try:
            for line in export_to(options["output"], exclude):
                self.stdout.write(line)
        except OSError as error:
            raise CommandError(f"The export cannot be written: {error}") from error
