"""A reader whose files are lists in memory, and short ways to make what they hold."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any

from blog.importing.models import ImportRun
from blog.importing.reading import Item, Position, Survey
from blog.importing.records import Attachment, Bundle, Comment, Oddity, Person, Site, Term, Text, TextKind
from blog.importing.report import Report
from blog.importing.run import run_import

SITE = Site(
    address="https://old.example",
    title="The old blog",
    tagline="As it was",
    time_zone="Europe/Berlin",
    permalink_structure="/%year%/%monthnum%/%day%/%postname%/",
    people=(Person("anna", 7, "anna@old.example", "Anna Author", "anna"),),
    categories=(Term("news", "News", 3),),
    tags=(Term("sea", "Sea", 4),),
    hosts=frozenset({"old.example"}),
)
MAY_15 = datetime(2019, 5, 15, 12, 0, tzinfo=UTC)
ITEM_BYTES = 1000  # what each item counts in its file


@dataclass
class ListItem:
    """One item; its digest is that of what it holds."""

    bundle: Bundle
    end: Position
    digest: bytes

    def bundles(self) -> Iterator[Bundle]:
        yield self.bundle


@dataclass
class ListReader:
    """Files of one site, each a list of bundles."""

    files: Sequence[Sequence[Bundle]]
    site: Site = SITE
    system: str = "wordpress"
    oddities: tuple[Oddity, ...] = ()

    def survey(self) -> Survey:
        return Survey(self.site, ITEM_BYTES * sum(map(len, self.files)), self.oddities)

    def attachments(self, start: Position) -> Iterator[Item]:
        return self._items(start, are_attachments=True)

    def texts(self, start: Position) -> Iterator[Item]:
        return self._items(start, are_attachments=False)

    def _items(self, start: Position, *, are_attachments: bool) -> Iterator[Item]:
        for number, bundles in enumerate(self.files):
            for place, bundle in enumerate(bundles):
                end = Position(number, ITEM_BYTES * (place + 1))
                if end > start and are_attachments == bool(bundle.attachment):
                    told = repr((bundle.text, bundle.attachment, bundle.comments))
                    yield ListItem(bundle, end, blake2b(told.encode(), digest_size=16).digest())


def article(number: int, /, comments: Iterable[Comment] = (), **fields: Any) -> Bundle:
    """Make an article that was published so many minutes after noon."""
    moment = MAY_15 + timedelta(minutes=number % 700)
    slug = fields.pop("slug", f"article-{number}")
    text = Text(
        key=str(number),
        kind=TextKind.ARTICLE,
        title=f"Article {number}",
        slug=slug,
        body=f"<p>Text {number}</p>",
        body_format="wordpress",
        number=number,
        link=f"https://old.example/2019/05/15/{slug}/",
        author="anna",
        published_at=moment,
        created_at=moment,
        updated_at=moment,
        categories=("news",),
        tags=("sea",),
    )
    return Bundle(replace(text, **fields), comments=list(comments))


def page(number: int, /, **fields: Any) -> Bundle:
    """Make a page."""
    slug = fields.pop("slug", f"page-{number}")
    values = {"kind": TextKind.PAGE, "title": f"Page {number}", "categories": (), "tags": ()}
    return article(number, slug=slug, **(values | {"link": f"https://old.example/{slug}/"} | fields))


def comment(number: int, text: str, /, **fields: Any) -> Comment:
    """Make a comment of a guest."""
    values: dict[str, Any] = {
        "key": str(number),
        "text": text,
        "body": f"Comment {number}",
        "body_format": "wordpress",
        "number": number,
        "author_name": "Gustav Guest",
        "email": "gustav@old.example",
        "submitted_at": MAY_15 + timedelta(days=1, minutes=number % 700),
    }
    return Comment(**(values | fields))


def attachment(number: int, /, **fields: Any) -> Bundle:
    """Make a picture."""
    path = f"2019/05/picture-{number}.jpg"
    values: dict[str, Any] = {
        "key": str(number),
        "url": f"https://old.example/wp-content/uploads/{path}",
        "path": path,
        "number": number,
        "title": f"Picture {number}",
    }
    return Bundle(attachment=Attachment(**(values | fields)))


def new_run(files: Sequence[Sequence[Bundle]], **fields: Any) -> ImportRun:
    """Make a run over files of that many items."""
    named = [
        {"name": f"{number}.xml", "size": ITEM_BYTES * len(bundles), "digest": ""}
        for number, bundles in enumerate(files)
    ]
    return ImportRun.objects.create(system="wordpress", files=named, **fields)


def ignore(phase: str, done: int, total: int, counts: Mapping[str, Mapping[str, int]]) -> None:
    """Tell nobody."""


def import_files(*files: Sequence[Bundle], site: Site = SITE, **fields: Any) -> Report:
    """Import files in one run, without the proof of addresses; ``fields`` are those of the run."""
    fields["options"] = {"check_urls": False} | fields.get("options", {})
    return run_import(new_run(files, **fields), ListReader(files, site), ignore)
