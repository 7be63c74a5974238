"""Small files that every site has: robots.txt and the icon."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from blog.addresses import absolute

ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /accounts/
Disallow: /search/
Disallow: /like/
Disallow: /comments/*/likes/
Disallow: /comments/*/report/
Disallow: /*?s=
Disallow: /*?replytocom=

Sitemap: {sitemap}
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell crawlers what not to ask for, and where the sitemap is."""
    sitemap = absolute(reverse("sitemap"))
    return HttpResponse(ROBOTS.format(sitemap=sitemap), content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest, name: str) -> HttpResponse:
    """Serve the icon from the static files, at the address that browsers guess."""
    file = finders.find(name)
    if not isinstance(file, str):
        raise Http404
    kind = "image/svg+xml" if name.endswith(".svg") else "image/x-icon"
    day = {"Cache-Control": "public, max-age=86400"}
    return HttpResponse(Path(file).read_bytes(), content_type=kind, headers=day)
