"""Knows a browser again by a random key in a signed cookie, set only where the visitor did something."""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = f"{settings.COOKIE_PREFIX}visitor"
SALT = "blog.visitor"
KEPT_SECONDS = 365 * 24 * 60 * 60  # a year


def visitor_key(request: HttpRequest) -> str:
    """Return the key of this browser, or an empty text when it has none yet."""
    try:
        return str(signing.Signer(salt=SALT).unsign(request.COOKIES.get(COOKIE, "")[:200]))
    except signing.BadSignature:
        return ""


def new_visitor_key() -> str:
    """Return a key for a browser that has none."""
    return secrets.token_urlsafe(24)


def remember_visitor(response: HttpResponse, key: str) -> None:
    """Give the browser its key; only in the answer to something the visitor did."""
    response.set_cookie(
        COOKIE,
        signing.Signer(salt=SALT).sign(key),
        max_age=KEPT_SECONDS,
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )
