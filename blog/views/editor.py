"""What the editor in the admin asks for: the preview of a text, and a place for a picture. Staff only."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from blog import images, markdown
from blog.models import Article, Image
from blog.models.content import BodyFormat

PREVIEW_CHARACTERS = 200_000
ROOM_FOR_THE_FORM = 64 * 2**10  # bytes of a request around its picture

type JsonView = Callable[[HttpRequest], JsonResponse]


def _for_writers(*permissions: str) -> Callable[[JsonView], JsonView]:
    """Let in signed-in staff with one of the permissions, before anything of the body is read."""

    def decorate(view: JsonView) -> JsonView:
        protected = csrf_protect(view)

        @wraps(view)
        def guarded(request: HttpRequest) -> JsonResponse:
            user = request.user
            if not (user.is_active and user.is_staff and any(map(user.has_perm, permissions))):
                return _refusal(_("You are not signed in any more, or may not do this."), 403)
            if int(request.META.get("CONTENT_LENGTH") or 0) > images.MOST_BYTES + ROOM_FOR_THE_FORM:
                limit = images.MOST_BYTES // 2**20
                return _refusal(_("The picture is larger than %d MB; save it smaller.") % limit, 413)
            return protected(request)

        return cast("JsonView", csrf_exempt(guarded))  # the token is checked by `protected`, after the person

    return decorate


@require_POST
@_for_writers("blog.add_article", "blog.change_article", "blog.add_page", "blog.change_page")
@sensitive_post_parameters("body")
def preview(request: HttpRequest) -> JsonResponse:
    """Return the HTML that saving ``body`` would make, as ``{"html": …}``; ``kind`` may be its format."""
    body = request.POST.get("body", "")
    if len(body) > PREVIEW_CHARACTERS:
        return _refusal(
            _("The text is too long for a preview while typing; it can be saved all the same."), 413
        )
    kind = request.POST.get("kind", "")
    if kind == "promo":
        html = markdown.render_promo(body[:10_000])
    else:
        article = Article(body=body, body_format=kind if kind in BodyFormat.values else BodyFormat.MARKDOWN)
        html = article.render().html
    return JsonResponse({"html": html.replace(markdown.NEXT_PAGE, "<hr>")})


@require_POST
@_for_writers("blog.add_image")
def upload(request: HttpRequest) -> JsonResponse:
    """Keep the picture ``image`` and return its address as ``{"url": …}``."""
    file: Any = request.FILES.get("image")
    if file is None:
        return _refusal(_("No picture came with the request."), 400)
    try:
        image = Image.objects.store(file, uploaded_by=request.user, alt=request.POST.get("alt", "").strip())
    except ValidationError as error:
        return _refusal(" ".join(error.messages), 400)
    return JsonResponse(
        {"url": image.get_absolute_url(), "width": image.width, "height": image.height}, status=201
    )


def _refusal(message: str, status: int) -> JsonResponse:
    return JsonResponse({"error": message}, status=status)
