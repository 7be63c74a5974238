"""Takes an uploaded file whole, or slice by slice, so that a cut connection goes on where it was.

The slices of a file are known by who sends it and by its name, size and time: whoever chooses the same file
again, on any day, goes on with it.
"""

import errno
import fcntl
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from hashlib import blake2b
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.importing.folders import imports_folder
from blog.moving import kept_files

PIECE = 2**20  # bytes
PARTS_KEPT = timedelta(days=7)


class RefusedError(Exception):
    """The upload is not taken; the text says why."""


class OffsetError(Exception):
    """The slice begins elsewhere than the last one ended; ``offset`` is where to go on."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


def store(name: str, size: int, pieces: Iterable[bytes]) -> Path:
    """Keep a file that came with one request; raises RefusedError and NoRoomError."""
    _check(size)
    path = kept_files.free_name(name)
    draft = _parts() / f"whole-{blake2b(str(path).encode(), digest_size=8).hexdigest()}"
    try:
        with _disk_may_be_full(), draft.open("wb") as file:
            for piece in pieces:
                file.write(piece)
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def key_of(person: int, name: str, size: int, changed: str) -> str:
    """Return what the slices of this file are known by."""
    text = "\0".join([str(person), name, str(size), changed])
    return blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()


def offset_of(key: str, size: int) -> int:
    """Return how many bytes of the file are here; raises RefusedError and NoRoomError before any is."""
    _check(size)
    forget_old()
    path = _part(key)
    here = path.stat().st_size if path.exists() else 0
    kept_files.check_room(size - here)
    return here


def take_slice(key: str, name: str, size: int, offset: int, source: IO[bytes]) -> tuple[int, Path | None]:
    """Add a slice; return how many bytes are here now, and the file when it is complete.

    Raises OffsetError, RefusedError and NoRoomError. What arrived of a cut slice is kept.
    """
    _check(size)
    path = _part(key)
    with path.open("ab") as file, _alone(file), _disk_may_be_full():
        here = file.tell()
        if not path.exists() or offset != here:  # another request may have completed it meanwhile
            raise OffsetError(here if path.exists() else 0)
        while here < size and (piece := source.read(min(PIECE, size - here))):
            file.write(piece)
            here += len(piece)
        file.flush()
        if here < size:
            return here, None
        final = kept_files.free_name(name)
        path.rename(final)
    return here, final


def forget_old() -> None:
    """Delete what was begun and not gone on with for a week."""
    before = (timezone.now() - PARTS_KEPT).timestamp()
    for path in _parts().iterdir():
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)


def _check(size: int) -> None:
    if size < 1:
        raise RefusedError(_("The file is empty."))
    if size > settings.BLOG_IMPORT_MAX_MB * 2**20:
        raise RefusedError(
            _("The file is larger than %d MB. BLOG_IMPORT_MAX_MB raises the limit.")
            % settings.BLOG_IMPORT_MAX_MB
        )
    kept_files.check_room(0)


def _parts() -> Path:
    path = imports_folder() / ".parts"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def _part(key: str) -> Path:
    return _parts() / key


@contextmanager
def _alone(file: IO[bytes]) -> Iterator[None]:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise RefusedError(_("This file is being sent from another window.")) from error
    yield  # closing the file ends the lock


@contextmanager
def _disk_may_be_full() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        free = shutil.disk_usage(imports_folder()).free // 2**20
        raise kept_files.NoRoomError(
            _("The disk is full (%d MB free): make room, then go on.") % free
        ) from error
