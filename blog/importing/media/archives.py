"""Archives with the files of the old blog. Knows no models.

Nothing is written by a name that an archive holds: entries are looked up by the path of an upload, and read
with a limit, whatever they say of their size. Links and devices are no entries.
"""

import bz2
import gzip
import lzma
import os
import stat
import tarfile
import zipfile
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock
from typing import IO, Any

from blog.importing.media.names import Names
from blog.importing.media.sources import PIECE, MediaError, copy, find, too_large
from blog.importing.reading import UnreadableFileError
from blog.importing.records import Attachment

MOST_GROWTH = 20  # times the size of a compressed tar; media hardly shrinks
LEAST_LIMIT = 100 * 2**20  # bytes that a small compressed tar may grow to
OPENERS: dict[bytes, Any] = {b"\x1f\x8b": gzip.open, b"BZ": bz2.open, b"\xfd7": lzma.open}


class Zip:
    """A zip archive of such a folder."""

    def __init__(self, path: Path) -> None:
        self._lock, self._name = Lock(), path.name
        self._names: Names[zipfile.ZipInfo] = Names()
        try:
            self._archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise UnreadableFileError(f"{path.name} is no zip file that can be read ({error}).") from error
        for info in self._archive.infolist():
            mode = info.external_attr >> 16
            if not info.is_dir() and (not stat.S_IFMT(mode) or stat.S_ISREG(mode)):
                self._names.add(_real_name(info), info)

    def check(self, attachment: Attachment) -> None:
        """Look the name up."""
        self._find(attachment)

    def copy(self, attachment: Attachment, target: IO[bytes], most_bytes: int) -> None:
        """Unpack one entry; what it says of its size is not believed."""
        info = self._find(attachment)
        try:
            with self._lock, self._archive.open(info) as file:
                copy(file, target, most_bytes, info.filename)
        except MediaError:
            raise
        except (
            Exception
        ) as error:  # zlib, lzma, a password, a cut file: a hostile entry raises nearly anything
            raise MediaError("media-damaged", f"{attachment.path} in {self._name} is damaged.") from error

    def close(self) -> None:
        """Close the archive."""
        self._archive.close()

    def _find(self, attachment: Attachment) -> zipfile.ZipInfo:
        return find(self._names, attachment, self._name)


class Tar:
    """A tar archive of such a folder, as WordPress.com gives out; a compressed one is unpacked beside it."""

    def __init__(self, path: Path) -> None:
        self._lock, self._name = Lock(), path.name
        self._names: Names[tuple[int, int]] = Names()  # offset and size in bytes
        self._file = _uncompressed(path)
        try:
            self._file.seek(0)
            with tarfile.open(fileobj=self._file, mode="r:") as archive:
                for member in archive:
                    if member.isreg() and not member.issparse():
                        self._names.add(member.name, (member.offset_data, member.size))
                    archive.members.clear()  # type: ignore[attr-defined] # it keeps all otherwise
        except UnreadableFileError:
            self._file.close()
            raise
        except (tarfile.TarError, OSError, ValueError, EOFError) as error:
            self._file.close()
            raise UnreadableFileError(f"{path.name} is no tar file that can be read ({error}).") from error

    def check(self, attachment: Attachment) -> None:
        """Look the name up."""
        self._find(attachment)

    def copy(self, attachment: Attachment, target: IO[bytes], most_bytes: int) -> None:
        """Read one member."""
        offset, size = self._find(attachment)
        if size > most_bytes:
            raise too_large(attachment.path, most_bytes)
        with self._lock:
            self._file.seek(offset)
            while size and (piece := self._file.read(min(PIECE, size))):
                size -= len(piece)
                target.write(piece)
        if size:
            raise MediaError("media-damaged", f"{self._name} ends within {attachment.path}.")

    def close(self) -> None:
        """Close the archive."""
        self._file.close()

    def _find(self, attachment: Attachment) -> tuple[int, int]:
        return find(self._names, attachment, self._name)


def _uncompressed(path: Path) -> IO[bytes]:
    """Return the tar as it can be read at any place; raises UnreadableFileError for what grows too much."""
    file = path.open("rb")
    try:
        tarfile.open(fileobj=file, mode="r:").close()
    except tarfile.TarError:
        file.close()
    else:
        return file
    left = max(LEAST_LIMIT, MOST_GROWTH * path.stat().st_size)
    plain: IO[bytes] = TemporaryFile(dir=path.parent if os.access(path.parent, os.W_OK) else None)  # noqa: SIM115
    try:
        with _decompressor(path) as source:
            copy(source, plain, left, path.name)
    except (MediaError, OSError, EOFError, ValueError, tarfile.TarError) as error:
        plain.close()
        raise UnreadableFileError(f"{path.name} cannot be unpacked ({error}).") from error
    return plain


def _decompressor(path: Path) -> IO[bytes]:
    with path.open("rb") as file:
        opener = OPENERS.get(file.read(2))
    if opener is None:
        raise ValueError("not compressed with gzip, bzip2 or xz")
    return opener(path)  # type: ignore[no-any-return]


def _real_name(info: zipfile.ZipInfo) -> str:
    """Return the name; one that is UTF-8 without saying so was decoded as code page 437."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename
