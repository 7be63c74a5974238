"""Whose address a request comes from."""

from typing import Any

import pytest
from django.test import RequestFactory

from blog.client_address import client_address


@pytest.mark.parametrize(
    ("proxies", "forwarded", "connection", "expected"),
    [
        (0, "203.0.113.9", "192.0.2.1", "192.0.2.1"),
        (0, "", "::ffff:192.0.2.1", "192.0.2.1"),
        (0, "", "", ""),
        (0, "", "not an address", ""),
        (1, "203.0.113.9", "192.0.2.1", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "192.0.2.1", "203.0.113.9"),
        (1, "", "192.0.2.1", "192.0.2.1"),
        (1, "unknown", "192.0.2.1", "192.0.2.1"),
        (1, "203.0.113.9,", "192.0.2.1", "192.0.2.1"),
        (1, "203.0.113.9:4711", "192.0.2.1", "203.0.113.9"),
        (1, "[2001:DB8::0:1]:4711", "192.0.2.1", "2001:db8::1"),
        (1, "2001:db8::1", "", "2001:db8::1"),
        (1, "fe80::1%eth0", "", "fe80::1"),
        (1, "'; DROP TABLE x; --", "192.0.2.1", "192.0.2.1"),
        (1, "1" * 100_000, "192.0.2.1", "192.0.2.1"),
        (2, "6.6.6.6, 203.0.113.9, 192.0.2.2", "192.0.2.1", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1", "203.0.113.9"),
    ],
)
def test_only_the_proxies_told_of_are_believed(
    settings: Any, proxies: int, forwarded: str, connection: str, expected: str
) -> None:
    settings.BLOG_TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory().get("/", REMOTE_ADDR=connection, headers=headers)
    assert client_address(request) == expected
