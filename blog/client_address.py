"""Finds the address of the visitor, believing only the proxies that the operator told of."""

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the visitor's IP address in its shortest form, or an empty text when there is none.

    Each of the BLOG_TRUSTED_PROXIES proxies appends its caller to ``X-Forwarded-For``, so the visitor
    stands that many places from the right; what is further left was written by the visitor. Entries that
    are no addresses leave the address of the connection.
    """
    connection = _parse(request.META.get("REMOTE_ADDR", ""))
    proxies = settings.BLOG_TRUSTED_PROXIES
    if not proxies:
        return connection
    entries = request.headers.get("X-Forwarded-For", "").rsplit(",", proxies)[-proxies:]
    return _parse(entries[0]) or connection


def _parse(text: str) -> str:
    """Return the address without port, brackets and zone; IPv4 written as IPv6 becomes IPv4."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        address = ip_address(bare.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(address)
