"""Headers that every answer carries, and compression of what Django renders."""

from collections.abc import Callable

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.text import compress_string

type Answer = Callable[[HttpRequest], HttpResponse]

SMALLEST = 400  # bytes; less is not worth the work
BROTLI_QUALITY = 5  # of 11: most of the gain for a tenth of the time
PADDING = 100  # bytes at most, at random, which blurs the length (BREACH)
COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/xml",
    "application/rss+xml",
    "application/atom+xml",
    "application/manifest+json",
    "application/javascript",
    "image/svg+xml",
)
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)
FILE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
}
if settings.SECURE_HSTS_SECONDS:
    FILE_HEADERS["Strict-Transport-Security"] = (
        f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"
    )


def add_headers(get_response: Answer) -> Answer:
    """Say who may embed an answer, which features of the browser it may use, and who may keep it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        # Pictures of an article are shown by feed readers, on their own pages.
        is_media = request.path_info.startswith(settings.MEDIA_URL)
        response.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if is_media else "same-origin")
        # Kept or not, a page is asked about before it is shown again; a personal one stays in its browser.
        response.setdefault(
            "Cache-Control", "private, no-cache" if _is_personal(request, response) else "no-cache"
        )
        return response

    return middleware


def compress(get_response: Answer) -> Answer:
    """Compress text with the best that the browser knows.

    A page that may hold something secret next to something a visitor typed would tell the secret by its
    compressed length (BREACH). Such a page goes out with a random padding, as Django's own middleware does.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if _is_worth_it(response):
            patch_vary_headers(response, ("Accept-Encoding",))
            accepted = _accepted_codings(request)
            if "gzip" in accepted and _is_personal(request, response):
                _replace(response, compress_string(response.content, max_random_bytes=PADDING), "gzip")
            elif "br" in accepted and not _is_personal(request, response):
                _replace(response, brotli.compress(response.content, quality=BROTLI_QUALITY), "br")
            elif "gzip" in accepted:
                _replace(response, compress_string(response.content), "gzip")
        return response

    return middleware


def _is_personal(request: HttpRequest, response: HttpResponse) -> bool:
    return bool(request.COOKIES) or bool(response.cookies)


def _is_worth_it(response: HttpResponse) -> bool:
    return (
        not response.streaming
        and len(response.content) >= SMALLEST
        and not response.has_header("Content-Encoding")
        and response.get("Content-Type", "").startswith(COMPRESSIBLE)
    )


def _accepted_codings(request: HttpRequest) -> set[str]:
    """Return the codings of Accept-Encoding that are not refused by ``q=0``."""
    accepted = set()
    for part in request.headers.get("Accept-Encoding", "").lower().split(","):
        coding, _, quality = part.partition(";")
        if quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}:
            accepted.add(coding.strip())
    return accepted


def _replace(response: HttpResponse, content: bytes, coding: str) -> None:
    response.content = content
    response["Content-Encoding"] = coding
    response["Content-Length"] = str(len(content))
    if (etag := response.get("ETag", "")).startswith('"'):
        response["ETag"] = f"W/{etag}"  # the same page in other bytes (RFC 9110, 8.8.1)
