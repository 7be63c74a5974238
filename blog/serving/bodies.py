"""Reads the bodies of requests, with patience for slow lines and none for half-sent requests.

A read of the web server cannot be given up: it would hold up the whole process at the end of the response,
until the visitor goes. So the connection of a half-sent request is closed for reading, which ends the read.
"""

import os
import socket
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from threading import BoundedSemaphore, Event, Thread
from typing import Any, BinaryIO, cast

LARGEST_FORM = 2**20  # bytes; the longest comment is a small part of it
LARGEST_UPLOAD = 25 * 2**20  # bytes; the largest picture, with room for the form around it
UPLOADS = ("/admin/", "/accounts/profile/")  # addresses that take pictures
LARGEST_IN_MEMORY = 2**19  # bytes; a larger one goes to a temporary file
GRACE = 15.0  # seconds in which nothing need arrive
SLOWEST = 8_000  # bytes a second, after the grace
PIECE = 2**16  # bytes


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
        self._visitor = environ.get("REMOTE_ADDR", ""), int(environ.get("REMOTE_PORT") or 0)
        self._is_over = Event()
        self._has_failed = False

    def run(self) -> None:
        """Return when the body is there."""
        Thread(target=self._copy, daemon=True).start()
        started_at = time.monotonic()
        while not self._is_over.wait(1):
            if self.received < (time.monotonic() - started_at - GRACE) * SLOWEST:
                _stop_reading_from(self._visitor)
                self._is_over.wait(GRACE)
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


def _stop_reading_from(visitor: tuple[str, int]) -> None:
    """Close this process's connection with the visitor for reading; the answer can still be sent."""
    for path in Path("/dev/fd").iterdir():
        with suppress(OSError), socket.socket(fileno=os.dup(int(path.name))) as connection:
            if connection.getpeername()[:2] == visitor:
                connection.shutdown(socket.SHUT_RD)


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
