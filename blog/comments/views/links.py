"""Links of mails, each a page with a button; and permalinks of comments. GET changes nothing."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from blog.comments import followups, threads, tokens
from blog.comments.models import BlogComment, State
from blog.comments.tokens import Purpose
from blog.markdown import COMMENT_CHARACTERS, unlink

# The signed link is the permission: who has it may do what it is for, from wherever. So these posts need
# no token, and mail programs can mute with one click (RFC 8058).
link_of_mail = require_http_methods(["GET", "HEAD", "POST"])


class RewriteForm(forms.Form):
    """The guest's own text."""

    comment = forms.CharField(
        label=_("Comment"),
        widget=forms.Textarea,
        max_length=COMMENT_CHARACTERS,
        error_messages={"required": _("Please enter a comment")},
    )


@csrf_exempt
@never_cache
@link_of_mail
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Prove the address of a comment; doing it twice is doing it once."""
    comment = tokens.read(Purpose.CONFIRM, token)
    if comment is None:
        return _answer(request, "confirm", None, "expired")
    if comment.state not in (State.PENDING, State.PUBLIC):
        return _answer(request, "confirm", comment, "gone")
    if request.method != "POST":
        return _answer(request, "confirm", comment, "ask")
    comment.confirm()
    state = {State.PUBLIC: "public", State.PENDING: "held"}.get(State(comment.state), "gone")
    return _answer(request, "confirm", comment, state)


@csrf_exempt
@never_cache
@link_of_mail
def mute(request: HttpRequest, token: str) -> HttpResponse:
    """End the follow-ups of one article or page for one address."""
    comment = tokens.read(Purpose.MUTE, token)
    if comment is None:
        return _answer(request, "mute", None, "expired")
    if request.method == "POST":
        followups.mute(comment)
    return _answer(request, "mute", comment, "muted" if request.method == "POST" else "ask")


@csrf_exempt
@never_cache
@link_of_mail
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """Let a guest edit or delete the own comment."""
    comment = tokens.read(Purpose.MANAGE, token)
    if comment is None:
        return _answer(request, "manage", None, "expired")
    if comment.state not in (State.PENDING, State.PUBLIC):
        return _answer(request, "manage", comment, "deleted")
    if request.method != "POST":
        form = RewriteForm(initial={"comment": comment.comment})
        return _answer(request, "manage", comment, "ask", form=form)
    if request.POST.get("action") == "delete":
        comment.move_to_trash()
        return _answer(request, "manage", comment, "deleted")
    form = RewriteForm(request.POST)
    if not form.is_valid():
        return _answer(request, "manage", comment, "ask", status=400, form=form)
    comment.rewrite(form.cleaned_data["comment"].replace("\r\n", "\n"))
    return _answer(request, "manage", comment, "edited", form=form)


@require_safe
def permalink(request: HttpRequest, number: int) -> HttpResponse:
    """Lead to a public comment on its page of threads."""
    comment = BlogComment.objects.public().on_published().with_item().filter(pk=number).first()
    if comment is None:
        raise Http404
    return redirect(threads.url_of(comment))


def _answer(
    request: HttpRequest, page: str, comment: BlogComment | None, state: str, status: int = 200, **more: Any
) -> HttpResponse:
    is_shown = comment is not None and state not in ("gone", "deleted")
    context = {
        "item": comment.item if comment else None,
        "comment": comment,
        "comment_html": mark_safe(unlink(comment.comment_html)) if comment else "",  # noqa: S308 - clean
        "state": state,
        "comment_url": threads.url_for_writer(comment) if comment and is_shown else "",
        "robots": "noindex",
    }
    status = 410 if state == "expired" else status
    response = render(request, f"comments/{page}.html", context | more, status=status)
    response["Referrer-Policy"] = "same-origin"  # the address is a secret
    response._has_been_logged = True  # type: ignore[attr-defined] # so Django must not log it
    return response
