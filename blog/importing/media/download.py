"""Fetches files from the hosts of the old blog, politely: few at once, again after a while, never forever."""

import time
from collections.abc import Collection, Sequence
from threading import Lock, Semaphore
from typing import IO
from urllib.parse import urlsplit

from blog import file_kinds, images
from blog.fetching import FetchError, FetchFailedError, fetch
from blog.importing.media.sources import MediaError, too_large
from blog.importing.records import Attachment

PAUSES = (1.0, 5.0)  # seconds before the second and third try
SCHEMES = ("https", "http")
SECONDS_PER_MB = 10  # a slow server may take as long
LEAST_SECONDS = 60
MOST_FAILURES = 10  # in a row; then the old host is taken for gone
SMALL = images.MOST_BYTES
# What servers call files; what they are, their content decides.
UNSURE = (
    "application/octet-stream",
    "binary/octet-stream",
    "application/x-zip-compressed",
    "audio/mp3",
    "audio/wave",
    "audio/x-m4a",
    "audio/x-wav",
    "image/jpg",
    "image/pjpeg",
    "image/x-png",
)
TYPES = tuple(
    dict.fromkeys([*images.MEDIA_TYPES, *(kind.bare_type for kind in file_kinds.KINDS.values()), *UNSURE])
)


class Download:
    """The hosts of the old blog as a source of files."""

    def __init__(
        self, hosts: Collection[str], *, allow: Collection[str] = (), pauses: Sequence[float] = PAUSES
    ) -> None:
        self._hosts, self._allow, self._pauses = frozenset(map(str.lower, hosts)), allow, pauses
        self._large = Semaphore(1)  # large files are in memory one at a time
        self._guard, self._failures = Lock(), 0

    def check(self, attachment: Attachment) -> None:
        """Refuse what would not be asked for; nothing is asked."""
        host = (_host_of(attachment.url)) or ""
        if host not in self._hosts:
            raise MediaError("media-elsewhere", f"{attachment.url} is not on a host of the old blog.")

    def copy(self, attachment: Attachment, target: IO[bytes], most_bytes: int) -> None:
        """Fetch the file; raises MediaError when it cannot be had."""
        self.check(attachment)
        if most_bytes <= SMALL:
            target.write(self._fetch(attachment.url, most_bytes))
            return
        with self._large:
            target.write(self._fetch(attachment.url, most_bytes))

    def close(self) -> None:
        """Have nothing open."""

    def _fetch(self, url: str, most_bytes: int) -> bytes:
        for pause in (*self._pauses, None):
            if self._failures >= MOST_FAILURES:
                raise MediaError("media-unreachable", f"{url}: the old host does not answer any more.")
            try:
                data = self._once(url, most_bytes)
            except FetchFailedError as error:
                if pause is None:
                    self._count_failure()
                    raise MediaError("media-unreachable", f"{url}: {error}.") from error
                time.sleep(pause)
            except FetchError as error:
                self._failures = 0
                if str(error) == "too large":
                    raise too_large(url, most_bytes) from error
                raise MediaError("media-missing", f"{url}: {error}.") from error
            else:
                self._failures = 0
                return data
        raise AssertionError("the last try returns or raises")

    def _once(self, url: str, most_bytes: int) -> bytes:
        seconds = max(LEAST_SECONDS, SECONDS_PER_MB * most_bytes / 2**20)
        found = fetch(
            url, most_bytes=most_bytes, types=TYPES, schemes=SCHEMES, allow=self._allow, seconds=seconds
        )
        return found.data

    def _count_failure(self) -> None:
        with self._guard:
            self._failures += 1


def _host_of(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
