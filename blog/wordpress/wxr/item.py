"""One item of an export: known by its digest, parsed when asked."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from blog.importing.reading import Position
from blog.importing.records import Bundle
from blog.importing.xml.encoding import UTF8
from blog.importing.xml.parsing import BrokenItemError, clean_blocks, parse_repaired, told_of
from blog.importing.xml.sources import Source
from blog.importing.xml.splitter import Kind, Piece
from blog.wordpress.wxr.comments import CommentMaker
from blog.wordpress.wxr.context import Context, Telling
from blog.wordpress.wxr.elements import MOST_PARTS, Elements, Fields, parse, parse_large
from blog.wordpress.wxr.files import make_attachment
from blog.wordpress.wxr.head import read_number
from blog.wordpress.wxr.names import Names
from blog.wordpress.wxr.repeats import mark_of
from blog.wordpress.wxr.texts import KINDS, make_text
from blog.wordpress.wxr.threads import put_in_order

VERSION = b"1"  # of what records are made of the same bytes; a new one makes all items changed
BLOCK = 256 * 1024  # bytes of a large item parsed at once
GONE = frozenset(("trash", "auto-draft"))


@dataclass(frozen=True, slots=True)
class File:
    """What the items of one file share."""

    source: Source
    names: Names
    salt: bytes  # of the digests


class WxrItem:
    """Fulfils ``blog.importing.reading.Item``."""

    __slots__ = ("_context", "_file", "_piece", "digest", "end")

    def __init__(self, piece: Piece, end: Position, file: File, context: Context) -> None:
        self._piece, self._file, self._context = piece, file, context
        self.end = end
        self.digest = b""
        if piece.raw is not None and piece.kind is Kind.ITEM:
            self.digest = hashlib.blake2b(piece.raw, digest_size=16, salt=file.salt).digest()

    @property
    def packed(self) -> tuple[Piece, Position] | None:
        """What an ``ItemParser`` takes; None for what is not held in memory."""
        return (self._piece, self.end) if self.digest else None

    def bundles(self) -> Iterator[Bundle]:
        """Yield what it holds; an item that is no XML yields why it was refused."""
        tell = Telling(self._file.source.name, self._piece.line)
        try:
            if self._piece.kind is not Kind.ITEM:
                yield self._refused(tell)
            elif self._piece.raw is None:
                yield from self._large_bundles(tell)
            else:
                yield self._bundle(self._piece.raw, tell)
        except BrokenItemError as error:
            tell("broken-item", "item", f"This item is no XML ({error}); it was left out.", error.line)
            yield Bundle(oddities=tell.oddities, skipped={"broken item": 1})

    def _refused(self, tell: Telling) -> Bundle:
        if self._piece.kind is Kind.CUT:
            tell("cut", "item", "The file ends within this item; it was left out.")
        else:
            tell(
                "broken-item", "item", "This item has no end, another one begins within it; it was left out."
            )
        return Bundle(oddities=tell.oddities, skipped={"broken item": 1})

    def _bundle(self, raw: bytes, tell: Telling) -> Bundle:
        read = partial(parse, names=self._file.names)
        elements, codes = parse_repaired(raw, self._file.source.encoding.of_items, read)
        for code in codes:
            tell(code, "item", told_of(code))
        bundle, comments = self._first(elements, tell)
        if comments:
            bundle.comments = put_in_order(comments.make(elements.comments), tell)
            bundle.skipped = {**bundle.skipped, **comments.skipped}
        return bundle

    def _large_bundles(self, tell: Telling) -> Iterator[Bundle]:
        for _ in parse_large(self._blocks(), self._file.names):
            pass  # an item is not imported by halves: first see that it is whole
        bundle, comments, was_told = None, None, False
        for elements, was_cut in parse_large(self._blocks(), self._file.names):
            if bundle is None:
                bundle, comments = self._first(elements, tell)
            if was_cut and not was_told:
                tell(
                    "too-long",
                    "item",
                    "One of its fields is longer than 8 million signs; the rest was cut off.",
                )
                was_told = True
            if comments:
                bundle.comments = comments.make(elements.comments)
                bundle.skipped = {**bundle.skipped, **comments.skipped}
                comments.skipped.clear()
            yield bundle
            tell.oddities = []
            bundle = Bundle(oddities=tell.oddities)

    def _first(self, elements: Elements, tell: Telling) -> tuple[Bundle, CommentMaker | None]:
        """Return the bundle without its comments, and what makes these; None where they are left out."""
        fields = elements.fields
        if elements.meta_room < 0 or MOST_PARTS in (len(elements.meta), len(elements.terms)):
            tell("too-many", "item", "Of its very many custom fields and terms not all were read.")
        kind = fields.get("wp:post_type", "").strip() or "post"
        status = fields.get("wp:status", "").strip()
        bundle = Bundle(oddities=tell.oddities)
        number = read_number(fields.get("wp:post_id", ""))
        key = self._find_key(fields, kind, number)
        if status in GONE:
            bundle.skipped = {status: 1}
        elif kind in KINDS:
            bundle.text = make_text(key, elements, self._context, tell)
            return bundle, CommentMaker(self._context, tell, key, number or 0)
        elif kind == "attachment":
            bundle.attachment = make_attachment(key, elements, self._context, tell)
            bundle.skipped = {} if bundle.attachment else {"file without an address": 1}
            if elements.comments:
                bundle.skipped = {**bundle.skipped, "comment on a file": len(elements.comments)}
        else:
            bundle.skipped = {kind[:40]: 1}
        return bundle, None

    def _find_key(self, fields: Fields, kind: str, number: int | None) -> str:
        if number is None:
            return fields.get("link", "").strip() or fields.get("guid", "").strip() or self._place()
        mark = mark_of(kind, (fields.get("guid") or fields.get("wp:post_date", "")).strip())
        return self._context.text_keys.get((number, mark)) or str(number)

    def _place(self) -> str:
        return self.digest.hex() or f"{self.end.file}-{self._piece.start}"

    def _blocks(self) -> Iterator[bytes]:
        return clean_blocks(self._raw_blocks(), self._file.source.encoding.of_items)

    def _raw_blocks(self) -> Iterator[bytes]:
        position, end = 0, self._piece.end
        with self._file.source.open() as stream:
            while position < end and (block := stream.read(min(BLOCK, end - position))):
                if position + len(block) > self._piece.start:
                    yield block[max(0, self._piece.start - position) :]
                position += len(block)


@dataclass(frozen=True, slots=True)
class ItemParser:
    """Fulfils ``blog.importing.reading.Parser``."""

    files: tuple[File, ...]
    context: Context

    def __call__(self, packed: tuple[Piece, Position]) -> Iterator[Bundle]:
        """Return what the item holds."""
        piece, end = packed
        return WxrItem(piece, end, self.files[end.file], self.context).bundles()


def digest_salt(context: Context) -> bytes:
    """Return what makes digests differ where the same bytes give other records."""
    people, blocks = sorted(context.people_by_number.items()), sorted(context.blocks.items())
    other = sorted(context.text_keys.items()), sorted(context.comment_keys.items())
    seen = repr((context.zone, people, blocks, sorted(context.hosts), other))
    return hashlib.blake2b(VERSION + seen.encode(UTF8, "replace"), digest_size=16).digest()
