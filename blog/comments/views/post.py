"""Takes the comment form: ``POST /wp-comments-post.php``, as WordPress's form and its scripts know it."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from blog import markdown
from blog.answers import wants_json
from blog.comments import posting, threads
from blog.comments.conversation import describe_form
from blog.comments.forms import CommentForm, find_item
from blog.comments.models import BlogComment
from blog.comments.people import Visitor
from blog.comments.posting import RefusedError
from blog.comments.trust import is_meant
from blog.models import Article, Page
from blog.untrusted import is_storable


@csrf_exempt  # blog.comments.trust decides: a guest's form on a kept page has no token
@never_cache
@require_POST
def post_comment(request: HttpRequest) -> HttpResponse:
    """Store the comment and lead to it; everything else keeps what was typed and says why."""
    if not _is_storable(request):
        return HttpResponseBadRequest(_("This form holds characters that no text has."))
    item = find_item(request.POST.get("comment_post_ID", ""))
    if item is None:
        raise Http404
    visitor = Visitor.of(request)
    form = CommentForm(item, visitor, request.POST)
    try:
        if not is_meant(request):
            return _show_preview(request, item, form)
        posting.refuse_closed(item)
        form.parent = posting.find_parent(item, request.POST.get("comment_parent", ""))
        if not form.is_valid():
            return _show_form(request, item, form)
        comment = posting.store(form, item, visitor, request)
    except RefusedError as refusal:
        return _show_form(request, item, form, refusal)
    url = threads.url_for_writer(comment)
    if wants_json(request):
        return JsonResponse({"url": url}, status=201)
    return redirect(url)


def _show_form(
    request: HttpRequest, item: Article | Page, form: CommentForm, refusal: RefusedError | None = None
) -> HttpResponse:
    refusal = refusal or RefusedError(400, "")
    messages = _messages(form) if form.parent or not refusal.message else {}
    existing_url = threads.url_for_writer(refusal.existing) if refusal.existing else ""
    if wants_json(request):
        message = refusal.message or next(iter(messages.values()), "")
        told = {"errors": messages, "message": message, "existing_url": existing_url}
        response: HttpResponse = JsonResponse(told, status=refusal.status)
    else:
        context = describe_form(request, item, form, form.parent) | {
            "item": item,
            "status": refusal.status,
            "message": refusal.message,
            "errors": list(messages.items()),
            "existing_url": existing_url,
            "retry_after": refusal.retry_after,
            "robots": "noindex",
        }
        response = render(request, "comments/reply_form_page.html", context, status=refusal.status)
    if refusal.retry_after:
        response["Retry-After"] = str(refusal.retry_after)
    return response


def _show_preview(request: HttpRequest, item: Article | Page, form: CommentForm) -> HttpResponse:
    """Store nothing; show the draft with a fresh token, so that one more click sends it."""
    message = _(
        "We could not see that this came from our own page. Please check your comment and send it again."
    )
    if wants_json(request):
        told = {"errors": {}, "message": message, "existing_url": "", "csrf_token": get_token(request)}
        return JsonResponse(told, status=403)
    draft = request.POST.get("comment", "")
    short = len(draft) <= markdown.COMMENT_CHARACTERS
    context = describe_form(request, item, form, _parent_or_none(request, item)) | {
        "item": item,
        "message": message,
        "draft_html": mark_safe(markdown.render_comment(draft)) if short else "",  # noqa: S308 - cleaned there
        "robots": "noindex",
    }
    return render(request, "comments/preview.html", context, status=403)


def _parent_or_none(request: HttpRequest, item: Article | Page) -> BlogComment | None:
    try:
        return posting.find_parent(item, request.POST.get("comment_parent", ""))
    except RefusedError:
        return None


def _messages(form: CommentForm) -> dict[str, str]:
    """Return the first message of each field, by its name in the HTML."""
    return {form.add_prefix(name): str(messages[0]) for name, messages in form.errors.items()}


def _is_storable(request: HttpRequest) -> bool:
    values = (value for _name, values in request.POST.lists() for value in values)
    return all(map(is_storable, [*request.POST, *values]))
