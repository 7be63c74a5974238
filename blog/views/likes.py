"""Liking an article, and the page that lists who does."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from blog.answers import refuse, wants_json
from blog.limits import likes_too_much
from blog.models import Article, Like
from blog.models.like import LikeSummary
from blog.same_origin import came_from_here
from blog.views import metadata, passwords
from blog.views.moved import local
from blog.visitor import new_visitor_key, remember_visitor, visitor_key


@csrf_exempt  # a guest's page has no token: its origin is checked; a signed-in person's token is
@require_POST
@never_cache
def like(request: HttpRequest, number: int) -> HttpResponseBase:
    """Like or unlike, as ``want`` says; doing it twice is doing it once. Without ``want`` it toggles."""
    if request.user.is_authenticated:
        return _checked_like(request, number)
    if not came_from_here(request):
        return refuse(request, _("This did not come from a page of this blog."), status=403)
    return _like(request, number)


@require_safe
def people(request: HttpRequest, number: int) -> HttpResponse:
    """List who likes the article."""
    article = _find(request, number)
    likes = LikeSummary.of(
        Like.objects.filter(article=article), user=request.user, visitor_key=visitor_key(request)
    )
    context = metadata.of_list(request.path, likes.heading, robots="noindex")
    context |= {"likes": likes, "item": article, "back_url": article.get_absolute_url()}
    return render(request, "blog/people_who_like.html", context)


def _like(request: HttpRequest, number: int) -> HttpResponse:
    want = request.POST.get("want", "toggle")
    if want not in {"like", "unlike", "toggle"}:
        return refuse(request, _("Say whether to like or unlike."), status=400)
    if likes_too_much(request):
        return refuse(request, _("Too many likes at once. Slow down."), status=429)
    article = _find(request, number)
    key = visitor_key(request)
    own = Like.objects.filter(article=article).of_visitor(user=request.user, visitor_key=key)
    if want == "unlike" or (want == "toggle" and own.exists()):
        own.delete()
    else:
        key = key or ("" if request.user.is_authenticated else new_visitor_key())
        Like.add(article, user=request.user, visitor_key=key)
    return _answer(request, article, key)


_checked_like = csrf_protect(_like)


def _answer(request: HttpRequest, article: Article, key: str) -> HttpResponse:
    if wants_json(request):
        liked = Article.objects.with_likes(user=request.user, visitor_key=key).get(pk=article.pk)
        response: HttpResponse = JsonResponse(_as_json(liked.like_summary))
    else:
        response = HttpResponse(
            status=303, headers={"Location": local(article.get_absolute_url()) + "#likes"}
        )
    if key and not request.user.is_authenticated:
        remember_visitor(response, key)
    return response


def _as_json(likes: LikeSummary) -> dict[str, object]:
    return {
        "count": likes.count,
        "is_liked": likes.is_liked,
        "label": _("Liked") if likes.is_liked else _("Like"),
        "sentence": likes.sentence,
        "heading": likes.heading,
    }


def _find(request: HttpRequest, number: int) -> Article:
    """Return the article if its text is open to the visitor; raises Http404."""
    articles = Article.objects.reachable().select_related("author").defer("body", "search_document")
    article = articles.filter(pk=number).first()
    if article is None or (article.is_protected and not passwords.is_unlocked(request, article)):
        raise Http404
    return article
