"""Likes of comments, and the page that lists who does."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from blog.answers import refuse, wants_json
from blog.comments import threads
from blog.comments.blocking import unless_blocked
from blog.comments.models import BlogComment, CommentLike
from blog.comments.trust import is_meant
from blog.limits import likes_too_much
from blog.models.like import LikeSummary
from blog.visitor import new_visitor_key, remember_visitor, visitor_key


@csrf_exempt  # blog.comments.trust decides, as for the comment form
@never_cache
@require_POST
@unless_blocked
def like_comment(request: HttpRequest, number: int) -> HttpResponse:
    """Like the comment, or take the like back, and lead back to it."""
    if not is_meant(request):
        return refuse(request, _("Likes are taken from our own pages only."), status=403)
    if likes_too_much(request):
        return refuse(request, _("Too many likes at once. Slow down."), status=429)
    comment = _find(number)
    key = visitor_key(request) or new_visitor_key()
    is_liked = CommentLike.toggle(comment, user=request.user, visitor_key=key)
    if wants_json(request):
        likes = LikeSummary(comment.like_count, is_liked)
        told = {"count": likes.count, "is_liked": likes.is_liked, "label": likes.label}
        response: HttpResponse = JsonResponse(told)
    else:
        response = redirect(threads.url_of(comment))
    if not request.user.is_authenticated and not visitor_key(request):
        remember_visitor(response, key)
    return response


@require_safe
def people(request: HttpRequest, number: int) -> HttpResponse:
    """List who likes the comment."""
    comment = _find(number)
    likes = CommentLike.objects.filter(comment=comment)
    context = {
        "likes": LikeSummary.of(likes, user=request.user, visitor_key=visitor_key(request)),
        "item": comment.item,
        "comment_html": mark_safe(comment.comment_html),  # noqa: S308 - cleaned when it was stored
        "back_url": reverse("comment-permalink", args=[comment.pk]),
        "robots": "noindex",
    }
    return render(request, "blog/people_who_like.html", context)


def _find(number: int) -> BlogComment:
    """Return the comment if every visitor may see it; raises Http404."""
    return get_object_or_404(BlogComment.objects.public().by_people().on_published().with_item(), pk=number)
