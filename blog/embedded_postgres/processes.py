"""Processes: how to tie a child to its parent (on Linux), and to find and end what a crash left behind."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

PR_SET_PDEATHSIG = 1


def dies_with_parent(number: signal.Signals) -> Callable[[], None]:
    """Return what a child must run before exec so that it gets signal `number` when this process is gone."""
    parent = os.getpid()

    def prepare() -> None:
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
        if os.getppid() != parent:  # it died before prctl was in force
            os._exit(1)

    return prepare


def works_in(pid: int, folder: Path) -> bool:
    """Tell whether `folder` is the process's working directory; True where the system cannot tell."""
    if sys.platform != "linux":
        return True
    try:
        return os.path.samestat(Path(f"/proc/{pid}/cwd").stat(), folder.stat())
    except OSError:
        return False


def end_leftovers(data: Path, patience: float = 30) -> None:
    """End a server on the folder `data` that has no supervisor: after `patience` seconds by force.

    Without its postmaster what is left of a server can only be killed; PostgreSQL repairs its files at the
    next start.
    """
    deadline = time.monotonic() + patience
    while leftovers := _servers_in(data):
        postmaster = written_pid(data)
        if postmaster in leftovers:
            _send(postmaster, signal.SIGINT if time.monotonic() < deadline else signal.SIGQUIT)
        else:
            for pid in leftovers:
                _send(pid, signal.SIGKILL)
        time.sleep(0.02)


def written_pid(data: Path) -> int:
    """Return the process id in `postmaster.pid`, or 0; it may be stale and mean another process by now."""
    try:
        return int((data / "postmaster.pid").read_text("utf-8").split("\n", 1)[0])
    except (OSError, ValueError):
        return 0


def _servers_in(data: Path) -> list[int]:
    """PostgreSQL's processes work in the data folder; so may a person's shell, which is left alone."""
    if sys.platform != "linux":
        pid = written_pid(data)
        return [pid] if pid and f"-D {data}" in _command(pid) else []
    pids = (int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal())
    return [pid for pid in pids if works_in(pid, data) and _is_postgres(pid)]


def _command(pid: int) -> str:
    result = subprocess.run(["/bin/ps", "-o", "command=", "-p", f"{pid}"], capture_output=True, check=False)
    return result.stdout.decode(errors="replace")


def _is_postgres(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
        executable = Path(f"/proc/{pid}/exe").readlink().name
    except OSError:
        return False
    return executable.removesuffix(" (deleted)") == "postgres" and ") Z " not in status


def _send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
