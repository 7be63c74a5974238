"""Takes archives apart into plain files, which the readers read: WordPress.com gives out a zip and a tar.

What an archive says of itself is not believed: names are made here, links and devices are left out, and no
more bytes are written than the disk has room for.
"""

import shutil
import tarfile
import zipfile
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path, PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

from blog.importing.reading import UnreadableFileError
from blog.moving import kept_files
from blog.moving.kinds import DAMAGED, Kind, kind_of, wanted_names

PIECE = 2**20  # bytes
MOST_BYTES = 64 * 2**30  # of one archive, unpacked
MOST_FILES = 500_000
SUFFIXES = {Kind.WORDPRESS: ("xml",), Kind.DISQUS: ("xml",), Kind.GHOST: ("json",)}


def plain_files(path: Path) -> list[Path]:
    """Return the files that a reader of its kind reads: the file itself, or what its zip holds.

    Raises UnreadableFileError and NoRoomError. The same archive is unpacked once.
    """
    kind = kind_of(path)
    if path.is_dir() or not zipfile.is_zipfile(path) or kind not in SUFFIXES:
        return [path]
    target = _target(path)
    if not target.exists():
        with zipfile.ZipFile(path) as archive:
            names = wanted_names(archive.namelist(), *SUFFIXES[kind])
            _unpack(target, ((f"{n:04}-{_last(name)}", archive.open(name)) for n, name in enumerate(names)))
    return [each for each in sorted(target.iterdir()) if kind_of(each) == kind]


def media_folder(path: Path) -> Path:
    """Return the folder or zip with pictures as the importer takes it: a tar is unpacked, once."""
    if path.is_dir() or zipfile.is_zipfile(path) or not tarfile.is_tarfile(path):
        return path
    target = _target(path)
    if not target.exists():
        with tarfile.open(path) as archive:
            _unpack(target, _members(archive))
    return target


def _members(archive: tarfile.TarFile) -> Iterator[tuple[str, IO[bytes]]]:
    for member in archive:
        file = archive.extractfile(member) if member.isreg() else None
        parts = [_last(part) for part in PurePosixPath(member.name).parts if part.strip("./")]
        if file and parts:
            yield "/".join(parts), file


def _unpack(target: Path, members: Iterator[tuple[str, IO[bytes]]]) -> None:
    """Write all members below a folder that has its name only when it is complete."""
    draft = target.with_name(f"{target.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    left = min(MOST_BYTES, kept_files.room())
    try:
        for number, (name, source) in enumerate(members):
            path = draft / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with source, path.open("wb") as file:
                while piece := source.read(PIECE):
                    left -= len(piece)
                    if left < 0 or number >= MOST_FILES:
                        raise kept_files.NoRoomError(_("The archive holds more than there is room for."))
                    file.write(piece)
        draft.rename(target)
    except DAMAGED as error:
        if isinstance(error, OSError) and error.errno:  # not the archive: the disk
            raise
        raise UnreadableFileError(_("The archive is damaged: %s.") % str(error).rstrip(".")) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _target(path: Path) -> Path:
    """Return where this very archive is unpacked: another size or time is another one."""
    status = path.stat()
    text = f"{path.absolute()}\0{status.st_size}\0{status.st_mtime_ns}"
    name = blake2b(text.encode("utf-8", "surrogateescape"), digest_size=12).hexdigest()
    parent = kept_files.folder() / ".unpacked"
    parent.mkdir(mode=0o700, exist_ok=True)
    return parent / name


def _last(name: str) -> str:
    """Return the last part of a name, without what would make it hidden or odd."""
    return PurePosixPath(name.replace("\\", "/")).name.lstrip(".").replace("\0", "")[-150:] or "file"
