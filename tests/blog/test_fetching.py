"""Fetching by the server: what may be asked, where it may lead, and how much it may cost. Real sockets."""

import functools
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from blog.fetching import Fetched, FetchError, FetchFailedError, fetch, is_public
from tests.strange_server import StrangeServer, answer, redirect, strange_server

BODY = b"\x89PNG not really"


def get(url: str, server: StrangeServer | None = None, **options: Any) -> Fetched:
    """Fetch a picture of at most 1,000 bytes; the server's own origin is allowed."""
    allow = {server.origin} if server else set()
    wanted: dict[str, Any] = {"most_bytes": 1000, "types": {"image/png"}, "allow": allow}
    return fetch(url, **wanted | options)


def test_what_is_there_comes_with_its_type() -> None:
    with strange_server({"/a?b=c%20d": answer(BODY, "image/png; charset=x")}) as server:
        fetched = get(f"{server.origin}/a?b=c%20d", server)
    assert fetched == Fetched(BODY, "image/png", f"{server.origin}/a?b=c%20d")


def test_request_tells_nothing_but_what_it_must() -> None:
    with strange_server({"/": answer(BODY)}) as server:
        get(server.origin, server)
    lines = server.asked[0].strip().splitlines()
    assert lines == [
        "GET / HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}",
        "Accept: image/png",
        "Accept-Encoding: identity",
        "User-Agent: Broadside",
    ]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "picture.png",
        "//example.org/a.png",
        "http://example.org/a.png",
        "https://example.org:8443/a.png",
        "https://example.org:80/a.png",
        "https://example.org:/a.png",
        "https://example.org:99999/a.png",
        "https://user:secret@example.org/a.png",
        "https://example.org\\@127.0.0.1/",
        "https://exa\nmple.org/",
        "https:///a.png",
        "https://[::1/a.png",
        "https://[fe80::1%25lo]/a.png",
        "https://exämple.org/a.png",
        "https://-/a.png",
        "file:///etc/passwd",
        "ftp://example.org/a.png",
        "gopher://127.0.0.1:6379/_FLUSHALL",
        "data:image/png;base64,AAAA",
        "https://example.org/" + "x" * 2000,
        "\0https://example.org/",
    ],
)
def test_odd_address_is_never_asked(url: str) -> None:
    lookups: list[str] = []
    with listening_to("socket.getaddrinfo", lookups), pytest.raises(FetchError) as caught:
        get(url)
    assert not isinstance(caught.value, FetchFailedError)
    assert lookups == []


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0.0.0.0",
        "localhost",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:169.254.169.254]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b:1::a00:1]",
        "[2002:7f00:1::]",
        "[fd00::1]",
        "[fe80::1]",
        "[ff02::1]",
    ],
)
def test_host_inside_is_never_connected_to(host: str) -> None:
    connections: list[Any] = []
    with listening_to("socket.connect", connections), pytest.raises(FetchError):
        get(f"https://{host}/a.png")
    assert connections == []


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_public_address_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", ["224.0.0.1", "255.255.255.255", "198.18.0.1", "fec0::1", "2001:db8::1"])
def test_special_address_is_not_public(address: str) -> None:
    assert not is_public(address)


def test_host_is_looked_up_once_and_connected_to_by_number() -> None:
    """So a name that leads elsewhere at the second question (DNS rebinding) is not asked a second time."""
    lookups: list[Any] = []
    connections: list[Any] = []
    with strange_server({"/": answer(BODY)}) as server:
        origin = f"http://localhost:{server.port}"
        with listening_to("socket.getaddrinfo", lookups), listening_to("socket.connect", connections):
            get(origin, allow={origin})
    assert [host for host, *_ in lookups if host == "localhost"] == ["localhost"]
    assert connections[-1][1] == ("127.0.0.1", server.port)


class TestRedirects:
    @pytest.mark.parametrize(
        "to",
        [
            "http://127.0.0.1:{other}/",
            "https://127.0.0.1/",
            "http://localhost:{port}/b",
            "http://169.254.169.254/latest/meta-data/",
            "https://169.254.169.254/",
            "https://localhost/",
            "//10.0.0.1/",
            "file:///etc/passwd",
            "https://user@127.0.0.1/",
            "http://[",
        ],
    )
    def test_redirect_to_the_inside_is_refused(self, to: str) -> None:
        with strange_server({"/": answer(BODY)}) as other, strange_server(scripts := {}) as server:
            scripts["/a"] = redirect(to.format(other=other.port, port=server.port))
            with pytest.raises(FetchError):
                get(f"{server.origin}/a", server)
            assert other.asked == []
            assert len(server.asked) == 1

    def test_three_redirects_are_followed(self) -> None:
        scripts = {f"/{n}": redirect(f"{n + 1}") for n in range(3)} | {"/3": answer(BODY)}
        with strange_server(scripts) as server:
            assert get(f"{server.origin}/0", server).url == f"{server.origin}/3"

    def test_fourth_redirect_is_not_followed(self) -> None:
        with strange_server({"/": redirect("/")}) as server, pytest.raises(FetchError, match="too many"):
            get(server.origin, server)
        assert len(server.asked) == 4


_listeners: dict[str, list[Any]] = {}


@functools.cache
def install_hook() -> None:
    """Hear of all audit events; a hook can never be taken away."""
    sys.addaudithook(lambda event, args: _listeners.get(event, []).append(args))


@contextmanager
def listening_to(event: str, heard: list[Any]) -> Iterator[None]:
    """Note the arguments of an audit event of Python while a block runs."""
    install_hook()
    _listeners[event] = heard
    try:
        yield
    finally:
        del _listeners[event]
