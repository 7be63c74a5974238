"""Finds the rows of the tables in an export without parsing them, in one pass and in constant memory.

An export is ``{"db": [{"meta": …, "data": {"posts": [{…}, …], "tags": […]}}]}``, or what stands in its list.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

LARGEST_ROW = 32 * 2**20  # bytes; a larger one is not held
BLOCK = 2**20  # bytes read at once
DEEPEST = 1000  # containers outside of rows whose ends are told apart
LONGEST_NAME = 200  # bytes
MARK = re.compile(rb'["{}\[\]]')
# The rest of a string, up to its end or that of the buffer; a backslash at the end waits for what it escapes.
REST = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
# All up to the next bracket, whole strings with it.
WITHIN_ROW = re.compile(rb'(?:[^"{}\[\]]++|"(?:[^"\\]++|\\.)*+")*+', re.DOTALL)
QUOTE = ord('"')
OPENING = b"{["


class Row(NamedTuple):
    """A row of a table; ``raw`` is None where it is too large, or where the file ends within it."""

    table: str
    start: int
    end: int
    line: int  # where it starts, from 1
    raw: bytes | None
    is_cut: bool = False


class Splitter:
    """Goes over a stream once."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self.end = 0  # of the file, in bytes, when all was read
        self.line = 1  # how many lines were gone over
        self.is_whole = False  # whether the outermost object was closed
        self._read = read
        self._buffer = b""
        self._base = 0  # of the buffer, in the file
        self._position = self._counted = 0  # how far the buffer was searched, and its lines counted
        self._in_string = False
        self._string = -1  # where in the buffer the last string outside of rows began
        self._name = b""  # that string
        self._names: list[str] = []  # of each open container; empty within an array
        self._row = -1  # where in the buffer a row began, while in one
        self._begin = self._row_line = 0  # of the row, in the file
        self._depth = 0  # of containers open within the row
        self._is_held = True  # whether the row is in the buffer as a whole

    def rows(self) -> Iterator[Row]:
        """Yield all rows, in the order of the file."""
        while True:
            while row := self._next():
                yield row
            self._forget()
            if not (block := self._read(BLOCK)):
                break
            self._buffer += block
        self.end = self._base + len(self._buffer)
        if self._row >= 0:
            yield Row(self._names[-1], self._begin, self.end, self._row_line, None, is_cut=True)
        self._count(len(self._buffer))

    def _next(self) -> Row | None:
        """Go on to the end of the next row in the buffer; None where the buffer ends before it."""
        buffer, length = self._buffer, len(self._buffer)
        while self._position < length:
            if self._in_string and not self._end_string():
                return None
            if self._row >= 0 and (skipped := WITHIN_ROW.match(buffer, self._position)):
                self._position = skipped.end()
            mark = MARK.search(buffer, self._position)
            if mark is None:
                self._position = length
                return None
            self._position, sign = mark.end(), buffer[mark.start()]
            if sign == QUOTE:
                self._in_string, self._string = True, mark.end()
            elif sign in OPENING:
                self._open(mark.start(), sign)
            elif row := self._close():
                return row
        return None

    def _end_string(self) -> bool:
        """Go behind the end of a string, if it is in the buffer."""
        found = REST.match(self._buffer, self._position)
        end = self._position = found.end() if found else self._position
        if end >= len(self._buffer) or self._buffer[end] != QUOTE:
            return False
        self._in_string, self._position = False, end + 1
        if self._row < 0:
            is_short = self._string >= 0 and end - self._string <= LONGEST_NAME
            self._name = self._buffer[self._string : end] if is_short else b""
        return True

    def _open(self, place: int, sign: int) -> None:
        if self._row >= 0:
            self._depth += 1
        elif sign == OPENING[0] and self._is_table():
            self._count(place)
            self._row, self._begin, self._row_line = place, self._base + place, self.line
            self._depth, self._is_held = 1, True
        else:
            self._names.append(self._name.decode("utf-8", "replace"))
            del self._names[DEEPEST:]  # of a file that is no export
            self._name = b""

    def _is_table(self) -> bool:
        """Whether the innermost open container is the list of a table's rows."""
        if not self._names or not self._names[-1]:
            return False
        return [name for name in self._names if name][:-1] in (["data"], ["db", "data"])

    def _close(self) -> Row | None:
        if self._row < 0:
            if self._names:
                self._names.pop()
                self.is_whole = self.is_whole or not self._names
            return None
        self._depth -= 1
        if self._depth:
            return None
        raw = self._buffer[self._row : self._position] if self._is_held else None
        self._row, self._name = -1, b""
        return Row(self._names[-1], self._begin, self._base + self._position, self._row_line, raw)

    def _forget(self) -> None:
        """Drop what nothing needs any more of the buffer."""
        if self._row >= 0:
            if self._position - self._row > LARGEST_ROW:
                self._is_held = False
            place = self._row if self._is_held else self._position
        else:
            is_name = self._in_string and 0 <= self._position - self._string <= LONGEST_NAME
            place = self._string if is_name and self._string >= 0 else self._position
        self._count(place)
        self._buffer = self._buffer[place:]
        self._base += place
        self._position -= place
        self._counted -= place
        self._string = self._string - place if self._string >= place else -1
        if self._row >= 0:
            self._row = max(self._row - place, 0)

    def _count(self, place: int) -> None:
        """Count the lines up to a place in the buffer, unless that was done."""
        if place > self._counted:
            self.line += self._buffer.count(b"\n", self._counted, place)
            self._counted = place
