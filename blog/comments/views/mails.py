"""Links of follow-up mails: one thread muted, or everything that the person gets by mail."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import Truncator

from blog.comments import muting, tokens
from blog.comments.models import State
from blog.comments.tokens import Purpose
from blog.mail_links import keep_secret, link_of_mail
from blog.subscriptions.views import choices

EXCERPT_CHARACTERS = 200


@link_of_mail
def mute_thread(request: HttpRequest, token: str) -> HttpResponse:
    """End the mails about one thread, or let them come again."""
    mails = muting.read(token)
    if mails is None:
        return keep_secret(render(request, "comments/mute_thread.html", {"robots": "noindex"}, status=410))
    if request.method == "POST" and request.POST.get("action") == "unmute":
        mails.unmute()
    elif request.method == "POST":
        mails.mute()  # also without an action: one click in the mail program
    is_shown = mails.first.state == State.PUBLIC
    context = {
        "mails": mails,
        "item": mails.first.item,
        "name": mails.first.name if is_shown else "",
        "excerpt": Truncator(mails.first.comment).chars(EXCERPT_CHARACTERS) if is_shown else "",
        "is_muted": mails.is_muted,
        "is_done": request.method == "POST",
        "mails_url": tokens.link_to(Purpose.MAILS, mails.comment),
        "robots": "noindex",
    }
    return keep_secret(render(request, "comments/mute_thread.html", context))


@link_of_mail
def all_mails(request: HttpRequest, token: str) -> HttpResponse:
    """Show all that the writer of a confirmed comment gets by mail, and change or end it."""
    comment = tokens.read(Purpose.MAILS, token)
    if comment is None or not comment.confirmed_at:
        expired = {"state": "expired", "robots": "noindex"}
        return keep_secret(render(request, "subscriptions/manage.html", expired, status=410))
    return keep_secret(choices.answer(request, comment.user_email))
