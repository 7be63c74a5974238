"""Where the files of the old blog are: a folder, or nowhere; what every source of them offers."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol

from blog.importing.media.names import Names
from blog.importing.records import Attachment
from blog.models import uploads

PIECE = 2**20  # bytes


class MediaError(Exception):
    """The file is not to be had. ``code`` groups equal ones in the report; the text is a sentence."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


class Source(Protocol):
    """Gives the files of attachments; may be called by several threads at once."""

    def check(self, attachment: Attachment) -> None:
        """Raise MediaError when it is known without reading that there is no such file."""

    def copy(self, attachment: Attachment, target: IO[bytes], most_bytes: int) -> None:
        """Write the file into ``target``; raises MediaError."""

    def close(self) -> None:
        """Let go of what is open."""


class Nowhere:
    """No source was given."""

    def check(self, attachment: Attachment) -> None:
        """Have nothing."""
        raise MediaError("media-missing", f"No files were given, and {attachment.path} is not here yet.")

    def copy(self, attachment: Attachment, target: IO[bytes], most_bytes: int) -> None:
        """Have nothing."""
        self.check(attachment)

    def close(self) -> None:
        """Have nothing open."""


class Folder:
    """A folder like ``wp-content/uploads``, one that holds it, or one with all files side by side."""

    def __init__(self, path: Path) -> None:
        self._root = path.resolve()
        self._names: Names[str] = Names()
        for name in _below(self._root):
            self._names.add(name, name)

    def check(self, attachment: Attachment) -> None:
        """Look the name up."""
        self._find(attachment)

    def copy(self, attachment: Attachment, target: IO[bytes], most_bytes: int) -> None:
        """Read a plain file that truly lies in the folder."""
        name = self._find(attachment)
        try:
            with open(self._root / name, "rb", opener=_open_plain) as file:
                copy(file, target, most_bytes, name)
        except OSError as error:
            raise MediaError("media-damaged", f"{name} cannot be read ({error.strerror}).") from error

    def close(self) -> None:
        """Have nothing open."""

    def _find(self, attachment: Attachment) -> str:
        return find(self._names, attachment, self._root.name)


def too_large(name: str, most_bytes: int) -> MediaError:
    """Return the error for a file above the limit."""
    return MediaError("media-too-large", f"{name} is larger than {most_bytes // 2**20} MB.")


def _below(root: Path) -> Iterator[str]:
    for folder, _folders, files in os.walk(root):
        for file in files:
            yield os.path.relpath(os.path.join(folder, file), root)  # noqa: PTH118 - as walk gives it


def _open_plain(path: str, flags: int) -> int:
    """Open without following a link, and without waiting for the other end of a pipe."""
    descriptor = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(0, "no plain file")
    return descriptor


def copy(source: IO[bytes], target: IO[bytes], most_bytes: int, name: str) -> None:
    left = most_bytes
    while piece := source.read(PIECE):
        left -= len(piece)
        if left < 0:
            raise too_large(name, most_bytes)
        target.write(piece)


def find[Entry](names: Names[Entry], attachment: Attachment, where: str) -> Entry:
    """Return the entry of an attachment; what our own export lists may lie as in the media folder."""
    paths = filter(None, (uploads.normal(attachment.path), attachment.media_path))
    entry = next((entry for path in paths if (entry := names.find(path)) is not None), None)
    if entry is None:
        raise MediaError("media-missing", f"{attachment.path or attachment.media_path} is not in {where}.")
    return entry
