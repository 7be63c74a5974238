"""Shows a comment as it will stand, by the renderer that will store it; nothing is stored."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from blog import markdown
from blog.answers import wants_json
from blog.comments import posting
from blog.comments.conversation import describe_form
from blog.comments.forms import CommentForm
from blog.comments.models import BlogComment
from blog.comments.posting import RefusedError
from blog.limits import is_too_much
from blog.models import Article, Page

MOST_PREVIEWS, PREVIEW_SECONDS = 30, 60


def refuse_too_many(request: HttpRequest) -> None:
    """Raise when this address asks for previews without end."""
    if is_too_much(request, "comment-preview", most=MOST_PREVIEWS, seconds=PREVIEW_SECONDS):
        message = _("You are asking for previews too quickly. Slow down.")
        raise RefusedError(HTTPStatus.TOO_MANY_REQUESTS, message, retry_after=PREVIEW_SECONDS)


def show_preview(request: HttpRequest, item: Article | Page, form: CommentForm) -> HttpResponse:
    """Show a text that was looked at and is fine, with the form to go on writing or to send it."""
    text = form.cleaned_data["comment"]
    if wants_json(request):
        return JsonResponse({"html": markdown.render_comment(text)})
    form.errors.clear()  # nobody has pressed “Post Comment” yet
    return _page(request, item, form, text)


def ask_again(request: HttpRequest, item: Article | Page, form: CommentForm) -> HttpResponse:
    """Show what may not have been meant, with a fresh token, so that one more click sends it."""
    message = _(
        "We could not see that this came from our own page. Please check your comment and send it again."
    )
    if wants_json(request):
        told = {"errors": {}, "message": message, "existing_url": "", "csrf_token": get_token(request)}
        return JsonResponse(told, status=403)
    text = request.POST.get("comment", "")
    return _page(request, item, form, text if len(text) <= markdown.COMMENT_CHARACTERS else "", message)


def _page(
    request: HttpRequest, item: Article | Page, form: CommentForm, text: str, message: str = ""
) -> HttpResponse:
    context = describe_form(request, item, form, _parent_or_none(request, item)) | {
        "item": item,
        "message": message,
        "needs_token": bool(message),
        "draft_html": mark_safe(markdown.render_comment(text)),  # noqa: S308 - cleaned there
        "robots": "noindex",
    }
    return render(request, "comments/preview.html", context, status=403 if message else 200)


def _parent_or_none(request: HttpRequest, item: Article | Page) -> BlogComment | None:
    try:
        return posting.find_parent(item, request.POST.get("comment_parent", ""))
    except RefusedError:
        return None
