"""The Django backend: starts the server on the first connection, and again after a crash."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from blog.embedded_postgres.client import SOURCE
from tests.embedded_postgres.servers import is_gone, server_pid, wait_until

SETTINGS = """
import os, sys, warnings
from pathlib import Path
warnings.simplefilter("error")
import django
from django.conf import settings
folder = Path(sys.argv[1])
settings.configure(
    USE_TZ=True,
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"],
    DATABASES={"default": {
        "ENGINE": "blog.embedded_postgres", "NAME": "blog", "HOST": str(folder),
        "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True,
    }},
)
django.setup()
from django.core.management import call_command
from django.db import OperationalError, close_old_connections, connection
from blog.embedded_postgres.cluster import Cluster
from blog.embedded_postgres.processes import written_pid

def ask(sql="SELECT 1"):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]
"""


def run(folder: Path, code: str, **environment: str) -> str:
    """Run the code in a process with Django's settings on the cluster and return its output."""
    result = subprocess.run(
        [sys.executable, "-c", SETTINGS + code, str(folder)],
        cwd=SOURCE,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def test_first_connection_starts_the_server(folder: Path) -> None:
    assert run(folder, "print(ask('SELECT current_database()'))") == "blog"


def test_loading_and_checking_start_nothing(new_folder: Path) -> None:
    run(new_folder, "call_command('check'); connection.settings_dict; connection.vendor")
    assert not new_folder.exists()


@pytest.mark.parametrize("command", ["check", "help"])
def test_command_of_the_blog_starts_nothing(command: str, tmp_path: Path) -> None:
    environment = os.environ | {"BLOG_DATA_DIR": str(tmp_path), "DATABASE_URL": ""}
    result = subprocess.run(
        [sys.executable, "manage.py", command], cwd=SOURCE, env=environment, capture_output=True, check=False
    )
    assert result.returncode == 0, result.stderr
    assert not (tmp_path / "postgres").exists()


def test_database_of_tests_is_made_and_removed(folder: Path) -> None:
    code = """
connection.creation.create_test_db(verbosity=0)
assert ask("SELECT current_database()") == "test_blog"
assert ask("SELECT count(*) FROM auth_user") == 0
connection.creation.destroy_test_db("blog", verbosity=0)
print(ask("SELECT current_database()"))
"""
    assert run(folder, code) == "blog"


def test_requests_after_a_crash_get_a_new_server(folder: Path) -> None:
    code = """
import signal, time
for victims in (["server"], ["supervisor"], ["server", "supervisor"]):
    ask()
    pids = {"server": written_pid(folder / "data"), "supervisor": Cluster(folder).record().pid}
    for name in victims:
        os.kill(pids[name], signal.SIGKILL)
    deadline = time.monotonic() + 15
    while written_pid(folder / "data") == pids["server"] and time.monotonic() < deadline:
        close_old_connections()  # as between two requests
        try:
            ask()
        except OperationalError:
            pass
    close_old_connections()
    print(ask())
"""
    assert run(folder, code).split() == ["1", "1", "1"]


def test_new_connection_after_a_crash_needs_no_second_try(folder: Path) -> None:
    code = """
import signal
ask()
connection.close()
os.kill(written_pid(folder / "data"), signal.SIGKILL)
print(ask())
"""
    assert run(folder, code) == "1"


def test_kept_connection_is_used_again(folder: Path) -> None:
    code = """
before = ask("SELECT pg_backend_pid()")
close_old_connections()
print(ask("SELECT pg_backend_pid()") == before)
"""
    assert run(folder, code) == "True"


def test_missing_server_is_an_operational_error_with_a_clear_text(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    code = """
from blog.embedded_postgres.errors import EmbeddedPostgresError
try:
    ask()
except OperationalError as error:
    print(isinstance(error, EmbeddedPostgresError), error)
"""
    output = run(file, code)
    assert output.startswith("True The database's folder")
    assert "BLOG_DATA_DIR" in output


def test_interactive_shell_gets_the_address(folder: Path) -> None:
    code = """
args, env = connection.client.settings_to_cmd_args_env(connection.settings_dict, ["-c", "x"])
print(args, sorted(env))
"""
    socket_dir = folder / "run"
    if len(str(socket_dir)) > 80:
        pytest.skip("the temporary folder has a long name")
    output = run(folder, code)
    assert output == (
        f"['psql', '-U', 'blog', '-h', '{socket_dir}', '-p', '5432', '-c', 'x', 'blog'] ['PGPASSWORD']"
    )


def test_threads_start_one_server(folder: Path) -> None:
    code = """
from concurrent.futures import ThreadPoolExecutor
def work(number):
    try:
        return ask()
    finally:
        connection.close()
with ThreadPoolExecutor(8) as pool:
    print(sum(pool.map(work, range(40))))
"""
    assert run(folder, code) == "40"


def test_server_ends_after_the_last_django_process(folder: Path) -> None:
    run(folder, "ask()")
    assert server_pid(folder)
    wait_until(lambda: is_gone(folder))
