"""Links of mails, each a page with a button. GET changes nothing."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from blog.mail_links import keep_secret, link_of_mail
from blog.subscriptions import gate, links
from blog.subscriptions.links import Purpose
from blog.subscriptions.models import EndReason, Subscriber
from blog.subscriptions.views import choices


@link_of_mail
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Let the address follow; doing it twice is doing it once."""
    subscriber = links.read(Purpose.CONFIRM, token)
    if subscriber is None:
        return _answer(request, "confirm", None, "expired", status=410)
    if request.method != "POST":
        return _answer(request, "confirm", subscriber, "ask")
    if refused := gate.refusal(request, subscriber.email):
        return keep_secret(refused)
    type(subscriber).objects.start(subscriber.email, subscriber.source)  # type: ignore[arg-type]
    manage_url = links.link_to(Purpose.MANAGE, subscriber)
    return _answer(request, "confirm", subscriber, "done", manage_url=manage_url)


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


@link_of_mail
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """Show all that one person gets by mail, and change or end it."""
    subscriber = links.read(Purpose.MANAGE, token)
    if subscriber is None:
        return _answer(request, "manage", None, "expired", status=410)
    return keep_secret(choices.answer(request, subscriber.email, subscriber=subscriber))


def _answer(
    request: HttpRequest, page: str, subscriber: Subscriber | None, state: str, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"subscriber": subscriber, "state": state, "robots": "noindex"}
    return keep_secret(render(request, f"subscriptions/{page}.html", context | more, status=status))
