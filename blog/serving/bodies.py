"""Reads the bodies of requests, with patience for slow lines and none for half-sent requests.

A read of the web server cannot be given up: a response that ends before it stops the whole process until
the visitor goes on. So a half-sent request is answered only when its connection, closed for reading, has
ended the read. The web server tells no port, so what closes is every connection of that visitor on which
nothing has come for a while.
"""

import os
import socket
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from threading import BoundedSemaphore, Event, Lock, Thread
from typing import Any, BinaryIO, cast

LARGEST_FORM = 2**20  # bytes; the longest comment is a small part of it
LARGEST_UPLOAD = 25 * 2**20  # bytes; the largest picture, with room for the form around it
UPLOADS = ("/admin/", "/accounts/profile/")  # addresses that take pictures
LARGEST_IN_MEMORY = 2**19  # bytes; a larger one goes to a temporary file
GRACE = 15.0  # seconds in which nothing need arrive
SLOWEST = 8_000  # bytes a second, after the grace
IDLE = 5.0  # seconds without a byte, after which the connection of a late request is closed
PIECE = 2**16  # bytes
LAST_DATA_RECEIVED = 52  # bytes into Linux's struct tcp_info: milliseconds since then, in four bytes

_closing = Lock()


class Refusal(Exception):  # noqa: N818
    """The request gets this status and sentence instead of a page."""

    def __init__(self, status: str, sentence: str, retry_after: int = 0) -> None:
        super().__init__(sentence)
        self.status = status
        self.headers = [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Connection", "close"),
            ("Cache-Control", "no-store"),
        ]
        if retry_after:
            self.headers.append(("Retry-After", str(retry_after)))


class BodyReader:
    """Reads bodies for one process, at most ``most_at_once`` at the same time."""

    def __init__(self, most_at_once: int) -> None:
        self._places = BoundedSemaphore(most_at_once)

    def read(self, environ: dict[str, Any]) -> BinaryIO:
        """Return the whole body as a file, or raise a Refusal."""
        length = _announced_length(environ, _most(environ))
        if length == 0:
            return _Transfer(environ).file
        if not self._places.acquire(blocking=False):
            raise Refusal("503 Service Unavailable", "Too many people are sending at once.", retry_after=20)
        try:
            transfer = _Transfer(environ)
            try:
                transfer.run()
            except Refusal:
                transfer.file.close()
                raise
        finally:
            self._places.release()
        if length is not None and transfer.received != length:
            raise Refusal("400 Bad Request", "The request broke off.")
        environ["CONTENT_LENGTH"] = str(transfer.received)  # a chunked body has a length from here on
        return transfer.file


class _Transfer:
    """One body on its way. A thread of its own reads, because a read of the web server cannot be ended."""

    def __init__(self, environ: dict[str, Any]) -> None:
        self.file = cast("BinaryIO", tempfile.SpooledTemporaryFile(LARGEST_IN_MEMORY))  # noqa: SIM115
        self.received = 0
        self._source = environ["wsgi.input"]
        self._most = _most(environ)
        self._visitor = str(environ.get("REMOTE_ADDR", ""))
        self._is_over = Event()
        self._has_failed = False

    def run(self) -> None:
        """Return when the body is there."""
        Thread(target=self._copy, daemon=True).start()
        started_at = time.monotonic()
        is_late = False
        while not self._is_over.wait(1):
            if self.received < (time.monotonic() - started_at - GRACE) * SLOWEST:
                is_late = True
                _close_idle_connections(self._visitor)
        if is_late:
            raise Refusal("408 Request Timeout", "The request did not arrive in time.")
        if self.received > self._most:
            raise Refusal("413 Content Too Large", "This is more than can be sent at once.")
        if self._has_failed:
            raise Refusal("400 Bad Request", "The request broke off.")
        self.file.seek(0)

    def _copy(self) -> None:
        try:
            while self.received <= self._most and (piece := self._source.read(PIECE)):
                self.file.write(piece)
                self.received += len(piece)
        except Exception:  # whatever the web server raises, nothing more will come
            self._has_failed = True
        finally:
            self._is_over.set()


def _close_idle_connections(visitor: str) -> None:
    """Close those of this process's connections with the visitor for reading that have long been silent."""
    if not hasattr(socket, "TCP_INFO"):
        return  # then only the visitor ends a half-sent request, which holds one place until then
    if not _closing.acquire(blocking=False):
        return  # somebody does it now; the next second is soon enough
    try:
        for path in Path("/dev/fd").iterdir():
            _close_if_idle(int(path.name), visitor)
    finally:
        _closing.release()


def _close_if_idle(number: int, visitor: str) -> None:
    with suppress(OSError), socket.socket(fileno=os.dup(number)) as connection:
        if connection.getpeername()[:1] == (visitor,) and _silence(connection) > IDLE:
            connection.shutdown(socket.SHUT_RD)


def _silence(connection: socket.socket) -> float:
    """Return the seconds since the last byte came."""
    status = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, LAST_DATA_RECEIVED + 4)
    return int.from_bytes(status[LAST_DATA_RECEIVED:], sys.byteorder) / 1000


def _most(environ: dict[str, Any]) -> int:
    """Return how many bytes the address takes."""
    return LARGEST_UPLOAD if environ["PATH_INFO"].startswith(UPLOADS) else LARGEST_FORM


def _announced_length(environ: dict[str, Any], most: int) -> int | None:
    """Return the length in bytes, or None for a chunked body."""
    if environ.get("HTTP_TRANSFER_ENCODING"):
        return None
    text = environ.get("CONTENT_LENGTH") or "0"
    if not (text.isascii() and text.isdigit()):
        raise Refusal("400 Bad Request", "The length of the request is no number.")
    if int(text) > most:
        raise Refusal("413 Content Too Large", "This is more than can be sent at once.")
    return int(text)
