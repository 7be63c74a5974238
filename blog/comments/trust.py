"""Decides whether a comment post was meant by the person whose browser sent it.

Pages for guests are kept and the same for everybody, so their forms hold no token: the post must have come
from a page of this blog. Where the browser does not say where it came from, and for the signed-in always,
the usual token decides.
"""

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import CsrfViewMiddleware

from blog.same_origin import came_from_here, hides_its_origin


def is_meant(request: HttpRequest) -> bool:
    """Whether to store what the request holds."""
    if not request.user.is_authenticated:
        return came_from_here(request) or (hides_its_origin(request) and has_token(request))
    return has_token(request)


def has_token(request: HttpRequest) -> bool:
    """Whether the post holds the token of its cookie, as Django's middleware sees it."""
    return _TokenCheck(_no_answer).process_view(request, _no_answer, (), {}) is None


class _TokenCheck(CsrfViewMiddleware):
    """Django's check of the token, whose refusal is told to the caller instead of answered."""

    def _check_referer(self, request: HttpRequest) -> None:
        """Let the token alone decide: a browser that says nothing of its page has no referer either."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def _no_answer(request: HttpRequest) -> Any:
    return None
