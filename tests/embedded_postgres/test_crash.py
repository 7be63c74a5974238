"""What is left after a kill -9, and that the next user gets the database back with everything in it."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from blog.embedded_postgres.client import ensure_running, stop
from tests.embedded_postgres.conftest import copy_cluster
from tests.embedded_postgres.servers import (
    UserProcess,
    is_gone,
    kill,
    query,
    server_pid,
    supervisor_pid,
    wait_until,
)


@pytest.fixture
def filled(folder: Path) -> Path:
    """A running cluster with one committed row."""
    query(folder, "CREATE TABLE kept (value text)")
    query(folder, "INSERT INTO kept VALUES ('committed')")
    return folder


def assert_kept(folder: Path) -> None:
    assert query(folder, "SELECT value FROM kept") == "committed"


def kill_supervisor(folder: Path) -> None:
    kill(supervisor_pid(folder))


def kill_server(folder: Path) -> None:
    kill(server_pid(folder))


def kill_both(folder: Path) -> None:
    kill(server_pid(folder), supervisor_pid(folder))


def kill_supervisor_first(folder: Path) -> None:
    kill(supervisor_pid(folder), server_pid(folder))


KILLS = [kill_supervisor, kill_server, kill_both, kill_supervisor_first]


@pytest.mark.parametrize("crash", KILLS)
def test_next_connection_finds_everything_after(crash: Callable[[Path], None], filled: Path) -> None:
    before = server_pid(filled)
    crash(filled)
    assert_kept(filled)
    assert server_pid(filled) != before


def test_nothing_is_left_running_after_a_crash(filled: Path) -> None:
    for crash in KILLS:
        crash(filled)
        wait_until(lambda: is_gone(filled))
        assert_kept(filled)


def test_busy_query_does_not_outlive_its_server(filled: Path) -> None:
    code = "import psycopg, sys; psycopg.connect(sys.argv[1]).execute(sys.argv[2])"
    busy = "SELECT count(*) FROM generate_series(1, 1000000000) a, generate_series(1, 1000) b"
    client = subprocess.Popen(
        [sys.executable, "-c", code, ensure_running(filled).url(), busy], stderr=subprocess.DEVNULL
    )
    wait_until(lambda: query(filled, "SELECT count(*) > 1 FROM pg_stat_activity WHERE state = 'active'"))
    kill_both(filled)
    assert_kept(filled)
    client.wait()


def test_killed_backend_takes_nothing_along(filled: Path) -> None:
    supervisor = supervisor_pid(filled)
    user = UserProcess(filled)
    user.answer()
    code = "import psycopg, sys; psycopg.connect(sys.argv[1]).execute('SELECT pg_sleep(60)')"
    client = subprocess.Popen(
        [sys.executable, "-c", code, ensure_running(filled).url()], stderr=subprocess.DEVNULL
    )
    sleeping = (
        "SELECT max(pid) FROM pg_stat_activity WHERE query LIKE '%sleep(60)%' AND pid <> pg_backend_pid()"
    )
    wait_until(lambda: query(filled, sleeping) is not None)
    kill(query(filled, sleeping))
    client.wait()
    assert_kept(filled)
    assert supervisor_pid(filled) == supervisor
    user.leave()


def test_stale_pid_does_not_hinder_the_start(filled: Path) -> None:
    kill_both(filled)
    wait_until(lambda: is_gone(filled))
    assert (filled / "data" / "postmaster.pid").exists()
    assert (filled / "run" / ".s.PGSQL.5432.lock").exists()
    assert_kept(filled)


def test_process_that_got_the_old_pid_is_left_alone(filled: Path) -> None:
    kill_both(filled)
    wait_until(lambda: is_gone(filled))
    stranger = subprocess.Popen(
        ["sleep", "60"], cwd=filled / "data", user=filled.stat().st_uid, start_new_session=True
    )
    for path in (filled / "data" / "postmaster.pid", filled / "run" / ".s.PGSQL.5432.lock"):
        lines = path.read_text().split("\n")
        path.write_text("\n".join([str(stranger.pid), *lines[1:]]))
    assert_kept(filled)
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_broken_pid_file_does_not_hinder_the_start(filled: Path) -> None:
    for content in ("", "nonsense", "0\n", "-1\n"):
        kill_both(filled)
        wait_until(lambda: is_gone(filled))
        (filled / "data" / "postmaster.pid").write_text(content)
        assert_kept(filled)


def test_copy_of_a_crashed_cluster_is_a_cluster_of_its_own(filled: Path, tmp_path: Path) -> None:
    kill_both(filled)
    copy = tmp_path / "copy"
    wait_until(lambda: is_gone(filled))
    copy_cluster(filled, copy)
    assert_kept(filled)
    assert_kept(copy)
    query(copy, "DELETE FROM kept")
    assert_kept(filled)
    stop(copy)


def test_moved_cluster_goes_on(filled: Path, tmp_path: Path) -> None:
    stop(filled)
    moved = filled.rename(tmp_path / "moved")
    assert_kept(moved)
    stop(moved)
    moved.rename(filled)


def test_half_made_cluster_is_made_anew(new_folder: Path) -> None:
    user = UserProcess(new_folder)
    wait_until((new_folder / "data.new" / "base").exists)
    user.kill()
    supervisors = [path for path in Path("/proc").glob("[0-9]*") if is_supervisor_of(path, new_folder)]
    kill(*(int(path.name) for path in supervisors))
    assert not (new_folder / "data").exists()
    assert query(new_folder, "SELECT 1") == 1
    assert not (new_folder / "data.new").exists()


def is_supervisor_of(process: Path, folder: Path) -> bool:
    try:
        command = (process / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return b"blog.embedded_postgres.supervisor" in command and os.fsencode(folder) in command


def test_lost_password_is_replaced(filled: Path) -> None:
    before = ensure_running(filled).password
    stop(filled)
    (filled / "password").unlink()
    assert_kept(filled)
    assert ensure_running(filled).password != before


def test_server_ends_when_its_folder_is_deleted(filled: Path) -> None:
    supervisor, aside = supervisor_pid(filled), filled.with_name("aside")
    filled.rename(aside)
    shutil.rmtree(aside)
    wait_until(lambda: not Path(f"/proc/{supervisor}").exists())
    assert query(filled, "SELECT 1") == 1


def test_signal_to_the_terminal_does_not_reach_the_server(filled: Path) -> None:
    assert os.getpgid(supervisor_pid(filled)) != os.getpgid(0)
    assert os.getsid(supervisor_pid(filled)) != os.getsid(0)
    os.kill(supervisor_pid(filled), signal.SIGHUP)
    assert_kept(filled)
