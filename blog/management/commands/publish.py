"""``manage.py publish FILE.md…``"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from blog.addresses import absolute
from blog.models import Article, Page
from blog.publishing import PublishError, publish_files


class Command(BaseCommand):
    """Publish articles from Markdown files with YAML front matter; all of them or none."""

    help = (
        "Publish articles from Markdown files with YAML front matter; all of them or none. "
        "The same slug and date again updates the article. Example: manage.py publish articles/*.md"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the files, and what to do with them."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE.md")
        parser.add_argument("--page", action="store_true", help="make pages, such as About, not articles")
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Publish, and tell of each file what became of it."""
        kind = Page if options["page"] else Article
        try:
            outcomes = publish_files(options["files"], kind=kind, dry_run=options["dry_run"])
        except PublishError as error:
            raise CommandError(str(error)) from error
        for outcome in outcomes:
            self.stdout.write(f"{outcome.verb} {outcome.path} {absolute(outcome.url)}")
