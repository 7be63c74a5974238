"""Finds the items of an XML file without parsing them, in one pass over its bytes and in constant memory."""

from collections.abc import Callable, Iterator
from enum import Enum
from typing import NamedTuple

LARGEST_HELD = 8 * 1024 * 1024  # bytes of an item that is held in memory
LARGEST_HEAD = 64 * 1024 * 1024  # bytes before the first item
BLOCK = 1024 * 1024  # bytes read at once
CDATA, CDATA_END = b"<![CDATA[", b"]]>"
COMMENT, COMMENT_END = b"<!--", b"-->"
END_LENGTH = 3  # bytes of both ends
LONGEST_TOKEN = 16  # bytes of which a block may hold the first half only
AFTER_NAME = frozenset(b" >\t\r\n/")


class Kind(Enum):
    """What a piece is."""

    HEAD = "head"  # before the first item
    ITEM = "item"
    UNCLOSED = "unclosed"  # an item in which another one begins
    CUT = "cut"  # an item in which the file ends
    TAIL = "tail"  # the last bytes after the last item


class Piece(NamedTuple):
    """A stretch of the file; ``raw`` is None where it is too large to hold."""

    kind: Kind
    start: int
    end: int
    line: int  # where it starts, from 1
    raw: bytes | None


class Splitter:
    """Cuts a stream into pieces; what stands in CDATA and in comments is skipped.

    Items are the elements of one name, which do not hold one another.
    """

    def __init__(
        self,
        read: Callable[[int], bytes],
        offset: int = 0,
        line: int = 1,
        *,
        name: bytes = b"item",
        largest_head: int = LARGEST_HEAD,
    ) -> None:
        self._read, self._name, self._largest_head = read, name, largest_head
        self._buffer = b""
        self._base = offset  # of the buffer, in the file
        self._taken = 0  # what is before it in the buffer was yielded or dropped
        self._line = line  # of self._taken
        self._position = 0  # how far the buffer has been searched
        self._inside = b""  # the end that is looked for, within CDATA or a comment
        self._next_cdata = self._next_comment = -1  # where known; beyond the buffer: none in it

    def pieces(self) -> Iterator[Piece]:
        """Yield all pieces in order: the head, the items, the tail.

        From an offset between two items on, the first piece is what stands between them.
        """
        kind, limit = Kind.HEAD, self._largest_head
        while (mark := self._find_mark(limit)) and mark[1]:
            pass  # an end without a beginning
        yield self._take(kind, mark[0] if mark else len(self._buffer), limit)
        while mark:
            start, line = self._base + self._taken, self._line
            mark = self._find_mark(LARGEST_HELD)
            if mark is None:
                yield self._take(Kind.CUT, len(self._buffer), LARGEST_HELD, start, line)
                return
            kind = Kind.ITEM if mark[1] else Kind.UNCLOSED
            yield self._take(kind, self._position if mark[1] else mark[0], LARGEST_HELD, start, line)
            while mark and mark[1]:
                mark = self._find_mark(0)
            if mark:
                self._drop(mark[0])
        yield self._take(Kind.TAIL, len(self._buffer), BLOCK)

    def _take(self, kind: Kind, end: int, limit: int, start: int = -1, line: int = 0) -> Piece:
        """Return the piece up to ``end`` of the buffer; without its bytes when its beginning was dropped."""
        begin = self._base + self._taken
        raw = self._buffer[self._taken : end] if start in {-1, begin} and end - self._taken <= limit else None
        line = line or self._line
        self._drop(end)
        return Piece(kind, begin if start == -1 else start, self._base + end, line, raw)

    def _drop(self, end: int) -> None:
        self._line += self._buffer.count(b"\n", self._taken, end)
        self._taken = end

    def _find_mark(self, limit: int) -> tuple[int, bool] | None:
        """Return where in the buffer the next tag of an item begins, and whether it is an end tag.

        None at the end of the file. Holds at most ``limit`` bytes while it searches, drops the others.
        """
        while (mark := self._search()) is None:
            if self._position - self._taken > limit:
                self._drop(self._position)
            if not (block := self._read(BLOCK)):
                return None
            self._base += self._taken
            self._position -= self._taken
            self._buffer = self._buffer[self._taken :] + block
            self._taken = 0
            self._next_cdata = self._next_comment = -1
        return mark

    def _search(self) -> tuple[int, bool] | None:
        """Search the buffer from ``_position`` on, which moves behind the tag."""
        find, position, length = self._buffer.find, self._position, len(self._buffer)
        while True:
            if self._inside:
                end = find(self._inside, position)
                if end < 0:
                    self._position = max(position, length - END_LENGTH + 1)
                    return None
                position, self._inside = end + END_LENGTH, b""
            if self._next_cdata < position:
                self._next_cdata = find(CDATA, position) % (length + 1 << 1)
            if self._next_comment < position:
                self._next_comment = find(COMMENT, position) % (length + 1 << 1)
            stop = min(self._next_cdata, self._next_comment, length)
            if mark := self._tag_between(position, stop):
                return mark
            if stop == length:
                self._position = max(position, length - LONGEST_TOKEN)
                return None
            if stop == self._next_cdata:
                position, self._inside = stop + len(CDATA), CDATA_END
            else:
                position, self._inside = stop + len(COMMENT), COMMENT_END

    def _tag_between(self, position: int, stop: int) -> tuple[int, bool] | None:
        buffer = self._buffer
        wanted = self._name
        name = buffer.find(wanted, position, stop)
        while name >= 0:
            after = name + len(wanted)
            if after < len(buffer) and buffer[after] in AFTER_NAME and name:
                if buffer[name - 1] == 60:  # <
                    self._position = after
                    return name - 1, False
                if buffer[name - 1] == 47 and name > 1 and buffer[name - 2] == 60:  # </
                    closed = buffer.find(b">", after, after + LONGEST_TOKEN)
                    self._position = closed + 1 if closed >= 0 else after
                    return name - 2, True
            name = buffer.find(wanted, after, stop)
        return None
