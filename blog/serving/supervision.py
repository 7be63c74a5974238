"""Keeps the processes of the blog going, and ends all of them together."""

import os
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from blog.serving.lifeline import end_with_parent

STOP_SECONDS = 15.0  # for children to finish what they do; then they are killed
MOST_STARTS = 5  # of one child within the time below; more is a fault that no restart mends
STARTS_WITHIN = 60.0  # seconds
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@dataclass
class Child:
    """A process to keep going: what it does, and when it was started."""

    name: str
    work: Callable[[], None]
    pid: int = 0
    starts: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Fork. The child has the loaded program already, so this takes no time."""
        parent = os.getpid()
        sys.stdout.flush()
        now = time.monotonic()
        self.starts = [*(start for start in self.starts if now - start < STARTS_WITHIN), now]
        self.pid = os.fork()
        if self.pid == 0:
            os._exit(self._run(parent))

    def _run(self, parent: int) -> int:
        try:
            os.setpgid(0, 0)  # Ctrl-C in the terminal is for the parent, which asks us to stop
            for number in STOP_SIGNALS:
                signal.signal(number, signal.SIG_DFL)
            signal.set_wakeup_fd(-1)
            end_with_parent(parent)
            self.work()
        except SystemExit as end:
            return end.code if isinstance(end.code, int) else 1
        except BaseException:  # nothing of the parent's stack may run in the child
            traceback.print_exc()
            return 1
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
        return 0


class Supervisor:
    """Starts the children, starts them again when they die, and stops them when this process is told to."""

    def __init__(self, children: list[Child]) -> None:
        self._children = children
        self._is_stopping = False
        self._reader, writer = os.pipe()
        os.set_blocking(writer, False)
        os.set_blocking(self._reader, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        for number in STOP_SIGNALS:
            signal.signal(number, self._ask_to_stop)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)  # only to be woken up

    def run(self) -> int:
        """Return the exit code when all has ended: 0 when it was asked for."""
        for child in self._children:
            child.start()
        exit_code = 0
        while not self._is_stopping and exit_code == 0:
            self._wait(60)
            exit_code = self._restart_dead()
        self._stop()
        return exit_code

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self._is_stopping = True

    def _wait(self, seconds: float) -> None:
        if select.select([self._reader], [], [], seconds)[0]:
            os.read(self._reader, 1024)

    def _restart_dead(self) -> int:
        """Start what has died; return 1 when one dies too often to go on."""
        for child in self._reap():
            if self._is_stopping:
                return 0
            if len(child.starts) >= MOST_STARTS:
                _say(f"The {child.name} ended {MOST_STARTS} times within a minute: stopping.")
                return 1
            _say(f"The {child.name} ended and is started again.")
            child.start()
        return 0

    def _reap(self) -> list[Child]:
        """Return the children that have ended since the last call."""
        dead = []
        while True:
            try:
                pid, _status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                break
            if pid == 0:
                break
            for child in self._children:
                if child.pid == pid:
                    child.pid = 0
                    dead.append(child)
        return dead

    def _stop(self) -> None:
        self._send(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while any(child.pid for child in self._children):
            left = deadline - time.monotonic()
            if left <= 0:
                self._send(signal.SIGKILL)
            self._wait(max(0.05, min(left, 1)))
            self._reap()

    def _send(self, number: signal.Signals) -> None:
        for child in self._children:
            if child.pid:
                os.kill(child.pid, number)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
