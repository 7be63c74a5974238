"""Who keeps the server running, and that it ends with its last user and leaves nothing behind."""

import os
import signal
import time
from pathlib import Path

from blog.embedded_postgres.client import ensure_running, stop, stop_if_unused
from blog.embedded_postgres.supervisor import GRACE
from tests.embedded_postgres.servers import (
    UserProcess,
    is_gone,
    query,
    server_pid,
    supervisor_pid,
    wait_until,
)


def clean_shutdown(folder: Path) -> bool:
    return (folder / "log").read_text().rstrip().endswith("database system is shut down")


def test_server_ends_with_its_last_user(folder: Path) -> None:
    alice, bob = UserProcess(folder), UserProcess(folder)
    assert alice.answer() == bob.answer()
    alice.leave()
    bob.kill()
    wait_until(lambda: is_gone(folder))
    assert clean_shutdown(folder)
    assert not (folder / "data" / "postmaster.pid").exists()
    assert not (folder / "run").exists()
    assert not (folder / "server.json").exists()


def test_server_outlives_the_process_that_started_it(folder: Path) -> None:
    starter = UserProcess(folder)
    starter.answer()
    other = UserProcess(folder)
    other.answer()
    before = server_pid(folder)
    starter.kill()
    time.sleep(GRACE + 0.6)  # longer than a server without users lives
    assert server_pid(folder) == before
    assert not is_gone(folder)
    other.leave()


def test_other_user_keeps_the_server(folder: Path) -> None:
    ensure_running(folder)
    other = UserProcess(folder)
    other.answer()
    before = server_pid(folder)
    assert not stop_if_unused(folder)
    assert server_pid(folder) == before
    other.leave()
    assert stop_if_unused(folder)
    assert is_gone(folder)


def test_one_command_after_another_finds_the_server_running(folder: Path) -> None:
    pids = set()
    for _ in range(2):
        user = UserProcess(folder)
        user.answer()
        pids.add(server_pid(folder))
        user.leave()
    assert len(pids) == 1


def test_leaving_without_others_stops_at_once(folder: Path) -> None:
    ensure_running(folder)
    assert stop_if_unused(folder)
    assert is_gone(folder)
    assert clean_shutdown(folder)


def test_stopping_what_does_not_run_is_nothing(new_folder: Path) -> None:
    stop(new_folder)
    assert stop_if_unused(new_folder)
    assert not new_folder.exists()


def test_sigterm_of_the_supervisor_shuts_the_server_down(folder: Path) -> None:
    ensure_running(folder)
    os.kill(supervisor_pid(folder), signal.SIGTERM)
    wait_until(lambda: is_gone(folder))
    assert clean_shutdown(folder)


def test_user_of_a_stopped_server_gets_a_new_one(folder: Path) -> None:
    query(folder, "CREATE TABLE kept (value text)")
    other = UserProcess(folder)
    other.answer()
    stop(folder)
    assert query(folder, "SELECT count(*) FROM kept") == 0
    other.leave()


def test_forked_child_keeps_the_server_of_its_parent(folder: Path) -> None:
    ensure_running(folder)
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(writer)
        os.read(reader, 1)  # until the parent lets go
        os._exit(0)
    os.close(reader)
    assert not stop_if_unused(folder)
    os.close(writer)
    os.waitpid(child, 0)
    assert stop_if_unused(folder)


def test_no_process_is_left_as_a_child_of_ours(folder: Path) -> None:
    ensure_running(folder)
    stop(folder)
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    states = [Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] for pid in children]
    assert "Z" not in states
