"""The package's own addresses, and a page to lead back to."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def show_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with nothing: only posts are measured."""
    return HttpResponse()


urlpatterns = [
    path("posts/<int:pk>/", show_post, name="post-detail"),
    path("comments/", include("django_comments_xtd.urls")),
]
