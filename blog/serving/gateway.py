"""What stands between the web server and Django: few threads work, many may wait for slow visitors.

The web server gives each request a thread, and reading a body waits in that thread for as long as a visitor
takes. So the body is read here, before anything of Django or of the database is held. Only then is the
request handed to one of a few threads that each keep a database connection. Half-sent requests therefore
stop nobody, and the number of connections is known.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import BoundedSemaphore, Lock
from typing import Any

from blog.serving.bodies import BodyReader, Refusal

type Environ = dict[str, Any]
type Headers = list[tuple[str, str]]
type Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

WORKING_THREADS = 6  # each keeps a database connection
WAITING_THREADS = 512  # that the web server may use; they are made when needed
MOST_BODIES = 384  # read at the same time; the other waiting threads are for readers
MOST_QUEUED = 100  # requests that wait for a working thread


class Gateway:
    """A WSGI application around another, for one process of the web server."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._bodies = BodyReader(MOST_BODIES)
        self._pool = ThreadPoolExecutor(WORKING_THREADS, "working")
        self._queue = BoundedSemaphore(MOST_QUEUED)
        self._in_work = 0
        self._guard = Lock()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request; called in a thread of the web server."""
        try:
            environ["wsgi.input"] = self._bodies.read(environ)
            status, headers, body = self._work(environ)
        except Refusal as refusal:
            status, headers, body = refusal.status, refusal.headers, [f"{refusal}\n".encode()]
        start_response(status, headers)
        return body

    def is_working(self) -> bool:
        """Whether a request is being answered, or waits for a thread that answers it."""
        return self._in_work > 0

    def _work(self, environ: Environ) -> tuple[str, Headers, Iterable[bytes]]:
        if not self._queue.acquire(blocking=False):
            raise Refusal("503 Service Unavailable", "Too many people are asking at once.", retry_after=5)
        self._count(1)
        try:
            return self._pool.submit(self._answer, environ).result()
        finally:
            self._count(-1)
            self._queue.release()

    def _count(self, change: int) -> None:
        with self._guard:
            self._in_work += change

    def _answer(self, environ: Environ) -> tuple[str, Headers, Iterable[bytes]]:
        """Run Django to the end of the response, unless that is a stream; called in a working thread."""
        started: list[Any] = []
        response = self._application(environ, lambda *arguments: started.extend(arguments))
        if getattr(response, "streaming", False):
            return started[0], started[1], response
        try:
            return started[0], started[1], [b"".join(response)]
        finally:
            if close := getattr(response, "close", None):
                close()  # ends the request for Django, which looks after this thread's connection
