"""A stand-in for Akismet on a real socket: it answers as told, and keeps what it heard."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl


class AkismetServer:
    """``answer`` is what it says next to ``comment-check``; ``heard`` are path and fields of each request."""

    def __init__(self) -> None:
        self.answer, self.advice, self.status = "false", "", 200
        self.delay = threading.Event()
        self.delay.set()  # cleared, it does not answer until it is set again
        self.heard: list[tuple[str, dict[str, str]]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    @contextmanager
    def running(self) -> Iterator["AkismetServer"]:
        """Answer meanwhile."""
        thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.delay.set()
            self._server.shutdown()
            self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        told = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                told.heard.append((self.path, dict(parse_qsl(body, keep_blank_values=True))))
                told.delay.wait(30)
                is_check = self.path.endswith("comment-check")
                self.send_response(told.status)
                if is_check and told.advice:
                    self.send_header("X-akismet-pro-tip", told.advice)
                self.end_headers()
                self.wfile.write((told.answer if is_check else "Thanks.").encode())

            def log_message(self, *args: Any) -> None:
                """Keep silent."""

        return Handler
