"""One running PostgreSQL server, as a child of this process."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from blog.embedded_postgres import creation
from blog.embedded_postgres.binaries import Installation, find_installation
from blog.embedded_postgres.cluster import PORT, Cluster
from blog.embedded_postgres.errors import EmbeddedPostgresError
from blog.embedded_postgres.processes import dies_with_parent, end_leftovers, written_pid

# A socket's address has room for 108 bytes on Linux and 104 on macOS, with a zero byte at the end.
LONGEST_SOCKET_PATH = 103
START_TIMEOUT = 600  # seconds; repairing the files after a crash takes a while on a big database
STOP_TIMEOUT = 60  # seconds, then without writing everything down, which the next start makes good


class Server:
    """PostgreSQL on a cluster; whoever makes one must hold the supervisor's lock."""

    def __init__(self, cluster: Cluster, wheel: Path) -> None:
        self._cluster = cluster
        end_leftovers(cluster.data)
        installation = self._prepare_data(wheel)
        self._disown_pid_file()
        self.socket_dir = self._make_socket_dir()
        self._process = self._launch(installation)

    def is_running(self) -> bool:
        return self._process.poll() is None

    def wait_until_ready(self) -> None:
        """Wait until the server takes connections; raise EmbeddedPostgresError if it ends instead."""
        info = self._cluster.connection_info(str(self.socket_dir))
        deadline = time.monotonic() + START_TIMEOUT
        while not info.is_answering():
            if not self.is_running() or time.monotonic() > deadline:
                raise EmbeddedPostgresError(
                    f"PostgreSQL did not start ({creation.log_excerpt(self._cluster)}): see "
                    f"{self._cluster.log}, and mend what it says or set DATABASE_URL."
                )
            time.sleep(0.005)

    def stop(self) -> None:
        """Shut down: break off the clients' queries, write everything down; do nothing when it has ended."""
        if self.is_running():
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(STOP_TIMEOUT)
            except subprocess.TimeoutExpired:
                self._process.send_signal(signal.SIGQUIT)
        self._process.wait()
        end_leftovers(self._cluster.data)
        shutil.rmtree(self.socket_dir, ignore_errors=True)

    def _prepare_data(self, wheel: Path) -> Installation:
        if not self._cluster.data.exists():
            installation = find_installation(wheel)
            creation.create(self._cluster, installation)
            return installation
        installation = find_installation(wheel, self._cluster.major_version())
        if not self._cluster.password_file.exists():
            self._disown_pid_file()
            creation.reset_password(self._cluster, installation)
        return installation

    def _disown_pid_file(self) -> None:
        """Let PostgreSQL take a `postmaster.pid` of a crash for stale even if that id is in use again.

        It does so when the id is that of its parent, and still refuses to start when the shared memory named
        in the file is in use: deleting the file would switch that safety off.
        """
        path = self._cluster.data / "postmaster.pid"
        if written_pid(self._cluster.data) == 0:
            path.unlink(missing_ok=True)  # empty: the machine stopped while it was written
            return
        lines = path.read_text("utf-8").split("\n")
        path.write_text("\n".join([str(os.getpid()), *lines[1:]]), "utf-8")

    def _make_socket_dir(self) -> Path:
        """Return an empty folder for the socket that only we can enter; elsewhere if the path does not do.

        It must not be too long, and libpq takes a comma for the end of a host.
        """
        folder = self._cluster.socket_dir
        if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) > LONGEST_SOCKET_PATH or "," in str(folder):
            return Path(tempfile.mkdtemp(prefix="blog-postgres-"))
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        return folder

    def _launch(self, installation: Installation) -> subprocess.Popen[bytes]:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": '"' + str(self.socket_dir).replace('"', '""') + '"',
            "unix_socket_permissions": "0700",
            "port": str(PORT),
            "logging_collector": "off",
        }
        options = [argument for name, value in settings.items() for argument in ("-c", f"{name}={value}")]
        with self._cluster.log.open("ab") as log:
            return subprocess.Popen(
                [installation.program("postgres"), "-D", self._cluster.data, *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self._cluster.folder,
                env=creation.clean_environment(),
                preexec_fn=dies_with_parent(signal.SIGINT),  # noqa: PLW1509 (the supervisor has one thread)
            )


def remove_stale_socket_dir(cluster: Cluster) -> None:
    """Remove the socket's folder that a killed supervisor left outside the cluster's folder."""
    record = cluster.record()
    if record and Path(record.socket_dir).name.startswith("blog-postgres-"):
        shutil.rmtree(record.socket_dir, ignore_errors=True)
    cluster.remove_record()
