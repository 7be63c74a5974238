"""The first start, the later ones, and what is on the disk then."""

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from blog.embedded_postgres.client import ensure_running, installation, stop
from blog.embedded_postgres.cluster import Cluster
from tests.embedded_postgres.servers import UserProcess, query, server_pid, wait_until


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_first_use_makes_and_starts_a_database(tmp_path: Path, new_folder: Path) -> None:
    around = [tmp_path, *tmp_path.parents]
    before = [(path.stat().st_mode, path.stat().st_uid) for path in around]
    with psycopg.connect(ensure_running(new_folder).url()) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("blog",)
    assert not (new_folder / "data.new").exists()
    assert [(path.stat().st_mode, path.stat().st_uid) for path in around] == before


def test_second_process_finds_the_running_server(folder: Path) -> None:
    ensure_running(folder)
    before = server_pid(folder)
    user = UserProcess(folder)
    assert user.answer() == ensure_running(folder).url()
    user.leave()
    assert server_pid(folder) == before


@pytest.mark.parametrize("kind", ["new_folder", "folder"])
def test_processes_that_begin_at_once_share_one_server(kind: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(kind)
    users = [UserProcess(folder) for _ in range(4)]
    answers = {user.answer() for user in users}
    assert answers == {ensure_running(folder).url()}
    for user in users:
        user.leave()


def test_password_and_socket_are_closed_to_others(running: Path) -> None:
    info = ensure_running(running)
    assert mode(running / "password") == 0o600
    assert mode(running / "log") == 0o600
    assert mode(running / "server.json") == 0o600
    assert mode(Path(info.host)) == mode(running / "data") == mode(running) == 0o700


def test_login_needs_the_password(running: Path) -> None:
    info = ensure_running(running)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(info.url(), password="guess")
    for name in ("postgres", "root", "nobody"):
        with pytest.raises(psycopg.OperationalError, match=r"no pg_hba\.conf entry"):
            psycopg.connect(info.url(), user=name)


def test_server_does_not_listen_on_a_network(running: Path) -> None:
    assert query(running, "SHOW listen_addresses") == ""


def test_database_is_durable_and_sorts_alike_everywhere(running: Path) -> None:
    assert [query(running, f"SHOW {name}") for name in ("fsync", "full_page_writes")] == ["on", "on"]
    assert query(running, "SHOW server_encoding") == "UTF8"
    assert query(running, "SELECT datlocale FROM pg_database WHERE datname = 'blog'") == "C.UTF-8"
    assert query(running, "SELECT upper('é')") == "É"


def test_role_may_create_databases_but_is_no_superuser(running: Path) -> None:
    assert query(running, "SELECT rolcreatedb AND NOT rolsuper FROM pg_roles WHERE rolname = 'blog'")
    query(running, "CREATE DATABASE another")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        query(running, "SELECT pg_read_file('/etc/passwd')")


def test_variables_of_libpq_change_nothing(new_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PGDATA": "/nowhere", "PGPORT": "1", "PGHOST": "nowhere", "LC_ALL": "xx_XX"}.items():
        monkeypatch.setenv(name, value)
    assert query(new_folder, "SELECT 1") == 1
    assert (new_folder / "data" / "PG_VERSION").exists()


def test_long_path_has_its_socket_elsewhere(new_folder: Path) -> None:
    folder = new_folder / ("long-" * 30) / "postgres"
    assert len(str(folder)) > 150
    info = ensure_running(folder)
    socket_dir = Path(info.host)
    assert not socket_dir.is_relative_to(new_folder)
    assert mode(socket_dir) == 0o700
    assert query(folder, "SELECT 1") == 1
    stop(folder)
    assert not socket_dir.exists()


def test_folder_may_have_odd_letters(new_folder: Path) -> None:
    folder = new_folder / 'it\'s, "ünd" %s $x'
    assert query(folder, "SELECT 1") == 1
    stop(folder)


def test_programs_of_postgresql_reach_the_database(running: Path) -> None:
    environment = ensure_running(running).environment()
    dump = installation(running).program("pg_dump")
    query(running, "CREATE TABLE kept (value text)")
    result = subprocess.run([dump], env=environment, capture_output=True, text=True, check=True)
    assert "CREATE TABLE public.kept" in result.stdout


def test_package_starts_without_django() -> None:
    code = "import sys, blog.embedded_postgres.client; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_log_is_limited(folder: Path) -> None:
    ensure_running(folder)
    with (folder / "log").open("ab") as log:
        log.truncate(6_000_000)
    wait_until(lambda: (folder / "log").stat().st_size < 6_000_000)
    assert (folder / "log.1").stat().st_size >= 6_000_000
    assert Cluster(folder).record()
