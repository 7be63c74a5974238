"""The export as one file or several, each whole, none larger than WordPress's host takes."""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO

from blog.exporting import Choices, snapshot
from blog.exporting.files import written_whole
from blog.wordpress.export.head import CLOSING, head
from blog.wordpress.export.stream import items

IN_MEMORY = 4 * 2**20  # bytes of an item; a larger one goes through a temporary file


@dataclass(frozen=True)
class Part:
    """One file of an export; ``size`` in bytes."""

    path: Path
    size: int


def write_parts(folder: Path, stem: str, choices: Choices, most_bytes: int | None = None) -> list[Part]:
    """Write ``stem.xml``, or ``stem-1.xml``, ``stem-2.xml`` and so on, and return what was written.

    No file is larger than ``most_bytes``, but for what holds one item that is larger by itself. Raises
    OSError.
    """
    with snapshot(), _spool(head()) as beginning:
        parts: list[Part] = []
        waiting = _Waiting(items(choices))
        while waiting.has_more or not parts:
            name = f"{stem}-{len(parts) + 1}.xml" if most_bytes else f"{stem}.xml"
            with written_whole(folder / name) as file:
                _copy(beginning, file)
                waiting.write(file, most_bytes)
                file.write(CLOSING.encode())
                parts.append(Part(folder / name, file.tell()))
        return parts


class _Waiting:
    """The items that are not in a file yet, the next one written out so that its size is known."""

    def __init__(self, source: Iterator[Iterator[str]]) -> None:
        self._source = source
        self._next: IO[bytes] | None = None
        self._take()

    @property
    def has_more(self) -> bool:
        """Whether any is left."""
        return self._next is not None

    def write(self, file: IO[bytes], most_bytes: int | None) -> None:
        """Write the next one, and all after it that fit."""
        is_first = True
        while self._next is not None:
            size = self._next.tell()
            if most_bytes and not is_first and file.tell() + size + len(CLOSING) > most_bytes:
                return
            with self._next as item:
                _copy(item, file)
            is_first = False
            self._take()

    def _take(self) -> None:
        item = next(self._source, None)
        self._next = None if item is None else _spool(item)


def _spool(texts: Iterable[str]) -> IO[bytes]:
    spool: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed by who reads it
    for text in texts:
        spool.write(text.encode())
    return spool


def _copy(spool: IO[bytes], file: IO[bytes]) -> None:
    spool.seek(0)
    shutil.copyfileobj(spool, file)
