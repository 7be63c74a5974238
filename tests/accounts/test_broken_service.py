"""A service that answers nonsense is told plainly, whatever the nonsense; a real server gives it."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from accounts.login_services import SERVICES
from accounts.models import User
from tests.accounts.logins import ARTICLE, Login, browser, query

pytestmark = pytest.mark.django_db
TOKEN = {"access_token": "a-token", "token_type": "bearer"}


class Broken(BaseHTTPRequestHandler):
    """Answers the token address with ``token`` and every other one with ``profile``."""

    token: Any = TOKEN
    profile: Any = {}
    status = 200

    def do_GET(self) -> None:
        """Answer; the last part of the path tells what was asked for."""
        content = type(self).token if "token" in self.path.split("?")[0] else type(self).profile
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(type(self).status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 the name is that of http.server

    def log_message(self, *args: Any) -> None:
        """Keep quiet."""


@pytest.fixture
def broken(settings: Any) -> Iterator[type[Broken]]:
    """Put a broken service in the place of all four."""
    handler = type("ThisBroken", (Broken,), {})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    keys = {"client_id": "a", "secret": "b", "base_url": f"http://127.0.0.1:{server.server_port}"}
    settings.LOGIN_SERVICES = dict.fromkeys(SERVICES, keys)
    yield handler
    server.shutdown()
    thread.join()
    server.server_close()


def try_login(service: str) -> Any:
    client = browser()
    state = query(Login.start(client, service).authorize_url)["state"]
    provider_id = SERVICES[service].provider_id
    return client.get(f"/accounts/{provider_id}/login/callback/", {"code": "a-code", "state": state})


def assert_told_plainly(answer: Any) -> None:
    assert answer.status_code == 502
    page = answer.content.decode()
    assert "did not log you in" in page
    assert f'href="{ARTICLE}"' in page
    assert not User.objects.exists()


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    "token",
    [
        [],
        "text",
        {},
        None,
        7,
        b"<html>",
        b"",
        b"\xff{",
        {"access_token": None},
        TOKEN | {"expires_in": "soon"},
    ],
)
def test_token_of_nonsense(broken: type[Broken], service: str, token: Any) -> None:
    broken.token = token
    assert_told_plainly(try_login(service))


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    "profile",
    [
        [],
        {},
        None,
        "text",
        b"<html>",
        {"data": None},
        {"id": None, "ID": None, "data": {"id": None}},
        {"id": [], "ID": -1, "data": {"id": {}, "name": 1, "username": 2}},
        {"id": "x" * 300, "ID": "9" * 300, "data": {"id": "x" * 300, "name": "a", "username": "b"}},
        {"id": "", "ID": "", "data": {"id": "", "name": "a", "username": "b"}},
    ],
)
def test_profile_of_nonsense(broken: type[Broken], service: str, profile: Any) -> None:
    broken.profile = profile
    assert_told_plainly(try_login(service))


@pytest.mark.parametrize("service", SERVICES)
def test_server_error(broken: type[Broken], service: str) -> None:
    broken.status = 500
    assert_told_plainly(try_login(service))


@pytest.mark.parametrize(
    "id_token",
    ["", "x", "a.b.c", 7, "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIiwiaXNzIjoiaHR0cHM6Ly9ldmlsLmV4YW1wbGUifQ."],
)
def test_id_token_of_nonsense(broken: type[Broken], id_token: Any) -> None:
    broken.token = TOKEN | {"id_token": id_token}
    assert_told_plainly(try_login("google"))


@pytest.mark.parametrize(
    ("service", "profile"),
    [
        ("facebook", {"id": "1", "name": "\u0000\ud800" * 9, "email": "no address"}),
        ("google", {"id": "1", "name": ["a"], "email": 7, "verified_email": "no"}),
        ("wordpress_com", {"ID": 1, "display_name": {"a": 1}, "email": ["a"], "username": 5}),
        ("twitter", {"data": {"id": "1", "name": "x" * 9999, "username": "\u202e" * 999}}),
    ],
)
def test_odd_names_never_end_in_an_error(broken: type[Broken], service: str, profile: Any) -> None:
    broken.profile = profile
    assert try_login(service).status_code in {302, 502}
