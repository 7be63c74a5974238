"""Reads the exports of one Disqus forum."""

from collections.abc import Iterator, Sequence
from itertools import batched
from pathlib import Path

from blog.disqus.elements import Elements, parse
from blog.disqus.posts import make_comment
from blog.disqus.survey import Surveyed, look_over, tell_repairs
from blog.importing.options import Options
from blog.importing.reading import Item, Position, Survey
from blog.importing.records import Bundle, Oddity
from blog.importing.xml.parsing import BrokenItemError, parse_repaired
from blog.importing.xml.sources import Source, find_sources, pieces_of
from blog.importing.xml.splitter import Kind, Piece

BEGINNING = Position()
AT_ONCE = 50  # posts; an item of one post each would make portions of few


class DisqusReader:
    """Fulfils ``blog.importing.reading.Reader``: comments only, under texts that are here already.

    A position's ``file`` counts XML files, also those within zips; its ``offset`` counts unpacked bytes.
    """

    system = "disqus"

    def __init__(self, paths: Sequence[Path | str], options: Options | None = None) -> None:
        """Take the files in any order; raises UnreadableFileError where one cannot be opened."""
        self._sources = find_sources(paths)
        self._surveyed: Surveyed | None = None

    def survey(self) -> Survey:
        """Look over all files; raises UnreadableFileError."""
        return self._survey().survey

    def attachments(self, start: Position = BEGINNING) -> Iterator[Item]:
        """Yield nothing: Disqus keeps no files of the blog."""
        return iter(())

    def texts(self, start: Position = BEGINNING) -> Iterator[Item]:
        """Yield the posts, some at a time, from ``start`` on."""
        surveyed = self._survey()
        for number in range(start.file, len(self._sources)):
            source = self._sources[number]
            offset = start.offset if number == start.file else 0
            pieces = pieces_of(source, offset, name=b"post", largest_head=0)
            posts = (piece for piece in pieces if piece.kind not in {Kind.HEAD, Kind.TAIL})
            for some in batched(posts, AT_ONCE):
                yield Posts(some, source, surveyed, Position(number, some[-1].end))

    def _survey(self) -> Surveyed:
        if self._surveyed is None:
            self._surveyed = look_over(self._sources)
        return self._surveyed


class Posts:
    """Fulfils ``blog.importing.reading.Item`` for posts that follow one another."""

    digest = b""  # comments are compared one by one

    def __init__(self, pieces: Sequence[Piece], source: Source, surveyed: Surveyed, end: Position) -> None:
        self._pieces, self._source, self._surveyed, self.end = pieces, source, surveyed, end

    def bundles(self) -> Iterator[Bundle]:
        """Yield them together; those that are no XML yield why they were refused."""
        bundle = Bundle()
        threads, broken = {}, 0
        for piece in self._pieces:
            elements = self._parse(piece, bundle)
            if elements is None:
                broken += 1
                continue
            thread = self._surveyed.find(elements.reference("thread"))
            threads[thread.key] = thread
            key = elements.number or elements.get("id") or f"{thread.key}-{elements.get('createdAt')}"
            bundle.comments.append(make_comment(key, thread.key, elements))
        bundle.threads = list(threads.values())
        bundle.skipped = {"broken item": broken} if broken else {}
        yield bundle

    def _parse(self, piece: Piece, bundle: Bundle) -> Elements | None:
        """Return what a post holds; None, told, where that cannot be known."""
        line, reason = piece.line, ""
        if piece.kind is Kind.CUT:
            reason = "The file ends within this comment"
        elif piece.kind is Kind.UNCLOSED:
            reason = "This comment has no end, another one begins within it"
        elif piece.raw is None:
            reason = "This comment is larger than 8 MB"
        else:
            encoding = self._source.encoding.of_items
            try:
                elements, codes = parse_repaired(piece.raw, encoding, parse)
            except BrokenItemError as error:
                line, reason = line + error.line, f"This comment is no XML ({error})"
            else:
                subject = f"comment {elements.number}"
                bundle.oddities += tell_repairs(codes, subject, line, self._source.name)
                return elements
        code = "cut" if piece.kind is Kind.CUT else "broken-item"
        bundle.oddities.append(
            Oddity(code, "comment", f"{reason}; it was left out.", line, self._source.name)
        )
        return None
