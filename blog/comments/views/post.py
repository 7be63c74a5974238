"""Takes the comment form: ``POST /wp-comments-post.php``, as WordPress's form and its scripts know it."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts.login_services import SERVICES, LoginService
from blog.answers import wants_json
from blog.comments import kept_draft, posting, proof, threads
from blog.comments.conversation import describe_form
from blog.comments.forms import CommentForm, find_item
from blog.comments.models import BlogComment
from blog.comments.people import Visitor
from blog.comments.posting import DoubtfulError, RefusedError
from blog.comments.trust import is_meant
from blog.comments.views.preview import ask_again, refuse_too_many, show_preview
from blog.limits import is_too_much
from blog.models import Article, Page
from blog.untrusted import is_storable

DRAFTS = {"preview", "connect"}  # the buttons that store no comment
# Each kept draft is a session of two weeks, so what one address may fill is counted by the hour.
MOST_DRAFTS = 30
DRAFT_SECONDS = 60 * 60


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
            return ask_again(request, item, form)
        posting.refuse_closed(item)
        if not DRAFTS.isdisjoint(request.POST) or not form.is_valid():
            form.parent = posting.find_parent(item, request.POST.get("comment_parent", ""))
            return _show_draft(request, item, form, visitor)
        comment = posting.store(form, item, visitor, request)
    except DoubtfulError as doubt:
        return JsonResponse({"challenge": doubt.challenge, "bits": proof.BITS}, status=202)
    except RefusedError as refusal:
        if form.parent_number:  # whom the form answers stands above it
            form.parent = BlogComment.objects.find_parent(item, form.parent_number)
        return _show_form(request, item, form, refusal)
    kept_draft.forget(request)
    url = threads.url_of_new(comment)
    return JsonResponse({"url": url}, status=201) if wants_json(request) else redirect(url)


def _log_in_first(
    request: HttpRequest, item: Article | Page, form: CommentForm, service: LoginService
) -> HttpResponse:
    """Keep the draft and lead to the login, whose way back is the form."""
    if is_too_much(request, "comment-draft", most=MOST_DRAFTS, seconds=DRAFT_SECONDS):
        message = _("Too many logins from here. Please log in first, or try again in an hour.")
        raise RefusedError(429, message, retry_after=DRAFT_SECONDS)
    kept_draft.keep(request, item, form)
    return redirect(f"{service.start_url}?{urlencode({'next': f'{item.get_absolute_url()}#respond'})}")


def _show_draft(
    request: HttpRequest, item: Article | Page, form: CommentForm, visitor: Visitor
) -> HttpResponse:
    """Show the preview that was asked for, lead to the login that was chosen, or show what is wrong."""
    if service := SERVICES.get(request.POST.get("connect", "")):
        return _log_in_first(request, item, form, service)
    if "preview" in request.POST:
        refuse_too_many(request)
        posting.refuse_blocked(visitor, request.POST.get("email", ""), request.POST.get("url", ""))
        if "comment" not in form.errors:
            return show_preview(request, item, form)
        for name in set(form.errors) - {"comment"}:
            del form.errors[name]  # who asks for a preview has not filled in the rest yet
    return _show_form(request, item, form)


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


def _messages(form: CommentForm) -> dict[str, str]:
    """Return the first message of each field, by its name in the HTML."""
    return {form.add_prefix(name): str(messages[0]) for name, messages in form.errors.items()}


def _is_storable(request: HttpRequest) -> bool:
    values = (value for _name, values in request.POST.lists() for value in values)
    return all(map(is_storable, [*request.POST, *values]))
