"""Opens exports as streams of bytes: plain, gzip, and every XML file in a zip, each within bounds."""

import codecs
import gzip
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from types import TracebackType
from typing import IO, Self, cast

from blog.importing.reading import UnreadableFileError
from blog.importing.xml.encoding import PLAIN, Encoding, Transcoder, find_encoding
from blog.importing.xml.splitter import LARGEST_HEAD, Piece, Splitter

LARGEST_RATIO = 200  # unpacked to packed; real exports stay below 40
SMALL_ENOUGH = 64 * 1024 * 1024  # bytes that may be unpacked whatever the ratio
MOST_MEMBERS = 1000  # of a zip; WordPress.com makes some dozens
BLOCK = 1024 * 1024  # bytes read at once
FIRST_BYTES = 4096
DECLARED = re.compile(rb"^\s*<\?xml[^>]*\sencoding\s*=\s*[\"']([A-Za-z0-9._:-]+)[\"']")
BROKEN_ARCHIVE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError)


@dataclass(frozen=True, slots=True)
class Source:
    """One XML file: on its own, packed, or a member of a zip."""

    path: Path
    member: str = ""
    encoding: Encoding = PLAIN

    @property
    def name(self) -> str:
        """What the owner calls it."""
        return f"{self.path.name}: {self.member}" if self.member else self.path.name

    def open(self) -> "Stream":
        """Open its bytes; raises UnreadableFileError."""
        return Stream(self)


class Stream:
    """The bytes of a source, unpacked, and in UTF-8 where it is UTF-16 or the like; offsets count these.

    ``damage`` is a sentence when the packed file is cut or damaged from here on.
    """

    def __init__(self, source: Source) -> None:
        self.name = source.name
        self.damage = ""
        self._length = 0
        self._open = ExitStack()
        try:
            raw, self._packed_size = self._unpack(source)
        except OSError as error:
            self._open.close()
            raise UnreadableFileError(f"{self.name} cannot be opened: {error.strerror or error}.") from error
        except BROKEN_ARCHIVE as error:
            self._open.close()
            raise UnreadableFileError(f"{self.name} is damaged; download it again.") from error
        # What stands before the end of a cut file is given by reading in small steps only.
        self._read_some: Callable[[int], bytes] = raw.read
        if self._packed_size:
            self._read_some = cast(BufferedReader, raw).read1
        self._transcoder = Transcoder(source.encoding.name) if source.encoding.is_transcoded else None
        self._waiting = b""  # transcoded, and not yet asked for

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def read(self, size: int = BLOCK) -> bytes:
        """Return at most that many bytes, none only at the end."""
        if self._transcoder is None:
            return self._read_raw(size)
        while not self._waiting and (block := self._read_raw(size)):
            self._waiting = self._transcoder.feed(block)
        self._waiting = self._waiting or self._transcoder.finish()
        text, self._waiting = self._waiting[:size], self._waiting[size:]
        return text

    def _unpack(self, source: Source) -> tuple[IO[bytes], int]:
        """Return the stream to read, and its packed size in bytes; 0 when it is not packed."""
        raw = self._open.enter_context(source.path.open("rb"))
        if source.member:
            archive = self._open.enter_context(zipfile.ZipFile(raw))
            entry = archive.getinfo(source.member)
            return self._open.enter_context(archive.open(entry)), entry.compress_size
        is_packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        if not is_packed:
            return raw, 0
        return self._open.enter_context(
            cast(IO[bytes], gzip.GzipFile(fileobj=raw))
        ), source.path.stat().st_size

    def _read_raw(self, size: int) -> bytes:
        if self.damage:
            return b""
        try:
            block = self._read_some(size)
        except (OSError, *BROKEN_ARCHIVE):
            self.damage = "The packed file is cut or damaged here; download it again for the rest."
            return b""
        self._length += len(block)
        if self._packed_size:
            _refuse_bomb(self._length, self._packed_size, self.name)
        return block


def find_sources(paths: Sequence[Path | str], suffix: str = ".xml") -> list[Source]:
    """Return the files in ``paths``, in order, and in zips those that end so; raises UnreadableFileError."""
    found = []
    for path in map(Path, paths):
        for member in _members(path, suffix):
            with Source(path, member).open() as stream:
                first = stream.read(FIRST_BYTES)
            declared = DECLARED.match(first.removeprefix(codecs.BOM_UTF8))
            encoding = find_encoding(first, declared[1].decode("ascii") if declared else "")
            found.append(Source(path, member, encoding))
    if len(found) > MOST_MEMBERS:
        raise UnreadableFileError(f"These are {len(found)} files; at most {MOST_MEMBERS} are read at once.")
    return found


def pieces_of(
    source: Source, offset: int = 0, *, name: bytes = b"item", largest_head: int = LARGEST_HEAD
) -> Iterator[Piece]:
    """Yield the pieces of a file, from an offset between two of them on."""
    with source.open() as stream:
        line, left = 1, offset
        while left and (block := stream.read(min(left, BLOCK))):
            line += block.count(b"\n")
            left -= len(block)
        yield from Splitter(stream.read, offset, line, name=name, largest_head=largest_head).pieces()


def _members(path: Path, suffix: str) -> list[str]:
    """Return the names of the exports in a zip, or one empty name for any other file."""
    try:
        with path.open("rb") as stream:
            if stream.read(4) not in {b"PK\x03\x04", b"PK\x05\x06"}:
                return [""]
        with zipfile.ZipFile(path) as archive:
            entries = [entry for entry in archive.infolist() if _is_export(entry.filename, suffix)]
    except OSError as error:
        raise UnreadableFileError(f"{path.name} cannot be opened: {error.strerror or error}.") from error
    except BROKEN_ARCHIVE as error:
        raise UnreadableFileError(f"{path.name} is a damaged zip file; download it again.") from error
    if not entries:
        raise UnreadableFileError(f"{path.name} holds no {suffix} file; give the archive as it was exported.")
    for entry in entries:
        _refuse_bomb(entry.file_size, entry.compress_size, f"{path.name}: {entry.filename}")
    return sorted({entry.filename for entry in entries})


def _is_export(name: str, suffix: str) -> bool:
    return name.lower().endswith(suffix) and not name.startswith("__MACOSX/")


def _refuse_bomb(unpacked: int, packed: int, name: str) -> None:
    if unpacked > SMALL_ENOUGH and unpacked > LARGEST_RATIO * packed:
        raise UnreadableFileError(
            f"{name} unpacks to more than {LARGEST_RATIO} times its size, as no export does; it is not read."
        )
