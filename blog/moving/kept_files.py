"""The folder ``imports`` of the data folder: what was uploaded for an import, or laid there by hand.

A name that comes with a request is only ever compared with the names of what lies there.
"""

import re
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from blog.importing.folders import imports_folder
from blog.moving.kinds import Kind, kind_of

LONGEST_NAME = 100  # characters
SPARE = 256 * 2**20  # bytes of the disk that no upload takes: the database needs some


class NoRoomError(Exception):
    """The disk is full, or would be; the text says so."""


@dataclass(frozen=True)
class KeptFile:
    """A file or folder that an import can begin with."""

    path: Path
    kind: Kind
    size: int  # bytes; of a folder: of what lies directly in it
    changed_at: datetime

    @property
    def name(self) -> str:
        """What it is called in forms and addresses."""
        return self.path.name


def kept_files() -> list[KeptFile]:
    """Return what lies there, the newest first; what begins with a dot is the blog's own."""
    found = []
    for path in imports_folder().iterdir():
        if not path.name.startswith(".") and (path.is_file() or path.is_dir()):
            with suppress(OSError):  # deleted meanwhile, or not ours to read
                found.append(_described(path))
    return sorted(found, key=lambda each: (each.changed_at, each.name), reverse=True)


def _described(path: Path) -> KeptFile:
    status = path.stat()
    size = sum(each.lstat().st_size for each in path.iterdir()) if path.is_dir() else status.st_size
    return KeptFile(path, kind_of(path), size, datetime.fromtimestamp(status.st_mtime, UTC))


def find(names: list[str]) -> list[KeptFile]:
    """Return those with these names, in the order of the names; others are left out."""
    by_name = {each.name: each for each in kept_files()}
    return [by_name[name] for name in dict.fromkeys(names) if name in by_name]


def delete(kept: KeptFile) -> None:
    """Remove the file, or the folder with all in it; a link is removed, not what it leads to."""
    if kept.path.is_dir() and not kept.path.is_symlink():
        shutil.rmtree(kept.path)
    else:
        kept.path.unlink(missing_ok=True)


def free_name(given: str) -> Path:
    """Return a path for a new file: the given name made harmless, and with a number where it is taken."""
    last = PurePosixPath(given.replace("\\", "/")).name
    harmless = re.sub(r"[^\w.-]+", "-", last, flags=re.ASCII).strip(".-") or "file"
    stem, dot, suffix = harmless.rpartition(".")
    stem, suffix = (stem, dot + suffix[:10]) if stem else (harmless, "")
    stem = stem[: LONGEST_NAME - len(suffix)]
    number, path = 1, imports_folder() / (stem + suffix)
    while path.exists():
        number += 1
        path = imports_folder() / f"{stem}-{number}{suffix}"
    return path


def check_room(size: int) -> None:
    """Raise NoRoomError when so many bytes would fill the disk."""
    if size > room():
        told = {"free": room() // 2**20, "size": size // 2**20}
        raise NoRoomError(
            _("The disk has %(free)d MB free, and this needs %(size)d MB: make room, then go on.") % told
        )


def room() -> int:
    """Return how many bytes may still be kept here."""
    return max(0, shutil.disk_usage(imports_folder()).free - SPARE)
