"""Asks the blog for a path the way a visitor would, without a network: through Django's own handler."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, reset_queries

from blog.utf8 import Utf8Request

MOST_REDIRECTS = 5
ANCHOR = re.compile(rb'\bid="comment-([0-9]+)"')


@dataclass(frozen=True, slots=True)
class Answer:
    """The last answer to an address, after all redirects: its status, where it is, the HTML or feed."""

    status: int
    path: str  # percent-encoded, with its query
    body: bytes = b""

    @property
    def is_found(self) -> bool:
        """Whether there is something."""
        return self.status == 200

    def anchors(self) -> set[int]:
        """Return the numbers of the comments on the page."""
        return {int(number) for number in ANCHOR.findall(self.body)}


class Visitor:
    """Somebody without cookies who remembers the answers, so that nothing is asked twice.

    Many old addresses lead to one page: those of a text, of its number, of its comments.
    """

    def __init__(self) -> None:
        self._answers: dict[str, Answer] = {}

    def ask(self, path: str) -> Answer:
        """Return what is at the path, redirects followed."""
        answer = self._ask_once(path)
        for _hop in range(MOST_REDIRECTS):
            if answer.status not in {301, 302, 307, 308}:
                return answer
            answer = self._ask_once(answer.path)
        return Answer(508, answer.path)  # a loop

    def _ask_once(self, path: str) -> Answer:
        if path not in self._answers:
            self._answers[path] = _ask_once(path)
        return self._answers[path]


@contextmanager
def within_one_connection() -> Iterator[None]:
    """Keep the end of a request from closing the connection: a trial's rows are seen by no other."""
    request_started.disconnect(close_old_connections)
    request_started.disconnect(reset_queries)
    request_finished.disconnect(close_old_connections)
    try:
        yield
    finally:
        request_started.connect(reset_queries)
        request_started.connect(close_old_connections)
        request_finished.connect(close_old_connections)


def _ask_once(path: str) -> Answer:
    """Return one answer; that of a redirect has its target as path, on another host the status 421."""
    heard: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]], _error: Any = None) -> Callable[[bytes], object]:
        heard["status"], heard["headers"] = int(status[:3]), dict(headers)
        return BytesIO().write

    response: Any = _handler()(_environment(path), start)
    try:
        body = b"".join(response)
    finally:
        response.close()
    if not 300 <= heard["status"] < 400:
        return Answer(heard["status"], path, body)
    target = urlsplit(heard["headers"].get("Location", ""))
    if target.netloc not in {"", urlsplit(settings.BLOG_SITE_URL).netloc}:
        return Answer(421, target.geturl())
    return Answer(heard["status"], (target.path or "/") + (f"?{target.query}" if target.query else ""))


def _environment(path: str) -> dict[str, Any]:
    """Return a request as a server hands it over (PEP 3333)."""
    site = urlsplit(settings.BLOG_SITE_URL)
    bare, _mark, query = path.partition("?")
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(bare).decode("latin-1"),
        "QUERY_STRING": query,
        "SERVER_NAME": site.hostname,
        "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": site.netloc,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


@cache
def _handler() -> WSGIHandler:
    handler = WSGIHandler()
    handler.request_class = Utf8Request
    return handler
