"""New comments for pages that are open: small, anonymous, the same for everybody."""

from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control, set_response_etag
from django.views.decorators.http import require_safe

from blog.comments.conversation import heading_of
from blog.comments.fragments import Scene, fold_html, item_html
from blog.comments.live import LATEST, MODELS, New, newest_in, read_news
from blog.comments.models import BlogComment
from blog.models import Article, Page
from blog.untrusted import whole_number

KEPT_SECONDS = 5  # by browsers and by what stands in between


@require_safe
def live(request: HttpRequest, kind: str, number: str) -> HttpResponseBase:
    """Answer 204, or what became public after ``?after=``, in microseconds since 1970."""
    since = whole_number(request.GET.get("after", ""), most=LATEST)
    if since is None:
        raise BadRequest("This address needs the time of the last answer.")
    newest = newest_in(kind, int(number))
    if newest is None:
        raise Http404
    response = HttpResponse(status=204)
    if newest > since:
        item = _find(kind, int(number))
        news, until = read_news(item, since)
        response = JsonResponse(_describe(item, news, f"{request.path}?after={until}"))
        set_response_etag(response)
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    return get_conditional_response(request, response.get("ETag"), response=response) or response


def _find(kind: str, number: int) -> Article | Page:
    """Return what any visitor may see; raise Http404."""
    model: Any = MODELS[kind]
    item: Article | Page | None = (
        model.objects.published().defer("body", "body_html", "search_document").filter(pk=number).first()
    )
    if item is None:
        raise Http404
    return item


def _describe(item: Article | Page, news: list[New], following: str) -> dict[str, Any]:
    scene = Scene.now(item.author_id, can_reply=item.is_open_for_comments)
    return {
        "next": following,
        "heading": heading_of(item, BlogComment.objects.public().on(item).count()),
        "folds": [fold_html(count, scene.language) for count in (1, 2)],
        "comments": [
            {
                "id": new.row.public_id,
                "url": reverse("comment-permalink", args=[new.row.pk]),
                "depth": new.depth,
                "before": new.above_id,
                "html": item_html(new.row, new.depth, scene),
            }
            for new in news
        ],
    }
