"""Articles and pages closed by a password: asking for it, and remembering who gave it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from blog.limits import is_too_much
from blog.models import Article, Page
from blog.views import metadata
from blog.views.moved import local

KEPT_SECONDS = 10 * 24 * 60 * 60  # WordPress's ten days
LONGEST_PASSWORD = 128
KINDS: dict[str, type[Article] | type[Page]] = {"article": Article, "page": Page}


def is_unlocked(request: HttpRequest, item: Article | Page) -> bool:
    """Whether this visitor gave the password, or may change the text anyway."""
    if item.is_editable_by(request.user):
        return True
    kept = (
        request.get_signed_cookie(_cookie(item), default="", salt=_cookie(item), max_age=KEPT_SECONDS) or ""
    )
    return constant_time_compare(kept, item.unlock_token())


def ask(request: HttpRequest, item: Article | Page, *, error: str = "", status: int = 200) -> HttpResponse:
    """Show the form in place of the text."""
    kind = "article" if isinstance(item, Article) else "page"
    context = metadata.of_item(item, path=item.get_absolute_url(), robots="noindex", is_closed=True) | {
        "article": item,
        "unlock_url": reverse("unlock", args=[kind, item.pk]),
        "error": error,
    }
    response = render(request, "blog/article_password.html", context, status=status)
    patch_cache_control(response, private=True, no_store=True)
    return response


@csrf_exempt  # a page without cookies has no token; a stranger's form gains nothing by a right password
@require_POST
def unlock(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Compare the password; remember the right one in this browser and return to the text."""
    if kind not in KINDS:
        raise Http404
    item = KINDS[kind]._default_manager.reachable().exclude(password="").filter(pk=number).first()
    if item is None:
        raise Http404
    given = request.POST.get("post_password", "")
    if is_too_much(request, f"unlock-{kind}-{number}", most=10, seconds=300):
        return ask(request, item, error=_("Too many attempts. Try again in a few minutes."), status=429)
    if len(given) > LONGEST_PASSWORD or not item.is_right_password(given):
        return ask(request, item, error=_("This password is not right."), status=403)
    response = HttpResponseRedirect(local(item.get_absolute_url()))
    response.set_signed_cookie(
        _cookie(item),
        item.unlock_token(),
        salt=_cookie(item),
        max_age=KEPT_SECONDS,
        secure=settings.IS_HTTPS,
        httponly=True,
        samesite="Lax",
    )
    patch_cache_control(response, private=True, no_store=True)
    return response


def _cookie(item: Article | Page) -> str:
    return f"{settings.COOKIE_PREFIX}unlocked-{item._meta.model_name}-{item.pk}"
