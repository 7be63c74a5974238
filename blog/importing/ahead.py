"""Looks into the items of the next portion in a process beside this one, while a portion is written.

Loading it needs no models, so that the process is small. It ends with this one, however this one ends.
"""

import signal
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from multiprocessing import get_context
from multiprocessing.connection import Connection
from operator import attrgetter
from types import TracebackType
from typing import Any, Self

from blog.importing.reading import Item, PackingReader, Parser, Position, Reader
from blog.importing.records import Bundle, Comment

SECONDS_TO_END = 5
_values_of = attrgetter(*(field.name for field in fields(Comment)))

type Opened = list[tuple[Bundle, list[tuple[Any, ...]]]]  # comments as plain values: less to pack


@dataclass(slots=True)
class OpenItem:
    """An item that has been looked into."""

    digest: bytes
    end: Position
    found: list[Bundle]

    def bundles(self) -> Iterator[Bundle]:
        """Yield what it holds."""
        return iter(self.found)


class Ahead:
    """The process beside this one; begun when a file has more than one portion."""

    def __init__(self, reader: Reader) -> None:
        self._parser = reader.parser() if isinstance(reader, PackingReader) else None
        self._process: Any = None
        self._connection: Connection | None = None
        self._asked: list[int] = []  # places of the items in the portion that is being looked into

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._connection:
            self._connection.close()
        if self._process:
            self._process.join(SECONDS_TO_END)
            self._process.kill()

    @property
    def pid(self) -> int:
        """The number of the process; 0 where none was needed."""
        return self._process.pid if self._process else 0

    def look_into(
        self, portions: Iterator[list[Item]], find_known: Callable[[Collection[bytes]], Collection[bytes]]
    ) -> Iterator[list[Item]]:
        """Yield the portions with their items open, but for those whose digest ``find_known`` returns.

        Where the other process cannot help, items come as they are, and whoever asks them opens them.
        """
        before = next(portions, None)
        if before is None:
            return
        for items in portions:
            ready = self._take(before)
            self._ask(items, find_known)
            yield ready
            before = items
        yield self._take(before)

    def _ask(
        self, items: Sequence[Item], find_known: Callable[[Collection[bytes]], Collection[bytes]]
    ) -> None:
        known = find_known([item.digest for item in items if item.digest])
        packed = [
            (place, what)
            for place, item in enumerate(items)
            if item.digest and item.digest not in known and (what := getattr(item, "packed", None))
        ]
        if not packed or not self._parser:
            return
        try:
            self._begin(self._parser).send([what for _place, what in packed])
        except OSError:
            self._parser = None
        else:
            self._asked = [place for place, _what in packed]

    def _take(self, items: list[Item]) -> list[Item]:
        """Return the items, those that were asked for opened."""
        asked, self._asked = self._asked, []
        if not asked or not self._connection:
            return items
        try:
            answers: list[Opened | None] = self._connection.recv()
        except (EOFError, OSError):  # it was ended, by lack of memory perhaps
            self._parser = None
            return items
        opened = list(items)
        for place, answer in zip(asked, answers, strict=True):
            if answer is not None:
                opened[place] = OpenItem(items[place].digest, items[place].end, _complete(answer))
        return opened

    def _begin(self, parser: Parser) -> Connection:
        if self._connection is None:
            context = get_context("spawn")
            self._connection, theirs = context.Pipe()
            self._process = context.Process(target=serve, args=(theirs, parser), daemon=True)
            self._process.start()
            theirs.close()
        return self._connection


def serve(connection: Connection, parser: Parser) -> None:
    """Answer with what items hold until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that writes
    try:
        while True:
            connection.send([_open(parser, packed) for packed in connection.recv()])
    except (EOFError, OSError):
        return


def _open(parser: Parser, packed: Any) -> Opened | None:
    """Return the bundles of an item; None where the one who asks has to see for itself what is wrong."""
    try:
        return [_pack(bundle) for bundle in parser(packed)]
    except Exception:  # it is raised again there
        return None


def _pack(bundle: Bundle) -> tuple[Bundle, list[tuple[Any, ...]]]:
    comments, bundle.comments = bundle.comments, []
    return bundle, [_values_of(comment) for comment in comments]


def _complete(opened: Opened) -> list[Bundle]:
    for bundle, comments in opened:
        bundle.comments = [Comment(*values) for values in comments]
    return [bundle for bundle, _comments in opened]
