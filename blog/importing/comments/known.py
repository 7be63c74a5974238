"""What is in the database already of what a portion of comments names, asked for at once."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection
from django_comments.models import Comment as StockComment

from blog.comments.models.place import Place
from blog.importing.ledger import short
from blog.importing.models import Imported
from blog.importing.numbers import LARGEST_KEPT, Numbers
from blog.importing.records import TextKind

COMMENT = "comment"  # the kind of ``Imported``


class Item(NamedTuple):
    """What a comment stands under."""

    kind: TextKind
    pk: int


class Row(NamedTuple):
    """A comment that is stored; all but ``pk`` is None for one that is none of the blog's."""

    pk: int
    wordpress_id: int | None
    article_id: int | None
    page_id: int | None
    path: str | None
    thread_id: int | None
    parent_id: int | None
    imported_as: bytes | None

    @property
    def item(self) -> Item:
        """What it stands under."""
        if self.article_id:
            return Item(TextKind.ARTICLE, self.article_id)
        return Item(TextKind.PAGE, self.page_id or 0)

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.path or "", self.thread_id or 0)


ROWS = """
SELECT stock.id, own.wordpress_id, own.article_id, own.page_id, own.path, xtd.thread_id, xtd.parent_id,
       own.imported_as
FROM django_comments stock
LEFT JOIN comments_blogcomment own ON own.xtdcomment_ptr_id = stock.id
LEFT JOIN django_comments_xtd_xtdcomment xtd ON xtd.comment_ptr_id = stock.id
WHERE stock.id = ANY(%s::int[])
"""
IMPORTED = """
SELECT key, object_id FROM importing_imported WHERE source_id = %s AND kind = %s AND key = ANY(%s)
"""
TAKEN = "SELECT wordpress_id FROM comments_blogcomment WHERE wordpress_id = ANY(%s::bigint[])"
GONE = "SELECT number, article_id, page_id FROM comments_gonecomment WHERE number = ANY(%s::bigint[])"


@dataclass
class Known:
    """The rows that a portion may meet."""

    rows: dict[int, Row] = field(default_factory=dict)  # by primary key
    imported: dict[str, int] = field(default_factory=dict)  # key → primary key, gone or not
    taken: set[int] = field(default_factory=set)  # numbers that are some comment's already
    gone: set[tuple[int, Item]] = field(default_factory=set)
    own_items: set[Item] = field(default_factory=set)  # texts that came from the same source

    @classmethod
    def look_up(cls, source_id: int, keys: Collection[str], numbers: Collection[int]) -> "Known":
        """Ask for what has one of these keys at the source, or one of these numbers."""
        known = cls()
        numbers = [number for number in numbers if number < 2**63]
        shortened = [short(key) for key in keys]
        with connection.cursor() as cursor:  # arrays: the ORM would name each of thousands of parameters
            cursor.execute(IMPORTED, [source_id, COMMENT, shortened])
            known.imported = dict(cursor.fetchall())
            pks = {*known.imported.values(), *(number for number in numbers if number <= LARGEST_KEPT)}
            cursor.execute(ROWS, [list(pks)])
            known.rows = {row[0]: Row(*row) for row in cursor.fetchall()}
            cursor.execute(TAKEN, [numbers])
            known.taken = {row[0] for row in cursor.fetchall()}
            cursor.execute(GONE, [numbers])
            known.gone = {
                (number, Item(TextKind.ARTICLE, article) if article else Item(TextKind.PAGE, page))
                for number, article, page in cursor.fetchall()
            }
        known.own_items = set(_own_items(source_id, {row.item for row in known.rows.values() if row.path}))
        return known

    def find(self, key: str, number: int | None, item: Item) -> Row | None:
        """Return the row that the comment of the source has become; whatever it stands under."""
        if short(key) in self.imported:
            return self.rows.get(self.imported[short(key)])
        row = self.rows.get(number) if number is not None else None
        if row is None or row.path is None or row.wordpress_id != number or row.imported_as is None:
            return None
        return row if row.item == item or row.item in self.own_items else None

    def is_gone(self, key: str, number: int | None, item: Item) -> bool:
        """Whether it was imported before, and deleted here."""
        if short(key) in self.imported:
            return self.imported[short(key)] not in self.rows
        return number is not None and (number, item) in self.gone


def draw(count: int, numbers: Numbers) -> list[int]:
    """Return new primary keys of comments."""
    return numbers.take(StockComment, count) if count else []


def make_room(highest: int, numbers: Numbers) -> None:
    """Let comments that are written here get numbers beyond that one."""
    numbers.move_beyond(StockComment, highest)


def _own_items(source_id: int, items: set[Item]) -> Any:
    """Yield those of the texts that the source brought; asked only where comments of the numbers exist."""
    for kind in TextKind:
        wanted = [item.pk for item in items if item.kind == kind]
        if wanted:
            rows = Imported.objects.filter(source=source_id, kind=kind.value, object_id__in=wanted)
            for pk in rows.values_list("object_id", flat=True):
                yield Item(kind, pk)
