"""What these tests share: users of a database as processes of their own, and a look at its server."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from blog.embedded_postgres.client import SOURCE, ensure_running
from blog.embedded_postgres.cluster import Cluster
from blog.embedded_postgres.locks import is_locked
from blog.embedded_postgres.processes import _servers_in, written_pid

USER = """
import os, sys
from pathlib import Path
from blog.embedded_postgres.client import ensure_running
try:
    print(ensure_running(Path(sys.argv[1])).url(), flush=True)
except Exception as error:
    print(f"{type(error).__name__}: {error}", flush=True)
sys.stdin.read()
"""


class UserProcess:
    """Another process that uses the database in `folder` until it is told to leave."""

    def __init__(
        self, folder: Path, preexec: Callable[[], None] | None = None, source: Path = SOURCE
    ) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", USER, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=source,
            text=True,
            preexec_fn=preexec,  # noqa: PLW1509
        )
        self.pid = self._process.pid

    def answer(self) -> str:
        """Wait for the database's address, or the error."""
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def leave(self) -> None:
        self._process.communicate()

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate()


def query(folder: Path, sql: str) -> Any:
    """Run a statement in a connection of its own and return its first value, if there is any."""
    with psycopg.connect(ensure_running(folder, verify=True).url(), autocommit=True) as connection:
        cursor = connection.execute(sql.encode())
        return cursor.fetchone()[0] if cursor.description else None  # type: ignore[index]


def server_pid(folder: Path) -> int:
    return written_pid(folder / "data")


def supervisor_pid(folder: Path) -> int:
    record = Cluster(folder).record()
    assert record, "no supervisor is running"
    return record.pid


def kill(*pids: int) -> None:
    """Kill and wait: until a process has really ended it keeps its locks, and its child knows nothing."""
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: all(map(_has_ended, pids)))


def _has_ended(pid: int) -> bool:
    try:
        return ") Z " in Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return True


def is_gone(folder: Path) -> bool:
    """Tell whether neither server nor supervisor run."""
    if not folder.exists():
        return True
    return not is_locked(Cluster(folder).supervisor_lock) and not _servers_in(folder / "data")


def wait_until(condition: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)
