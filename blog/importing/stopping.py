"""Ends an import between two portions when somebody asks for it, and lets one run at a time."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from django.db import connection

from blog.importing.options import StopImport

LOCK = 0x62736964_696D7031  # of our own choosing; "bsidimp1"


class ImportIsRunningError(Exception):
    """Another import is going on. The text is a sentence for the owner."""


class Signals:
    """Whether SIGTERM or Ctrl-C came; a second one ends the program at once."""

    def __init__(self) -> None:
        self.has_come = False

    def check(self) -> None:
        """Raise StopImport after a signal."""
        if self.has_come:
            raise StopImport

    def take(self, number: int, _frame: FrameType | None) -> None:
        """Remember the first one."""
        if self.has_come:
            raise KeyboardInterrupt
        self.has_come = True


@contextmanager
def taking_signals() -> Iterator[Signals]:
    """Let the portion that is being written end first. Other threads than the main one get no signals."""
    signals = Signals()
    if threading.current_thread() is not threading.main_thread():
        yield signals
        return
    before = {number: signal.signal(number, signals.take) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield signals
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def only_one() -> Iterator[None]:
    """Hold the lock of imports; it is gone with the connection. Raises ImportIsRunningError."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise ImportIsRunningError("Another import is running. Wait for its end, or stop it first.")
    held_by = connection.connection
    try:
        yield
    finally:
        if connection.connection is held_by and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
