"""Tells whether a post came from a page of this blog, for forms on cached pages that carry no token.

Source: Fetch Metadata (W3C) where the browser sends it, else Origin (RFC 6454), else Referer. Browsers
set all three themselves; a page of another site cannot. What carries none of them came from nowhere.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

DEFAULT_PORTS = {"http": 80, "https": 443}


def came_from_here(request: HttpRequest) -> bool:
    """Whether a page of this blog sent the request; missing, odd and foreign origins are not."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    claimed = request.headers.get("Origin") or request.headers.get("Referer") or ""
    origin = _origin_of(claimed)
    return origin is not None and origin in _own_origins(request)


def hides_its_origin(request: HttpRequest) -> bool:
    """Whether nothing is said about the page that sent the request."""
    return not any(request.headers.get(name) for name in ("Sec-Fetch-Site", "Origin", "Referer"))


def _own_origins(request: HttpRequest) -> set[tuple[str, str, int] | None]:
    """The address that the operator told, and the one that was asked for (checked by ALLOWED_HOSTS)."""
    asked = f"{request.scheme}://{request.get_host()}"
    return {_origin_of(settings.BLOG_SITE_URL), _origin_of(asked)}


def _origin_of(url: str) -> tuple[str, str, int] | None:
    """Return scheme, host and port; None for ``null`` and whatever is no web address."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        return None
    return parts.scheme, parts.hostname, port or DEFAULT_PORTS[parts.scheme]
