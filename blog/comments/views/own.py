"""The own comment: changed for some minutes, deleted at any time; by the account, or by the mail's link."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from blog.comments import blocking, editing, threads, tokens
from blog.comments.fields import CommentTextField
from blog.comments.models import STANDING, BlogComment
from blog.comments.people import Visitor
from blog.comments.tokens import Purpose
from blog.limits import is_too_much
from blog.mail_links import keep_secret, link_of_mail
from blog.markdown import COMMENT_CHARACTERS

MOST_CHANGES, CHANGES_SECONDS = 30, 10 * 60


class RewriteForm(forms.Form):
    """The writer's own text."""

    comment = CommentTextField(label=gettext_lazy("Comment"), max_length=COMMENT_CHARACTERS)


@link_of_mail
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """Let a guest edit or delete the own comment, on whatever device the mail is read."""
    comment = tokens.read(Purpose.MANAGE, token)
    return keep_secret(_show(request, None, "expired") if comment is None else _act(request, comment))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, number: int) -> HttpResponse:
    """Let the signed-in edit or delete what they wrote with their account."""
    comment = BlogComment.objects.with_item().filter(pk=number).first()
    if comment is None or comment.user_id != request.user.pk:
        raise Http404
    return _act(request, comment)


def _act(request: HttpRequest, comment: BlogComment) -> HttpResponse:
    try:
        if request.method != "POST":
            return _ask(request, comment)
        if request.POST.get("action") == "delete":
            comment.withdraw()
            return _ask(request, comment)
        return _edit(request, comment)
    except BlogComment.DoesNotExist:  # it was deleted for ever in this very moment
        return _show(request, None, "expired")


def _ask(request: HttpRequest, comment: BlogComment) -> HttpResponse:
    if comment.state not in STANDING:
        return _show(request, comment, "deleted")
    return _show(request, comment, "ask", form=RewriteForm(initial={"comment": comment.comment}))


def _edit(request: HttpRequest, comment: BlogComment) -> HttpResponse:
    form = RewriteForm(request.POST)
    if is_too_much(request, "comment-edit", most=MOST_CHANGES, seconds=CHANGES_SECONDS):
        message = _("You are changing it too quickly. Wait some minutes, then save it again.")
        return _show(request, comment, "ask", status=429, form=form, message=message)
    if not form.is_valid():
        return _show(request, comment, "ask", status=400, form=form)
    visitor = Visitor.of(request)
    if visitor.is_blocked(email=comment.user_email, website=comment.user_url):
        return _show(request, comment, "ask", status=403, form=form, message=blocking.refusal())
    is_own = visitor.user is not None and visitor.user.pk == comment.user_id
    is_changed = editing.edit(
        comment,
        form.cleaned_data["comment"],
        by=visitor.user if is_own else None,
        is_moderator=is_own and visitor.may_moderate(comment.item),
    )
    if is_changed:
        return _show(request, comment, "edited", form=form)
    if comment.state not in STANDING:
        return _show(request, comment, "deleted", status=409)
    return _show(request, comment, "ask", status=409, form=form)


def _show(
    request: HttpRequest, comment: BlogComment | None, state: str, status: int = 200, **more: Any
) -> HttpResponse:
    is_shown = comment is not None and state != "deleted"
    context = {
        "item": comment.item if comment else None,
        "comment": comment,
        "state": state,
        "is_editable": comment.is_editable if comment else False,
        "has_replies": comment.has_replies if comment else False,
        "comment_url": threads.url_for_writer(comment) if comment and is_shown else "",
        "robots": "noindex",
    }
    status = 410 if state == "expired" else status
    return render(request, "comments/manage.html", context | more, status=status)
