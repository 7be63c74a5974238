"""Links of mails, each a page with a button; and permalinks of comments. GET changes nothing."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from blog.comments import followups, threads, tokens
from blog.comments.models import STANDING, BlogComment, State
from blog.comments.tokens import Purpose
from blog.mail_links import keep_secret, link_of_mail
from blog.markdown import unlink


@link_of_mail
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Prove the address of a comment; doing it twice is doing it once."""
    comment = tokens.read(Purpose.CONFIRM, token)
    if comment is None:
        return _answer(request, "confirm", None, "expired")
    if comment.state not in STANDING:
        return _answer(request, "confirm", comment, "gone")
    if request.method != "POST":
        return _answer(request, "confirm", comment, "ask")
    try:
        comment.confirm()
    except BlogComment.DoesNotExist:  # it was deleted for ever in this very moment
        return _answer(request, "confirm", None, "expired")
    state = {State.PUBLIC: "public", State.PENDING: "held"}.get(State(comment.state), "gone")
    return _answer(request, "confirm", comment, state)


@link_of_mail
def mute(request: HttpRequest, token: str) -> HttpResponse:
    """End the follow-ups of one article or page for one address."""
    comment = tokens.read(Purpose.MUTE, token)
    if comment is None:
        return _answer(request, "mute", None, "expired")
    if request.method == "POST":
        followups.mute(comment)
    return _answer(request, "mute", comment, "muted" if request.method == "POST" else "ask")


@require_safe
def permalink(request: HttpRequest, number: int) -> HttpResponse:
    """Lead to a public comment on its page of threads."""
    comment = BlogComment.objects.public().on_published().with_item().filter(pk=number).first()
    if comment is None:
        raise Http404
    return redirect(threads.url_of(comment))


def _answer(
    request: HttpRequest, page: str, comment: BlogComment | None, state: str, status: int = 200
) -> HttpResponse:
    is_shown = comment is not None and state != "gone"
    context = {
        "item": comment.item if comment else None,
        "comment": comment,
        "comment_html": mark_safe(unlink(comment.comment_html)) if comment else "",  # noqa: S308 - clean
        "state": state,
        "comment_url": threads.url_for_writer(comment) if comment and is_shown else "",
        "robots": "noindex",
    }
    status = 410 if state == "expired" else status
    return keep_secret(render(request, f"comments/{page}.html", context, status=status))
