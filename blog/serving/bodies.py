"""Reads the bodies of requests, with patience for slow lines and none for half-sent requests."""

import tempfile
import time
from threading import BoundedSemaphore, Event, Thread
from typing import Any, BinaryIO, cast

LARGEST_BODY = 32 * 2**20  # bytes; the largest picture, with room for the form around it
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
        length = _announced_length(environ)
        if length == 0:
            return _Transfer(environ["wsgi.input"]).file
        if not self._places.acquire(blocking=False):
            raise Refusal("503 Service Unavailable", "Too many people are sending at once.", retry_after=20)
        try:
            transfer = _Transfer(environ["wsgi.input"])
            transfer.run()
        finally:
            self._places.release()
        if length is not None and transfer.received != length:
            raise Refusal("400 Bad Request", "The request broke off.")
        environ["CONTENT_LENGTH"] = str(transfer.received)  # a chunked body has a length from here on
        return transfer.file


class _Transfer:
    """One body on its way. A thread of its own reads, because a read of the web server cannot be ended."""

    def __init__(self, source: BinaryIO) -> None:
        self.file = cast("BinaryIO", tempfile.SpooledTemporaryFile(LARGEST_IN_MEMORY))  # noqa: SIM115
        self.received = 0
        self._source = source
        self._is_over = Event()
        self._has_failed = False

    def run(self) -> None:
        """Return when the body is there."""
        Thread(target=self._copy, daemon=True).start()
        started_at = time.monotonic()
        while not self._is_over.wait(1):
            if self.received < (time.monotonic() - started_at - GRACE) * SLOWEST:
                raise Refusal("408 Request Timeout", "The request did not arrive in time.")
        if self.received > LARGEST_BODY:
            raise Refusal("413 Content Too Large", "This is more than can be sent at once.")
        if self._has_failed:
            raise Refusal("400 Bad Request", "The request broke off.")
        self.file.seek(0)

    def _copy(self) -> None:
        try:
            while self.received <= LARGEST_BODY and (piece := self._source.read(PIECE)):
                self.file.write(piece)
                self.received += len(piece)
        except Exception:  # whatever the web server raises, nothing more will come
            self._has_failed = True
        finally:
            self._is_over.set()


def _announced_length(environ: dict[str, Any]) -> int | None:
    """Return the length in bytes, or None for a chunked body."""
    if environ.get("HTTP_TRANSFER_ENCODING"):
        return None
    text = environ.get("CONTENT_LENGTH") or "0"
    if not (text.isascii() and text.isdigit()):
        raise Refusal("400 Bad Request", "The length of the request is no number.")
    if int(text) > LARGEST_BODY:
        raise Refusal("413 Content Too Large", "This is more than can be sent at once.")
    return int(text)
