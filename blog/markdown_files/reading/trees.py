"""The files of a folder or an archive, by their names. Nothing is unpacked onto the disk."""

import os
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from blog.importing.reading import UnreadableFileError

MOST_FILES = 500_000
MOST_BYTES = 8 * 2**20  # of a file that is read at once
# What programs put beside the texts, and what they make of them.
OTHERS = frozenset(
    ("node_modules", "_site", "vendor", "__MACOSX", "themes", "resources", "_sass", "_layouts")
)
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError)


class Tree(Protocol):
    """Files by name, with slashes, in the order in which they are read."""

    name: str
    outer: str  # a folder around everything, with its slash, which names leave out; mostly empty
    sizes: dict[str, int]  # bytes

    def open(self, name: str) -> IO[bytes]:
        """Open a file; raises OSError when it is damaged."""


def open_tree(path: Path) -> Tree:
    """Return the files of a folder, of a ZIP file, or a single one; raises UnreadableFileError."""
    try:
        if path.is_dir():
            return Folder(path)
        return Archive(path) if zipfile.is_zipfile(path) else Single(path)
    except DAMAGED as error:
        raise UnreadableFileError(f"{path.name} cannot be read ({error}).") from error


def read(tree: Tree, name: str) -> bytes:
    """Return a file's content; raises UnreadableFileError when it is too large or damaged."""
    try:
        with tree.open(name) as file:
            content = file.read(MOST_BYTES + 1)
    except DAMAGED as error:
        raise UnreadableFileError(f"{name} cannot be read ({error}).") from error
    if len(content) > MOST_BYTES:
        raise UnreadableFileError(f"{name} is larger than {MOST_BYTES // 2**20} MB.")
    return content


class Folder:
    """A folder; links in it are not followed."""

    outer = ""

    def __init__(self, path: Path) -> None:
        self.name, self._root = path.name, path
        sizes: dict[str, int] = {}
        for folder, below, files in os.walk(path):
            below[:] = sorted(name for name in below if not _is_other(name))
            for file in files:
                whole = Path(folder, file)
                if not _is_other(file) and whole.is_file() and not whole.is_symlink():
                    sizes[whole.relative_to(path).as_posix()] = whole.stat().st_size
            _check_number(len(sizes), self.name)
        self.sizes = _sorted(sizes)

    def open(self, name: str) -> IO[bytes]:
        """Open a file, which may not have become a link meanwhile."""
        return os.fdopen(os.open(self._root / name, os.O_RDONLY | os.O_NOFOLLOW), "rb")


class Archive:
    """A ZIP file. A folder that holds everything is passed over."""

    def __init__(self, path: Path) -> None:
        self.name, self._zip = path.name, zipfile.ZipFile(path)
        found = [info for info in self._zip.infolist() if not info.is_dir() and _is_plain(info.filename)]
        _check_number(len(found), self.name)
        self.outer = _outer_folder(info.filename for info in found)
        self._infos = {info.filename.removeprefix(self.outer): info for info in found}
        self.sizes = _sorted({name: info.file_size for name, info in self._infos.items()})

    def open(self, name: str) -> IO[bytes]:
        """Open a file."""
        try:
            return self._zip.open(self._infos[name])
        except (RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:
            raise OSError(str(error)) from error


class Single:
    """One file."""

    outer = ""

    def __init__(self, path: Path) -> None:
        self.name, self._path = path.name, path
        self.sizes = {path.name: path.stat().st_size}

    def open(self, name: str) -> IO[bytes]:
        """Open it."""
        return self._path.open("rb")


def _check_number(number: int, name: str) -> None:
    if number > MOST_FILES:
        raise UnreadableFileError(f"{name} holds more than {MOST_FILES:,} files.")


def _sorted(sizes: dict[str, int]) -> dict[str, int]:
    return dict(sorted(sizes.items()))


def _is_other(name: str) -> bool:
    return name.startswith(".") or name in OTHERS


def _is_plain(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return not any(map(_is_other, parts)) and not name.startswith("/") and "\\" not in name


def _outer_folder(names: Iterable[str]) -> str:
    first = {name.partition("/")[0] if "/" in name else "" for name in names}
    outer = first.pop() if len(first) == 1 else ""
    return f"{outer}/" if outer and outer not in {"content", "_posts", "_drafts", "articles", "pages"} else ""
