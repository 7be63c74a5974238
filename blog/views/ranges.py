"""Parts of files, as players of sound and film ask for them (RFC 9110, 13.1.5 and 14)."""

import re
from collections.abc import Iterator
from typing import IO

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

PIECE = 64 * 1024  # bytes
ONE_RANGE = re.compile(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*")


class Part:
    """A file from one byte on, to be read once in pieces; closes the file."""

    def __init__(self, file: IO[bytes], first: int, length: int) -> None:
        self._file, self._left = file, length
        file.seek(first)

    def __iter__(self) -> Iterator[bytes]:
        while self._left > 0 and (piece := self._file.read(min(PIECE, self._left))):
            self._left -= len(piece)
            yield piece

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def answer_range(
    request: HttpRequest, file: IO[bytes], size: int, etag: str, media_type: str
) -> HttpResponse | StreamingHttpResponse | None:
    """Return 206 or 416 where one range is asked for; None: send all, as for several ranges at once.

    ``If-Range`` must be the very entity tag; with anything else the file may have changed.
    """
    header = request.headers.get("Range", "")
    asked = ONE_RANGE.fullmatch(header[:100]) if request.method == "GET" and len(header) <= 100 else None
    if asked is None or asked.groups() == ("", "") or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = _limits(asked[1], asked[2], size)
    if first > last and asked[1] and asked[2] and int(asked[1]) > int(asked[2]):
        return None  # no valid range, so not to be looked at
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    part = Part(file, first, last - first + 1)
    response = StreamingHttpResponse(part, status=206, content_type=media_type)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    return response


def _limits(first: str, last: str, size: int) -> tuple[int, int]:
    """Return the first and last byte, from 0; the first is larger than the last where there is none."""
    if not first:  # the last so many bytes
        return max(0, size - int(last)), size - 1 if int(last) else -1
    return int(first), min(int(last), size - 1) if last else size - 1
