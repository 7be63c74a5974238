"""A blog as its operator runs it: ``manage.py serve`` in processes of its own."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 180.0  # seconds; a first start on a busy machine takes a while


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def wait_until(condition: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
    """Return as soon as the condition holds; fail when it does not in time."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.1)


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Message
    text: str


class RunningBlog:
    """One run. Its processes are known by a mark in their environment, whoever their parent is."""

    def __init__(self, data: Path, log: Path, port: int = 0, **variables: str) -> None:
        self.port = port or free_port()
        self.data = data
        self._log = log
        self._mark = f"{data}:{self.port}"
        environment = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
        environment |= {"BLOG_DATA_DIR": str(data), "PORT": str(self.port), "WEB_WORKERS": "2"}
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                env=environment | {"TEST_MARK": self._mark} | variables,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    @property
    def output(self) -> str:
        return self._log.read_text("utf-8")

    @property
    def password(self) -> str:
        found = re.search(r"Password: +(\S+)", self.output)
        return found[1] if found else ""

    def get(self, path: str, timeout: float = 20, headers: Mapping[str, str] | None = None) -> Reply:
        """Ask for a page; status 0 when nobody answers."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=dict(headers or {}))
        try:
            with urllib.request.urlopen(request, timeout=timeout) as response:
                return Reply(response.status, response.headers, response.read().decode("latin-1"))
        except urllib.error.HTTPError as error:
            with error:
                return Reply(error.code, error.headers, error.read().decode("latin-1"))
        except (OSError, HTTPException):
            return Reply(0, Message(), "")

    def wait_until_ready(self) -> None:
        wait_until(
            lambda: self.process.poll() is not None or self.get("/readyz").status == 200, "the blog answers"
        )
        assert self.process.poll() is None, self.output

    def end(self, number: int = signal.SIGTERM, *, whole_group: bool = False) -> int:
        """Send the signal, as Ctrl-C does to the whole group, and return the exit code."""
        if whole_group:
            os.killpg(self.process.pid, number)
        else:
            self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def pids(self) -> list[int]:
        """Return the ids of all processes of the run that still exist, without the database's."""
        found = []
        for folder in Path("/proc").iterdir():
            if folder.name.isdecimal() and int(folder.name) != os.getpid():
                try:
                    mark = f"TEST_MARK={self._mark}\0".encode() in (folder / "environ").read_bytes()
                    arguments = (folder / "cmdline").read_bytes()
                except OSError:
                    continue
                if mark and b"manage.py" in arguments:
                    found.append(int(folder.name))
        return sorted(found)

    def clean_up(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


class Relay:
    """A TCP port that leads to a Unix socket, and can be closed: an outage of what is behind."""

    def __init__(self, target: str) -> None:
        self.port = free_port()
        self._target = target
        self._open: list[socket.socket] = []
        self._listener: socket.socket | None = None

    def start(self) -> None:
        listener = socket.create_server(("127.0.0.1", self.port))
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def stop(self) -> None:
        """Refuse new connections and break those there are."""
        for connection in [self._listener, *self._open]:
            if connection:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
                connection.close()
        self._open.clear()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                near, _address = listener.accept()
            except OSError:
                return
            far = socket.socket(socket.AF_UNIX)
            far.connect(self._target)
            self._open += [near, far]
            for source, target in ((near, far), (far, near)):
                threading.Thread(target=self._copy, args=(source, target), daemon=True).start()

    @staticmethod
    def _copy(source: socket.socket, target: socket.socket) -> None:
        try:
            while piece := source.recv(2**16):
                target.sendall(piece)
        except OSError:
            return
