"""Reads the exports of one Ghost blog."""

from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from itertools import batched
from pathlib import Path

from blog.ghost import values
from blog.ghost.comments import make_comment
from blog.ghost.posts import PostMaker
from blog.ghost.splitter import Row, Splitter
from blog.ghost.survey import Shared, Surveyed, Surveyor
from blog.importing.options import Options
from blog.importing.reading import Item, Position, Survey
from blog.importing.records import Attachment, Bundle, Oddity
from blog.importing.xml.sources import Source, find_sources

VERSION = b"1"  # of what records are made of the same bytes; a new one makes all items changed
BEGINNING = Position()
AT_ONCE = 50  # comments in one item


class GhostReader:
    """Fulfils ``blog.importing.reading.Reader`` for exports of Ghost 0.11 to 6: plain, gzip, or in a zip.

    A position's ``file`` counts JSON files, then once more for their comments, which may stand before the
    posts; its ``offset`` counts unpacked bytes.
    """

    system = "ghost"

    def __init__(self, paths: Sequence[Path | str], options: Options | None = None) -> None:
        """Take the files in any order; raises UnreadableFileError where one cannot be opened."""
        self._sources = find_sources(paths, ".json")
        self._surveyed: Surveyed | None = None

    def survey(self) -> Survey:
        """Look over all files; raises UnreadableFileError."""
        return self._survey().survey

    def attachments(self, start: Position = BEGINNING) -> Iterator[Item]:
        """Yield each file that posts show, where the first of them stands, from ``start`` on."""
        maker = PostMaker(self._survey().shared)
        seen: set[str] = set()
        for number, source in enumerate(self._sources):
            for row in _rows(source, "posts"):
                for place, attachment in enumerate(_files(row, maker), start=1):
                    end = Position(number, row.start + place)
                    if attachment.key not in seen and end > start:
                        yield Made(Bundle(attachment=attachment), end)
                    seen.add(attachment.key)

    def texts(self, start: Position = BEGINNING) -> Iterator[Item]:
        """Yield the posts, then the comments, from ``start`` on."""
        surveyed = self._survey()
        maker, count = PostMaker(surveyed.shared), len(self._sources)
        for number, source in enumerate(self._sources):
            for row in _rows(source, "posts") if number >= start.file else ():
                end = Position(number, row.end)
                if end > start:
                    yield Post(row, end, source.name, surveyed.shared, maker)
        if not surveyed.has_comments:
            return
        for number, source in enumerate(self._sources, start=count):
            rows = _rows(source, "comments") if number >= start.file else iter(())
            later = (row for row in rows if Position(number, row.end) > start)
            for some in batched(later, AT_ONCE):
                yield Comments(some, Position(number, some[-1].end), source.name, surveyed.shared)

    def _survey(self) -> Surveyed:
        if self._surveyed is None:
            self._surveyed = Surveyor(self._sources).survey()
        return self._surveyed


class Made:
    """Fulfils ``blog.importing.reading.Item`` for what is made already."""

    digest = b""

    def __init__(self, bundle: Bundle, end: Position) -> None:
        self._bundle, self.end = bundle, end

    def bundles(self) -> Iterator[Bundle]:
        """Yield it."""
        yield self._bundle


class Post:
    """Fulfils ``blog.importing.reading.Item`` for a row of posts."""

    def __init__(self, row: Row, end: Position, file: str, shared: Shared, maker: PostMaker) -> None:
        self._row, self.end, self._file, self._maker = row, end, file, maker
        self.digest = b""
        if row.raw is not None:
            seen = repr(shared.about(_id_in(row.raw))).encode("utf-8", "surrogatepass")
            self.digest = blake2b(VERSION + seen + row.raw, digest_size=16).digest()

    def bundles(self) -> Iterator[Bundle]:
        """Yield the article or page; a row that cannot be read yields why."""
        bundle = Bundle()
        fields = _fields(self._row, self._file, bundle)
        if fields is not None:
            subject = f"post {values.key(fields, 'id')}"
            bundle.text = self._maker.text(fields, _teller(bundle, subject, self._row.line, self._file))
        yield bundle


class Comments:
    """Fulfils ``blog.importing.reading.Item`` for rows of comments that follow one another."""

    digest = b""  # comments are compared one by one

    def __init__(self, rows: Sequence[Row], end: Position, file: str, shared: Shared) -> None:
        self._rows, self.end, self._file, self._shared = rows, end, file, shared

    def bundles(self) -> Iterator[Bundle]:
        """Yield them together."""
        bundle = Bundle()
        for row in self._rows:
            if (fields := _fields(row, self._file, bundle)) is not None:
                bundle.comments.append(make_comment(fields, self._shared))
        yield bundle


def _rows(source: Source, table: str) -> Iterator[Row]:
    with source.open() as stream:
        for row in Splitter(stream.read).rows():
            if row.table == table:
                yield row


def _files(row: Row, maker: PostMaker) -> list[Attachment]:
    if row.raw is None or b"content" not in row.raw:
        return []
    try:
        return list(maker.files(values.read_row(row.raw)))
    except values.BrokenRowError:
        return []  # told when the texts are read


def _fields(row: Row, file: str, bundle: Bundle) -> values.Fields | None:
    """Return the fields of a row that has an id; else None, told."""
    code, reason = "broken-row", "it has no id"
    if row.raw is None:
        code = "cut" if row.is_cut else code
        reason = "the file ends within it" if row.is_cut else "it is larger than 32 MB"
    else:
        try:
            fields = values.read_row(row.raw)
        except values.BrokenRowError as error:
            reason = str(error)
        else:
            if values.key(fields, "id"):
                return fields
    told = f"This row of {row.table} was left out: {reason}."
    bundle.oddities.append(Oddity(code, row.table, told, row.line, file))
    bundle.skipped = {"broken row": bundle.skipped.get("broken row", 0) + 1}
    return None


def _teller(bundle: Bundle, subject: str, line: int, file: str) -> Callable[[str, str], None]:
    return lambda code, detail: bundle.oddities.append(Oddity(code, subject, detail, line, file))


def _id_in(raw: bytes) -> str:
    """Return the id of a row, as its relations name it."""
    try:
        return values.key(values.read_row(raw), "id")
    except values.BrokenRowError:
        return ""
