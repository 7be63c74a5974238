"""A service that holds the line, never ends, or leads elsewhere costs a thread some seconds, and no more."""

import gzip
import json
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from accounts.login_services import SERVICES
from accounts.models import User
from tests.accounts.test_broken_service import TOKEN, Broken, assert_told_plainly, broken, try_login

__all__ = ["broken"]  # a fixture

pytestmark = pytest.mark.django_db
HUNDRED_MB = 100 * 2**20


class Hostile(BaseHTTPRequestHandler):
    """Answers the token address in one of these ways; ``asked`` counts the requests."""

    way = ""
    asked = 0
    sent = 0

    def do_GET(self) -> None:
        """Answer."""
        type(self).asked += 1
        getattr(self, f"_{self.way}")()

    do_POST = do_GET  # noqa: N815 the name is that of http.server

    def _silence(self) -> None:
        self.connection.settimeout(20)
        self.rfile.read(1)  # until the other side has had enough

    def _drops(self) -> None:
        self._begin("200 OK", "Content-Length: 1000000")
        try:
            while True:
                self.wfile.write(b" ")
                time.sleep(0.05)
        except OSError:
            return

    def _stall(self) -> None:
        self._begin("200 OK", "Content-Length: 1000000")
        self.wfile.write(b"{")
        self._silence()

    def _cut(self) -> None:
        self._begin("200 OK", "Content-Encoding: gzip", "Content-Length: 1000000")
        self.wfile.write(b"no gzip at all")

    def _flood(self) -> None:
        self._begin("200 OK", f"Content-Length: {HUNDRED_MB}")
        try:
            for _ in range(HUNDRED_MB // 2**16):
                self.wfile.write(b" " * 2**16)
                type(self).sent += 2**16
        except OSError:
            return

    def _bomb(self) -> None:
        body = gzip.compress(json.dumps(TOKEN | {"x": "x" * HUNDRED_MB}).encode(), 1)
        self._begin("200 OK", "Content-Encoding: gzip", f"Content-Length: {len(body)}")
        try:
            self.wfile.write(body)
        except OSError:
            return

    def _loop(self) -> None:
        self._begin("302 Found", f"Location: {self.path}", "Content-Length: 0")

    def _nest(self) -> None:
        body = b"[" * 200_000
        self._begin("200 OK", f"Content-Length: {len(body)}")
        self.wfile.write(body)

    def _pieces(self) -> None:
        if "token" in self.path.split("?")[0]:
            self._begin("200 OK", "Transfer-Encoding: chunked")
            for byte in json.dumps(TOKEN).encode():
                self.wfile.write(b"1\r\n%c\r\n" % byte)
            self.wfile.write(b"0\r\n\r\n")
            return
        body = gzip.compress(b'{"id": "1", "name": "Nora"}')
        self._begin("200 OK", "Content-Encoding: gzip", f"Content-Length: {len(body)}")
        self.wfile.write(body)

    def _begin(self, status: str, *headers: str) -> None:
        always = ("Content-Type: application/json", "Connection: close", "", "")
        self.wfile.write("\r\n".join([f"HTTP/1.1 {status}", *headers, *always]).encode())

    def log_message(self, *args: Any) -> None:
        """Keep quiet."""


@pytest.fixture
def hostile(settings: Any) -> Iterator[type[Hostile]]:
    """Put a hostile service in the place of all four, and give them two seconds."""
    handler = type("ThisHostile", (Hostile,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    keys = {"client_id": "a", "secret": "b", "base_url": f"http://127.0.0.1:{server.server_port}"}
    settings.LOGIN_SERVICES = dict.fromkeys(SERVICES, keys)
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 2
    yield handler
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("service", ["google", "facebook"])
@pytest.mark.parametrize("way", ["silence", "stall", "cut", "drops", "flood", "bomb", "loop", "nest"])
def test_hostile_answer_is_told_plainly_and_soon(hostile: type[Hostile], service: str, way: str) -> None:
    hostile.way = way
    started = time.monotonic()
    assert_told_plainly(try_login(service))
    assert time.monotonic() - started < 6  # seconds; twice what it may take, and some for a busy machine
    assert hostile.asked == 1
    assert hostile.sent < HUNDRED_MB / 4  # what lies between the two is a few buffers


def test_answer_in_pieces_and_packed_is_read(hostile: type[Hostile]) -> None:
    hostile.way = "pieces"
    assert try_login("facebook").status_code == 302
    assert str(User.objects.get()) == "Nora"


def test_patience_is_at_most_ten_seconds(settings: Any) -> None:
    assert settings.SOCIALACCOUNT_REQUESTS_TIMEOUT <= 10


def test_name_that_nobody_holds_is_told_plainly(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    keys = {"client_id": "a", "secret": "b", "base_url": url}
    settings.LOGIN_SERVICES = dict.fromkeys(SERVICES, keys)
    assert_told_plainly(try_login("twitter"))


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("number", [True, False, 1.5, "1e400", {"a": 1}, [1], "\x00", "x" * 3000])
def test_account_without_a_real_number_is_nobody(broken: type[Broken], service: str, number: Any) -> None:
    text = json.dumps(number) if number != "1e400" else number  # JSON for infinity
    profile = f'{{"id": {text}, "ID": {text}, "name": "a", "username": "b"}}'
    broken.profile = (f'{{"data": {profile}}}' if service == "twitter" else profile).encode()
    assert_told_plainly(try_login(service))


@pytest.mark.parametrize("service", SERVICES)
def test_huge_profile_is_told_plainly(broken: type[Broken], service: str) -> None:
    profile = {"id": "1", "ID": 1, "name": "x" * 2**20, "username": "b"}
    broken.profile = {"data": profile} if service == "twitter" else profile
    assert_told_plainly(try_login(service))


@pytest.mark.parametrize("name", ["a\u0000b", "\u202egnihtemos", "x" * 5000, "\ud800", " \t\r\n", "<b>x</b>"])
def test_name_is_made_fit_to_be_shown(broken: type[Broken], name: str) -> None:
    broken.profile = {"id": "1", "name": name}
    assert try_login("facebook").status_code == 302
    shown = str(User.objects.get())
    assert shown.isprintable()
    assert 0 < len(shown) <= 245
    assert "\u202e" not in shown
