"""The pages for what went wrong, each with what to do next."""

import sys
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from blog.answers import refuse, wants_json
from blog.models import Article
from blog.views import health, lost
from blog.views.moved import moved

MOST_OFFERED = 5


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address or form that cannot be understood, without the database."""
    return HttpResponse(render_to_string("400.html"), status=400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer who may not see it."""
    return _with_site(request, "403.html", 403, {})


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what is not there, with the search and the newest articles."""
    if request.path.startswith(("/static/", "/media/")):
        return HttpResponse(_("Not found.") + "\n", status=404, content_type="text/plain")
    if archive := lost.find_archive(request.path):
        return moved(request, archive)
    return _with_site(request, "404.html", 404, {"robots": "noindex"}, offer=True)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours, without database, session or settings row; 503 when the database is away."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return _unavailable()
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing, old or another visitor's."""
    if wants_json(request):
        return refuse(request, _("This form is too old. Reload the page and try again."), status=403)
    return render(request, "403_csrf.html", status=403)


def _with_site(
    request: HttpRequest, template: str, status: int, context: dict[str, Any], *, offer: bool = False
) -> HttpResponse:
    """Render within the site's frame; without it when the database is away."""
    try:
        if offer:
            newest = Article.objects.published().newest_first().select_related("author")
            context["newest_articles"] = list(newest.defer("body", "search_document")[:MOST_OFFERED])
            Article.objects.prefetch_permalink_parts(context["newest_articles"])
        return render(request, template, context, status=status)
    except DatabaseError:
        return _unavailable()


def _unavailable() -> HttpResponse:
    """Answer while the database is away, needing nothing of it."""
    retry = {"Retry-After": str(health.RETRY_SECONDS)}
    return HttpResponse(render_to_string("503.html"), status=503, headers=retry)
