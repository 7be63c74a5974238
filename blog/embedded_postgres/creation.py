"""Making a new database cluster, and changing one while its server does not run."""

import os
import pwd
import secrets
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from blog.embedded_postgres.binaries import Installation
from blog.embedded_postgres.cluster import NAME, Cluster, write_private
from blog.embedded_postgres.errors import EmbeddedPostgresError
from blog.embedded_postgres.processes import dies_with_parent

# The operator may change these in data/postgresql.conf. They keep the server small: no processes and no
# journal for replication, which is not for an embedded server.
SETTINGS = {
    "max_connections": "100",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "min_wal_size": "32MB",
    "max_wal_size": "512MB",
    "io_method": "sync",
    "max_logical_replication_workers": "0",
    "log_checkpoints": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# Nobody can log in as the superuser that initdb makes, and only by the socket at all.
HOST_BASED_AUTHENTICATION = f"local all {NAME} scram-sha-256\n"


def create(cluster: Cluster, installation: Installation) -> None:
    """Make the cluster beside its place and move it there when it is complete."""
    part = cluster.folder / "data.new"
    shutil.rmtree(part, ignore_errors=True)
    _require_user_name()
    settings = [argument for item in _settings(installation).items() for argument in ("-c", "=".join(item))]
    initdb: list[str | Path] = [
        *(
            "--pgdata",
            part,
            "--username",
            "postgres",
            "--auth",
            "reject",
            "--encoding",
            "UTF8",
            "--locale",
            "C",
        ),
        *("--wal-segsize", "4", "--no-instructions", *_locale(installation)),
    ]
    try:
        _run(cluster, [installation.program("initdb"), *initdb, *settings])
        (part / "pg_hba.conf").write_text(HOST_BASED_AUTHENTICATION, "utf-8")
        password = secrets.token_urlsafe(32)
        role = f"CREATE ROLE {NAME} LOGIN CREATEDB PASSWORD '{password}';\n"
        database = f"CREATE DATABASE {NAME} OWNER {NAME};\n"
        _run_single(cluster, installation, part, role + database)
        write_private(cluster.password_file, password)
        part.rename(cluster.data)
        _sync(cluster.folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def reset_password(cluster: Cluster, installation: Installation) -> None:
    """Give the role a new password after the password file was lost."""
    password = secrets.token_urlsafe(32)
    _run_single(cluster, installation, cluster.data, f"ALTER ROLE {NAME} PASSWORD '{password}';\n")
    write_private(cluster.password_file, password)


def clean_environment() -> dict[str, str]:
    """Return an environment without PG* variables and the user's locale, which would change PostgreSQL."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def log_excerpt(cluster: Cluster) -> str:
    """Return the last line of the log that tells of an error."""
    try:
        lines = cluster.log.read_text("utf-8", "replace").splitlines()[-50:]
    except OSError:
        return "no log was written"
    telling = [line for line in lines if any(word in line for word in ("FATAL", "PANIC", "error:"))]
    telling = [line for line in telling if "starting up" not in line]
    return (telling or lines or ["the log is empty"])[-1].strip()


def _settings(installation: Installation) -> dict[str, str]:
    return {
        name: value for name, value in SETTINGS.items() if installation.major >= 18 or name != "io_method"
    }


def _locale(installation: Installation) -> Sequence[str]:
    """The same order of letters on every machine; the built-in locale came with PostgreSQL 17."""
    if installation.major < 17:
        return ()
    return ("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8")


def _require_user_name() -> None:
    try:
        pwd.getpwuid(os.geteuid())
    except KeyError as error:
        raise EmbeddedPostgresError(
            f"PostgreSQL cannot make a database as user id {os.geteuid()}, which has no name on this "
            f"machine: add the user to /etc/passwd, or set DATABASE_URL."
        ) from error


def _run_single(cluster: Cluster, installation: Installation, data: Path, commands: str) -> None:
    """Run one SQL command a line as the superuser, without a server."""
    postgres = installation.program("postgres")
    _run(cluster, [postgres, "--single", "-D", data, "-c", "exit_on_error=on", "template1"], commands)


def _run(cluster: Cluster, arguments: Sequence[str | Path], text: str = "") -> None:
    with cluster.log.open("ab") as log:
        result = subprocess.run(
            arguments,
            input=text.encode(),
            stdout=log,
            stderr=log,
            cwd=cluster.folder,
            env=clean_environment(),
            preexec_fn=dies_with_parent(signal.SIGKILL),
            check=False,
        )
    if result.returncode != 0:
        raise EmbeddedPostgresError(
            f"PostgreSQL could not make its database in BLOG_DATA_DIR ({log_excerpt(cluster)}): see "
            f"{cluster.log}, make room or set BLOG_DATA_DIR to another folder, or set DATABASE_URL."
        )


def _sync(folder: Path) -> None:
    """Make the names in the folder last, or a power cut could bring back the former ones."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
