"""What lies in the folder of a database cluster, and how to connect to it."""

import json
import os
import socket
import struct
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

from blog.embedded_postgres.errors import EmbeddedPostgresError

NAME = "blog"  # of the database and of the role, which owns it and may create others, but is no superuser
PORT = 5432  # only a part of the socket's name: the server does not listen on any network
PROTOCOL = 196608  # version 3.0 of PostgreSQL's messages


@dataclass(frozen=True)
class ConnectionInfo:
    """All that a client of the database needs."""

    host: str
    password: str
    port: int = PORT
    user: str = NAME
    dbname: str = NAME

    def environment(self) -> dict[str, str]:
        """Return libpq's variables, for `psql`, `pg_dump` and the like."""
        return {
            "PGHOST": self.host,
            "PGPORT": str(self.port),
            "PGUSER": self.user,
            "PGPASSWORD": self.password,
            "PGDATABASE": self.dbname,
        }

    def url(self) -> str:
        query = urlencode({"host": self.host, "port": self.port})
        return f"postgresql://{quote(self.user)}:{quote(self.password)}@/{quote(self.dbname)}?{query}"

    def is_answering(self) -> bool:
        """Tell whether the server takes connections: it asks for a password then, and refuses otherwise."""
        content = struct.pack("!I", PROTOCOL) + f"user\0{self.user}\0database\0{self.dbname}\0\0".encode()
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(2)
            try:
                connection.connect(f"{self.host}/.s.PGSQL.{self.port}")
                connection.sendall(struct.pack("!I", len(content) + 4) + content)
                return connection.recv(1000).startswith(b"R")
            except OSError:
                return False


@dataclass(frozen=True)
class Record:
    """What a supervisor tells about itself while its server takes connections."""

    pid: int
    socket_dir: str


@dataclass(frozen=True)
class Cluster:
    """A folder with `data`, the password, the log and, while the server runs, its socket."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def socket_dir(self) -> Path:
        return self.folder / "run"

    @property
    def users_lock(self) -> Path:
        """Shared by all who use the database, exclusive for the supervisor that stops it."""
        return self.folder / "users.lock"

    @property
    def supervisor_lock(self) -> Path:
        return self.folder / "supervisor.lock"

    @property
    def password_file(self) -> Path:
        return self.folder / "password"

    def connection_info(self, socket_dir: str) -> ConnectionInfo:
        return ConnectionInfo(host=socket_dir, password=self.password_file.read_text("utf-8"))

    def major_version(self) -> int:
        try:
            return int((self.data / "PG_VERSION").read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise EmbeddedPostgresError(
                f"The folder {self.data} is not a PostgreSQL database: restore it, or set BLOG_DATA_DIR to "
                f"another folder."
            ) from error

    def record(self) -> Record | None:
        """Return what the running supervisor says, or None when it is not ready or has just ended."""
        try:
            return Record(**json.loads(self._record_file.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def write_record(self, record: Record) -> None:
        write_private(self._record_file, json.dumps(record.__dict__))

    def remove_record(self) -> None:
        self._record_file.unlink(missing_ok=True)

    @property
    def _record_file(self) -> Path:
        return self.folder / "server.json"


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read, all of it or nothing."""
    part = path.with_name(f"{path.name}.new")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(descriptor)
    part.replace(path)
