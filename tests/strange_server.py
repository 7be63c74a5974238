"""A server on a real socket that says exactly what a test wants, however wrong it is as HTTP."""

import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

type Script = bytes | Callable[[socket.socket, threading.Event], None]


@dataclass
class StrangeServer:
    """``asked`` are the heads of all requests; a request for a path that has no script gets a 404."""

    scripts: Mapping[str, Script]
    tls: ssl.SSLContext | None = None
    asked: list[str] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    def __post_init__(self) -> None:
        self.port = int(self.listener.getsockname()[1])

    @property
    def origin(self) -> str:
        """The address without a path."""
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    def run(self) -> None:
        """Answer until the test is over."""
        while not self.closing.is_set():
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=[client], daemon=True).start()

    def _answer(self, client: socket.socket) -> None:
        with suppress(OSError), client, self._secured(client) as secured:
            self._talk(secured)

    def _secured(self, client: socket.socket) -> socket.socket:
        return self.tls.wrap_socket(client, server_side=True) if self.tls else client

    def _talk(self, client: socket.socket) -> None:
        asked = client.recv(65_536)
        is_http = asked.startswith((b"GET ", b"POST "))
        while is_http and not _is_whole(asked) and (more := client.recv(65_536)):
            asked += more
        self.asked.append(asked.decode("latin-1"))
        path = self.asked[-1].split(" ")[1] if is_http else ""
        missing = answer(status="404 Not Found")
        script = self.scripts.get(path) or self.scripts.get(path.partition("?")[0], missing)
        if isinstance(script, bytes):
            client.sendall(script)
        else:
            script(client, self.closing)


def _is_whole(asked: bytes) -> bool:
    head, mark, body = asked.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    return bool(mark) and len(body) >= (int(length[1]) if length else 0)


@contextmanager
def strange_server(
    scripts: Mapping[str, Script], tls: ssl.SSLContext | None = None
) -> Iterator[StrangeServer]:
    """Run a server for the length of a block."""
    server = StrangeServer(scripts, tls)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.closing.set()
        server.listener.shutdown(socket.SHUT_RDWR)
        server.listener.close()
        thread.join()


def answer(body: bytes = b"", kind: str = "image/png", status: str = "200 OK", **headers: str) -> bytes:
    """Return a whole answer; ``headers`` have underscores for hyphens."""
    fields = {"Content_Type": kind, "Content_Length": str(len(body))} | headers
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in fields.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body


def redirect(to: str) -> bytes:
    """Return an answer that leads elsewhere."""
    return answer(status="302 Found", Location=to)


def endless(head: bytes, piece: bytes, pause: float = 0) -> Script:
    """Return a script that never comes to an end; ``pause`` is the seconds between two pieces."""

    def script(client: socket.socket, closing: threading.Event) -> None:
        client.sendall(head)
        while not closing.wait(pause):
            client.sendall(piece)

    return script
