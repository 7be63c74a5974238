"""Likes of comments."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from blog.answers import refuse, wants_json
from blog.comments import threads
from blog.comments.blocking import unless_blocked
from blog.comments.models import BlogComment, CommentLike
from blog.comments.trust import is_meant
from blog.visitor import new_visitor_key, remember_visitor, visitor_key


@csrf_exempt  # blog.comments.trust decides, as for the comment form
@never_cache
@require_POST
@unless_blocked
def like_comment(request: HttpRequest, number: int) -> HttpResponse:
    """Like the comment, or take the like back, and lead back to it."""
    if not is_meant(request):
        return refuse(request, _("Likes are taken from our own pages only."), status=403)
    comment = BlogComment.objects.public().on_published().with_item().filter(pk=number).first()
    if comment is None:
        raise Http404
    key = visitor_key(request) or new_visitor_key()
    is_liked = CommentLike.toggle(comment, user=request.user, visitor_key=key)
    if wants_json(request):
        response: HttpResponse = JsonResponse({"count": comment.like_count, "is_liked": is_liked})
    else:
        response = redirect(threads.url_of(comment))
    if not request.user.is_authenticated and not visitor_key(request):
        remember_visitor(response, key)
    return response
