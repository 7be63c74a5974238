"""Ends a process of the web server in good time.

The web server itself waits for every request that has begun, also for one that is half-sent and never
goes on.
"""

import os
import signal
import time
from collections.abc import Callable
from threading import Thread

ON_ITS_WAY = 2.0  # seconds for what is being sent or received; requests in work have longer (web.py)
INTERVAL = 0.05  # seconds between two looks


def end_when_idle(is_working: Callable[[], bool]) -> None:
    """From the first signal on that asks this process to stop, end it as soon as no request is in work.

    Called in the main thread, before the web server sets its own handlers, which go on to work as well.
    """
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    Thread(target=_wait_and_end, args=(reader, is_working), daemon=True).start()


def _wait_and_end(reader: int, is_working: Callable[[], bool]) -> None:
    while os.read(reader, 1)[0] not in {signal.SIGTERM, signal.SIGINT}:
        pass
    # The kernel's alarm, because the web server may wait for visitors while no thread of Python
    # can run.
    signal.setitimer(signal.ITIMER_REAL, ON_ITS_WAY)
    while True:
        time.sleep(INTERVAL)
        if is_working():
            signal.setitimer(signal.ITIMER_REAL, ON_ITS_WAY)
