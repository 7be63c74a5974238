"""File locks that the kernel releases when their holder dies, however it dies."""

import fcntl
import os
import time
from pathlib import Path

INTERVAL = 0.01  # seconds between two attempts


class FileLock:
    """A lock on a file, held from `acquire()` until `release()` or the death of the process and its forks."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._descriptor = descriptor

    @classmethod
    def acquire(cls, path: Path, *, exclusive: bool, timeout: float = 0) -> "FileLock | None":
        """Return the lock, or None when others held it for all of `timeout` seconds."""
        descriptor = _open(path)
        operation = (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB
        deadline = time.monotonic() + timeout
        while True:
            try:
                fcntl.flock(descriptor, operation)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    os.close(descriptor)
                    return None
                time.sleep(INTERVAL)
            except BaseException:
                os.close(descriptor)
                raise
            else:
                return cls(path, descriptor)

    def is_current(self) -> bool:
        """Tell whether the path still leads to the locked file, and the folder was not deleted."""
        try:
            return os.path.samestat(self.path.stat(), os.fstat(self._descriptor))
        except OSError:
            return False

    def release(self) -> None:
        os.close(self._descriptor)


def is_locked(path: Path) -> bool:
    """Tell whether somebody holds the lock exclusively."""
    probe = FileLock.acquire(path, exclusive=False)
    if probe is None:
        return True
    probe.release()
    return False


def _open(path: Path) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    if os.geteuid() == 0:  # the supervisor, which is not root, must be able to open it too
        owner = path.parent.stat()
        os.fchown(descriptor, owner.st_uid, owner.st_gid)
    return descriptor
