"""Reads the exports of one WordPress blog."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from blog.importing.options import Options
from blog.importing.reading import Position, Survey
from blog.importing.xml.sources import find_sources, pieces_of
from blog.importing.xml.splitter import Kind
from blog.wordpress.wxr.item import File, ItemParser, WxrItem, digest_salt
from blog.wordpress.wxr.look import Look
from blog.wordpress.wxr.survey import Surveyed, Surveyor

BEGINNING = Position()


class WxrReader:
    """Fulfils ``blog.importing.reading.Reader`` for WXR 1.0 to 1.2: plain, gzip, or in a zip.

    A position's ``file`` counts XML files, also those within zips; its ``offset`` counts unpacked bytes.
    """

    system = "wordpress"

    def __init__(self, paths: Sequence[Path | str], options: Options | None = None) -> None:
        """Take the files in any order; raises UnreadableFileError where one cannot be opened."""
        self._sources = find_sources(paths)
        self._options = options or Options()
        self._surveyed: Surveyed | None = None

    def survey(self) -> Survey:
        """Look over all files; raises UnreadableFileError."""
        return self._survey().survey

    def attachments(self, start: Position = BEGINNING) -> Iterator[WxrItem]:
        """Yield the items that are files of the library, from ``start`` on."""
        for item, kind in self._items(start):
            if kind == "attachment":
                yield item

    def texts(self, start: Position = BEGINNING) -> Iterator[WxrItem]:
        """Yield the items with texts and comments, from ``start`` on, and what is skipped."""
        for item, kind in self._items(start):
            if kind != "attachment":
                yield item

    def parser(self) -> ItemParser:
        """Return what looks into items in another process."""
        return ItemParser(self._files(), self._survey().context)

    def _survey(self) -> Surveyed:
        if self._surveyed is None:
            self._surveyed = Surveyor(self._sources).survey()
        return self._surveyed

    def _items(self, start: Position) -> Iterator[tuple[WxrItem, str]]:
        context, files = self._survey().context, self._files()
        for number in range(start.file, len(files)):
            file = files[number]
            look = Look(file.names, file.source.encoding.of_items)
            offset = start.offset if number == start.file else 0
            for piece in pieces_of(file.source, offset):
                if piece.kind in {Kind.HEAD, Kind.TAIL}:
                    continue
                kind = look.kind(piece.raw) if piece.raw and piece.kind is Kind.ITEM else ""
                end = Position(number, piece.end)
                yield WxrItem(piece, end, file, context), kind

    def _files(self) -> tuple[File, ...]:
        surveyed = self._survey()
        salt = digest_salt(surveyed.context)
        pairs = zip(self._sources, surveyed.names, strict=True)
        return tuple(File(source, names, salt) for source, names in pairs)
