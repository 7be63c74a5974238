"""Decodes and encodes pictures in processes of their own: the slow part of an import, on every core.

A picture that ends its process (out of memory, a fault in a decoder) is one picture that is not taken.
"""

import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from threading import Lock

from django.conf import settings
from django.core.exceptions import ValidationError

from blog import images
from blog.importing.pool import end_with_parent

MOST_PROCESSES = 8  # each needs some 200 MB for a large picture
PICTURES_PER_PROCESS = 2_000  # then a new one, so that what a decoder leaks is given back


class Encoders:
    """A pool of processes that make pictures; ``encode`` may be called by several threads."""

    def __init__(self, processes: int = 0) -> None:
        self.processes = processes or min(MOST_PROCESSES, os.cpu_count() or 1)
        self._pool: ProcessPoolExecutor | None = None
        self._guard = Lock()

    def encode(self, data: bytes) -> images.Encoded:
        """Return the picture in all sizes; raises ValidationError with one sentence."""
        for _try in range(3):  # another picture may have ended the process
            pool = self._current()
            try:
                found = pool.submit(_encode, data).result()
            except BrokenProcessPool:
                self._forget(pool)
            else:
                if isinstance(found, images.Encoded):
                    return found
                raise ValidationError(found[1], code=found[0])
        raise ValidationError("The picture cannot be decoded.", code="damaged")

    def close(self) -> None:
        """End the processes."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def _current(self) -> ProcessPoolExecutor:
        with self._guard:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(
                    self.processes,
                    get_context("spawn"),  # no connection of this process goes along
                    initializer=_begin,
                    max_tasks_per_child=PICTURES_PER_PROCESS,
                )
            return self._pool

    def _forget(self, broken: ProcessPoolExecutor) -> None:
        with self._guard:
            if self._pool is broken:
                self._pool = None
        broken.shutdown(wait=False)


def _begin() -> None:
    """Do without translations, which need all apps, and end when the import does, however it does."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "blog.settings")
    settings.USE_I18N = False
    end_with_parent()


def _encode(data: bytes) -> images.Encoded | tuple[str, str]:
    """Return what became of the picture, or code and text of why it is refused."""
    try:
        return images.encode(data)
    except ValidationError as error:
        return str(error.code), " ".join(error.messages)
    except Exception as error:  # no picture ends an import
        return "damaged", f"The picture cannot be encoded ({type(error).__name__})."
