"""The own comments of somebody who is signed in."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from blog.comments.models import BlogComment, State

PER_PAGE = 20


@never_cache
@login_required
@require_safe
def own_comments(request: HttpRequest) -> HttpResponse:
    """List what the person has written and not deleted, newest first.

    What a moderator removed is not told of, nor that it was taken for spam.
    """
    theirs = BlogComment.objects.filter(user=request.user.pk)
    comments = (theirs.public() | theirs.waiting()).newest_first()
    page = Paginator(comments.with_item(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "public": State.PUBLIC}
    return render(request, "comments/account.html", context)
