"""Links of mails, each a page with a button. GET changes nothing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from blog.subscriptions import links
from blog.subscriptions.links import Purpose
from blog.subscriptions.models import EndReason, Subscriber
from blog.subscriptions.views import choices

# The signed link is the permission: who has it may do what it is for, from wherever. So these posts need
# no token, and mail programs can unsubscribe with one click (RFC 8058).
link_of_mail = require_http_methods(["GET", "HEAD", "POST"])


@csrf_exempt
@never_cache
@link_of_mail
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Let the address follow; doing it twice is doing it once."""
    subscriber = links.read(Purpose.CONFIRM, token)
    if subscriber is None:
        return _answer(request, "confirm", None, "expired", status=410)
    if request.method != "POST":
        return _answer(request, "confirm", subscriber, "ask")
    type(subscriber).objects.start(subscriber.email, subscriber.source)  # type: ignore[arg-type]
    manage_url = links.link_to(Purpose.MANAGE, subscriber)
    return _answer(request, "confirm", subscriber, "done", manage_url=manage_url)


@csrf_exempt
@never_cache
@link_of_mail
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """End the mails about new articles."""
    subscriber = links.read(Purpose.UNSUBSCRIBE, token)
    if subscriber is None:
        return _answer(request, "unsubscribe", None, "expired", status=410)
    if request.method != "POST":
        return _answer(request, "unsubscribe", subscriber, "ask")
    subscriber.end(EndReason.READER)
    manage_url = links.link_to(Purpose.MANAGE, subscriber)
    return _answer(request, "unsubscribe", subscriber, "done", manage_url=manage_url)


@csrf_exempt
@never_cache
@link_of_mail
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """Show all that one person gets by mail, and change or end it."""
    subscriber = links.read(Purpose.MANAGE, token)
    if subscriber is None:
        return _answer(request, "manage", None, "expired", status=410)
    context = choices.take(request, subscriber.email) if request.method == "POST" else {}
    return _answer(
        request, "manage", subscriber, "shown", **choices.of(subscriber.email, is_proven=True) | context
    )


def _answer(
    request: HttpRequest, page: str, subscriber: Subscriber | None, state: str, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"subscriber": subscriber, "state": state, "robots": "noindex"}
    response = render(request, f"subscriptions/{page}.html", context | more, status=status)
    response["Referrer-Policy"] = "same-origin"  # the address is a secret
    response._has_been_logged = True  # type: ignore[attr-defined] # so Django must not log it
    return response
