"""``manage.py serve``, in real processes: it starts, refuses, survives, and ends with all that it started."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest

from blog.embedded_postgres import client
from blog.embedded_postgres.cluster import PORT as POSTGRES_PORT
from blog.serving.bodies import GRACE
from tests.running_blog import ROOT, Relay, RunningBlog, free_port, wait_until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")

HEAD = b"POST /wp-comments-post.php HTTP/1.1\r\nHost: localhost\r\n"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One data folder for the module: the first start takes longest."""
    folder = tmp_path_factory.mktemp("data")
    yield folder
    client.stop(folder / "postgres")


@pytest.fixture
def blog(data: Path, tmp_path: Path) -> Iterator[RunningBlog]:
    """A blog that answers."""
    running = RunningBlog(data, tmp_path / "log")
    running.wait_until_ready()
    yield running
    running.clean_up()


def refuse(**variables: str) -> str:
    """Start a blog that cannot start, and return its sentence."""
    done = subprocess.run(
        [sys.executable, "manage.py", "serve"],
        env={"PATH": os.environ["PATH"]} | variables,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_first_start_makes_the_owner_and_later_ones_do_not(data: Path, tmp_path: Path) -> None:
    first = RunningBlog(data, tmp_path / "first", BLOG_OWNER_NAME="olga")
    try:
        first.wait_until_ready()
        assert f"http://127.0.0.1:{first.port}/" in first.output
        assert "olga" in first.output
        assert len(first.password) >= 12
        assert first.end() == 0
    finally:
        first.clean_up()
    second = RunningBlog(data, tmp_path / "second", BLOG_OWNER_NAME="olga")
    try:
        second.wait_until_ready()
        assert second.password == ""
        assert second.end() == 0
    finally:
        second.clean_up()


@pytest.mark.parametrize(("number", "whole_group"), [(signal.SIGTERM, False), (signal.SIGINT, True)])
def test_one_signal_ends_all_of_it(blog: RunningBlog, number: int, whole_group: bool) -> None:
    assert len(blog.pids()) == 5, "supervisor, web server, its two processes, worker"
    assert blog.end(number, whole_group=whole_group) == 0
    assert blog.pids() == []
    assert client.stop_if_unused(blog.data / "postgres"), "nobody uses the database any more"
    assert "Traceback" not in blog.output
    assert "Error" not in blog.output


def test_killed_blog_leaves_nobody_on_its_port(blog: RunningBlog) -> None:
    blog.end(signal.SIGKILL)
    wait_until(lambda: blog.pids() == [], "all processes are gone", 30)
    assert blog.get("/healthz").status == 0


def test_killed_children_are_replaced(blog: RunningBlog) -> None:
    before = blog.pids()
    for pid in before:
        if pid != blog.process.pid:
            os.kill(pid, signal.SIGKILL)
    wait_until(lambda: len(set(blog.pids()) - set(before)) >= 4, "four new processes", 60)
    wait_until(lambda: blog.get("/readyz").status == 200, "it answers", 60)
    assert blog.end() == 0


def test_half_sent_requests_stop_nobody(blog: RunningBlog) -> None:
    beginnings = [
        b"",
        HEAD,
        HEAD + b"Content-Length: 1000\r\n\r\ncomment=",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n8\r\ncomment=\r\n",
    ]
    sockets = []
    try:
        for number in range(200):
            connection = socket.create_connection(("127.0.0.1", blog.port))
            connection.sendall(beginnings[number % len(beginnings)])
            sockets.append(connection)
        assert blog.get("/readyz", timeout=10).status == 200
        assert blog.get("/", timeout=10).status == 200
    finally:
        for connection in sockets:
            connection.close()
    assert blog.end() == 0


def test_pages_go_on_while_half_sent_requests_are_given_up(blog: RunningBlog) -> None:
    sockets = [socket.create_connection(("127.0.0.1", blog.port)) for _number in range(20)]
    try:
        for connection in sockets:
            connection.sendall(HEAD + b"Content-Length: 1000\r\n\r\ncomment=")
        until = time.monotonic() + GRACE + 5
        while time.monotonic() < until:
            assert blog.get("/healthz", timeout=3).status == 200
            time.sleep(0.5)
        for connection in sockets:
            connection.settimeout(1)
            assert connection.recv(12) in {b"HTTP/1.1 408", b"HTTP/1.1 400"}
    finally:
        for connection in sockets:
            connection.close()


@pytest.mark.parametrize(
    "beginning",
    [
        b"",
        b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n",  # answered, and the connection is kept
        HEAD,
        HEAD + b"Content-Length: 1000\r\n\r\ncomment=",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n8\r\ncomment=\r\n",
    ],
    ids=["silent", "kept", "head", "body", "chunk"],
)
def test_open_connection_does_not_hold_up_the_end(beginning: bytes, blog: RunningBlog) -> None:
    with socket.create_connection(("127.0.0.1", blog.port)) as connection:
        connection.sendall(beginning)
        assert blog.get("/readyz").status == 200
        started_at = time.monotonic()
        assert blog.end() == 0
        assert time.monotonic() - started_at < 20, "three seconds, and many for a busy machine"
    assert "Killing" not in blog.output


def test_request_in_work_is_answered_before_the_end(blog: RunningBlog) -> None:
    info = client.ensure_running(blog.data / "postgres")
    with psycopg.connect(info.url()) as other, ThreadPoolExecutor() as pool:
        other.execute("LOCK TABLE blog_article IN ACCESS EXCLUSIVE MODE")
        reply = pool.submit(blog.get, "/")
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        wait_until(lambda: other.execute(waiting).fetchone() == (1,), "the page waits for the table")
        blog.process.terminate()
        time.sleep(3)  # longer than anything else may hold up the end
        other.rollback()
        assert reply.result().status == 200
    assert blog.process.wait(10) == 0


def test_page_and_static_file_carry_the_headers(blog: RunningBlog) -> None:
    page = blog.get("/", headers={"Accept-Encoding": "br"})
    assert page.status == 200
    assert page.headers["Content-Encoding"] == "br"
    assert "Accept-Encoding" in page.headers["Vary"]
    assert page.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in page.headers["Permissions-Policy"]
    assert "Set-Cookie" not in page.headers

    manifest = (blog.data / "static/staticfiles.json").read_text("utf-8")
    name = next(part for part in manifest.split('"') if part.startswith("admin/css/base.") and len(part) > 20)
    file = blog.get(f"/static/{name}", headers={"Accept-Encoding": "br"})
    assert file.status == 200
    assert "immutable" in file.headers["Cache-Control"]
    assert file.headers["Content-Encoding"] == "br"
    assert file.headers["X-Content-Type-Options"] == "nosniff"
    assert file.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert blog.get("/static/../secret_key").status in {400, 404}
    assert blog.get("/static/%2e%2e/secret_key").status in {400, 404}


def test_blog_without_its_database_says_so_and_comes_back(data: Path, tmp_path: Path) -> None:
    info = client.ensure_running(data / "postgres")
    relay = Relay(f"{info.host}/.s.PGSQL.{POSTGRES_PORT}")
    relay.start()
    url = f"postgresql://{quote(info.user)}:{quote(info.password)}@127.0.0.1:{relay.port}/blog"
    blog = RunningBlog(data, tmp_path / "log", DATABASE_URL=url)
    try:
        blog.wait_until_ready()
        assert blog.get("/").status == 200
        relay.stop()
        for path in ("/", "/readyz", "/2019/05/15/a-walk/", "/accounts/login/"):
            reply = blog.get(path)
            assert (path, reply.status) == (path, 503)
            assert int(reply.headers["Retry-After"]) > 0
        assert blog.get("/healthz").status == 200
        relay.start()
        wait_until(lambda: blog.get("/").status == 200, "it is back", 15)
        assert blog.end() == 0
    finally:
        blog.clean_up()
        relay.stop()


def test_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
        sentence = refuse(PORT=port, BLOG_DATA_DIR=str(tmp_path))
    assert port in sentence
    assert not (tmp_path / "postgres").exists(), "nothing was begun"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/blog"),
        ("EMAIL_URL", "file:///proc/no-folder"),
        ("HOST", "192.0.2.1"),
    ],
)
def test_what_cannot_work_is_one_sentence(name: str, value: str, tmp_path: Path) -> None:
    assert name in refuse(
        BLOG_DATA_DIR=str(tmp_path), PORT="0" if name == "PORT" else "18571", **{name: value}
    )


def test_weak_password_of_the_owner_is_one_sentence(tmp_path: Path) -> None:
    sentence = refuse(BLOG_DATA_DIR=str(tmp_path), PORT=str(free_port()), BLOG_OWNER_PASSWORD="password1234")
    assert "BLOG_OWNER_PASSWORD" in sentence
    assert "password1234" not in sentence
    client.stop(tmp_path / "postgres")
