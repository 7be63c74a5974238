"""Fetches what an address of somebody else names, without becoming a way into this machine's network.

A host is looked up once, all its addresses must be public, and the connection goes to one of the very
addresses that were looked at: a name that changes its mind in between gains nothing. Each redirect is a
new address, with all of this anew. No proxy of the environment is used, nothing is unpacked, and one clock
runs over everything.
"""

import http.client
import ipaddress
import re
import socket
import ssl
import time
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Timer
from urllib.parse import SplitResult, urljoin, urlsplit

from django.utils.encoding import iri_to_uri

PORTS = {"http": 80, "https": 443}
LONGEST_ADDRESS = 2000  # characters
MOST_REDIRECTS = 3
MOST_ADDRESSES = 4  # of one host that are tried
SECONDS = 10.0
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\]")
GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")  # all that has been given out (RFC 4291, 2.4)
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")  # an IPv4 address is in the last four bytes (RFC 6052)


class FetchError(Exception):
    """Nothing was fetched, and asking again would change nothing. The text is for the log."""


class FetchFailedError(FetchError):
    """Nothing was fetched this time: no connection, too slow, or the server had a fault."""


@dataclass(frozen=True)
class Fetched:
    """What came: its bytes, the media type that the server named, and the last address."""

    data: bytes
    media_type: str
    url: str


def fetch(
    url: str,
    *,
    most_bytes: int,
    types: Collection[str],
    schemes: Collection[str] = ("https",),
    allow: Collection[str] = (),
    seconds: float = SECONDS,
) -> Fetched:
    """Return what is at the address, of one of the media ``types``, up to ``most_bytes``.

    ``allow`` names origins (``http://127.0.0.1:9000``) that the operator trusts: any scheme, port and
    network address will do for them. Raises FetchError, or FetchFailedError when a later try may succeed.
    """
    clock = _Clock(seconds)
    for _ in range(MOST_REDIRECTS + 1):
        connection = _Connection(_checked(url, schemes, allow), allow, clock)
        with connection.answer(types) as response:
            if response.status not in {301, 302, 303, 307, 308}:
                return Fetched(
                    _body(response, most_bytes, types, clock), response.headers.get_content_type(), url
                )
            url = urljoin(url, response.headers.get("Location", ""))
    raise FetchError("too many redirects")


def is_public(address: str) -> bool:
    """Whether the network address belongs to the public internet, also when it hides an IPv4 address."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in NAT64:
            ip = ipaddress.IPv4Address(ip.packed[-4:])
        elif ip not in GLOBAL_UNICAST:
            return False
    return ip.is_global and not ip.is_multicast


class _Clock:
    """The time that is left for everything together."""

    def __init__(self, seconds: float) -> None:
        self._ends_at = time.monotonic() + seconds

    def left(self) -> float:
        """Return seconds; raises FetchFailedError when there are none."""
        left = self._ends_at - time.monotonic()
        if left <= 0:
            raise FetchFailedError("took too long")
        return left


class _Connection(http.client.HTTPConnection):
    """A connection to an address that was looked at, cut when the time is over."""

    def __init__(self, parts: SplitResult, allow: Collection[str], clock: _Clock) -> None:
        super().__init__(str(parts.hostname), _port(parts))
        self.default_port = PORTS[parts.scheme]  # decides whether the Host header names the port
        self._parts, self._clock = parts, clock
        self._is_trusted = _origin(parts) in allow
        self._timer: Timer | None = None

    @contextmanager
    def answer(self, types: Collection[str]) -> Iterator[http.client.HTTPResponse]:
        """Ask, and give the answer with its body still unread."""
        path = (self._parts.path or "/") + (f"?{self._parts.query}" if self._parts.query else "")
        headers = {"Accept": ", ".join(types), "Accept-Encoding": "identity", "User-Agent": "Broadside"}
        try:
            self.request("GET", path, headers=headers)
            with self.getresponse() as response:
                self._clock.left()  # a head that was cut looks like the end of it
                yield response
        except (OSError, http.client.HTTPException, ValueError) as error:
            self._clock.left()  # the cut looks like a fault of the server
            raise FetchFailedError(f"{type(error).__name__} from {self.host}") from error
        finally:
            if self._timer:
                self._timer.cancel()
            self.close()

    def connect(self) -> None:
        """Connect to the first address that answers, and start the clock's timer."""
        self.sock = self._connected(self._addresses())
        if self._parts.scheme == "https":
            self.sock = ssl.create_default_context().wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
        # A time-out of the socket begins anew with each byte; this one does not.
        self._timer = Timer(self._clock.left(), _cut, [self.sock])
        self._timer.daemon = True
        self._timer.start()
        if isinstance(self.sock, ssl.SSLSocket):
            self.sock.do_handshake()

    def _addresses(self) -> list[str]:
        """Look the host up, in a thread because the resolver knows no time-out of ours."""
        resolver = ThreadPoolExecutor(max_workers=1)
        try:
            search = resolver.submit(socket.getaddrinfo, self.host, self.port, type=socket.SOCK_STREAM)
            found = list(dict.fromkeys(str(entry[4][0]) for entry in search.result(self._clock.left())))
        finally:
            resolver.shutdown(wait=False)
        if not self._is_trusted and not all(map(is_public, found)):
            raise FetchError(f"{self.host} is not on the public internet")
        return found[:MOST_ADDRESSES]

    def _connected(self, addresses: list[str]) -> socket.socket:
        share = self._clock.left() / len(addresses)  # so that a silent first address leaves time
        for number, address in enumerate(addresses, 1):
            try:
                connected = socket.create_connection((address, self.port), share)
            except OSError:
                if number == len(addresses):
                    raise
            else:
                connected.settimeout(self._clock.left())
                return connected
        raise FetchFailedError(f"{self.host} has no address")


def _checked(url: str, schemes: Collection[str], allow: Collection[str]) -> SplitResult:
    """Return the parts of an address that may be asked; raises FetchError for any other."""
    if len(url) > LONGEST_ADDRESS:
        raise FetchError("the address is too long")
    url = iri_to_uri(url)
    try:
        parts = urlsplit(url)
        port = _port(parts)
    except ValueError as error:
        raise FetchError("the address is malformed") from error
    is_plain = url.isascii() and url.isprintable() and not set(url) & set(" \\")
    host = parts.netloc.lower().rpartition(":")[0] if parts.port is not None else parts.netloc.lower()
    if not is_plain or not HOST.fullmatch(host):  # a name and password before the host do not match either
        raise FetchError("the address is malformed")
    if _origin(parts) not in allow and (parts.scheme not in schemes or port != PORTS[parts.scheme]):
        raise FetchError("scheme or port are not for fetching")
    return parts


def _port(parts: SplitResult) -> int:
    """Return the port; raises ValueError for a scheme that is not HTTP."""
    if parts.scheme not in PORTS:
        raise ValueError("not HTTP")
    return PORTS[parts.scheme] if parts.port is None else parts.port


def _origin(parts: SplitResult) -> str:
    return f"{parts.scheme}://{parts.netloc.lower()}"


def _body(
    response: http.client.HTTPResponse, most_bytes: int, types: Collection[str], clock: _Clock
) -> bytes:
    """Read the body; raises FetchError for what was not asked for."""
    if response.status != http.HTTPStatus.OK:
        is_fault = response.status >= 500 or response.status == http.HTTPStatus.TOO_MANY_REQUESTS
        raise (FetchFailedError if is_fault else FetchError)(f"status {response.status}")
    if response.headers.get_content_type() not in types:
        raise FetchError("another media type")
    if response.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise FetchError("packed, though nothing packed was asked for")
    if (response.length or 0) > most_bytes:
        raise FetchError("too large")
    data = response.read(most_bytes + 1)
    clock.left()  # a body without a length ends where the connection is cut
    if len(data) > most_bytes:
        raise FetchError("too large")
    if response.length:
        raise FetchFailedError("the body is shorter than its length")
    return data


def _cut(sock: socket.socket) -> None:
    """End what waits on the socket; the plain method, because TLS's own forgets its state in the middle."""
    with suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
