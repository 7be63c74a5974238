"""Services on another origin: Google's paths in front of ``oidc-provider-mock``, with faults on demand.

The mock has paths of its own, so a small server passes requests on from Google's. It takes no other part in
what is said, but for a fault that a test has asked for.
"""

import json
import os
import re
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import quote

from tests.running_blog import free_port, wait_until

PATHS = {
    "/o/oauth2/v2/auth": "/oauth2/authorize",
    "/token": "/oauth2/token",
    "/oauth2/v2/userinfo": "/userinfo",
}
NONSENSE = b"<h1>It works!</h1>"
STYLE_SHEET = re.compile(rb"<link[^>]*>")  # it lies at a third party, and tests have no network
PASSED_ON = {"content-type", "location", "cache-control"}


class Google:
    """One running provider; ``fault`` is what its token address does instead of its work."""

    def __init__(self) -> None:
        self.mock_port = free_port()
        self.fault = ""  # "silent": hangs up; "nonsense": a page where JSON should be; else a status
        self._mock = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(self.mock_port)],
            env={key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._front = ThreadingHTTPServer(("127.0.0.1", 0), type("Front", (_Front,), {"google": self}))
        self._thread = threading.Thread(target=self._front.serve_forever)
        self._thread.start()
        wait_until(self._is_there, "the provider answers", 60)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._front.server_port}"

    def add(self, subject: str, **claims: Any) -> None:
        """Give somebody an account: ``name``, ``email``, ``email_verified``."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.mock_port}/users/{quote(subject)}",
            data=json.dumps(claims).encode(),
            headers={"Content-Type": "application/json"},
            method="PUT",
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            assert answer.status == 204

    @contextmanager
    def failing(self, fault: str) -> Iterator[None]:
        self.fault = fault
        try:
            yield
        finally:
            self.fault = ""

    def end(self) -> None:
        self._front.shutdown()
        self._thread.join()
        self._front.server_close()
        self._mock.terminate()
        self._mock.wait(20)

    def _is_there(self) -> bool:
        assert self._mock.poll() is None, "the provider has ended"
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{self.mock_port}/", timeout=5).close()
        except OSError:
            return False
        return True


class _Front(BaseHTTPRequestHandler):
    google: Google

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        if path == "/token" and self.google.fault:
            return self._fail(self.google.fault)
        if path not in PATHS:
            return self._answer(204 if path == "/favicon.ico" else 404, {}, b"")
        length = int(self.headers.get("Content-Length") or 0)
        connection = HTTPConnection("127.0.0.1", self.google.mock_port, timeout=20)
        kept = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
        target = f"{PATHS[path]}?{query}" if query else PATHS[path]
        connection.request(self.command, target, self.rfile.read(length), kept)
        answer = connection.getresponse()
        headers = {name: value for name, value in answer.getheaders() if name.lower() in PASSED_ON}
        self._answer(answer.status, headers, STYLE_SHEET.sub(b"", answer.read()))
        connection.close()
        return None

    do_POST = do_GET  # noqa: N815 the name is that of http.server

    def _fail(self, fault: str) -> None:
        if fault == "silent":
            self.close_connection = True
            return
        status = 200 if fault == "nonsense" else int(fault)
        self._answer(status, {"Content-Type": "text/html"}, NONSENSE)

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Keep quiet."""
