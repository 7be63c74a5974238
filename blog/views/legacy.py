"""Scripts and doors that WordPress and Ghost had, and where they lead here."""

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from blog.views.moved import found, moved


@csrf_exempt
def gone(request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    """Answer 410: there is no API behind this address."""
    return HttpResponse(_("There is no remote interface here.") + "\n", status=410, content_type="text/plain")


@csrf_exempt
def trackback(request: HttpRequest) -> HttpResponse:
    """Lead a reader to the text; nothing takes trackbacks."""
    number = request.GET.get("p", "")
    if request.method in {"GET", "HEAD"} and number.isascii() and number.isdigit():
        return moved(request, f"/?p={number}", keep_query=False)
    return gone(request)


def to_login(request: HttpRequest) -> HttpResponse:
    """Lead to the login, or from ``?action=`` to what it asks for."""
    if request.GET.get("action") in {"lostpassword", "retrievepassword"}:
        return found(reverse("account_reset_password"))
    return found(reverse("account_login"))


def to_admin(request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    """Lead to the admin, which asks for a login where needed."""
    return found(reverse("admin:index"))


def to_front(request: HttpRequest) -> HttpResponse:
    """Lead to the front page, which knows the queries."""
    return moved(request, "/")


def to_sitemap(request: HttpRequest, **_kwargs: Any) -> HttpResponse:
    """Lead from WordPress's sitemaps to ours."""
    return moved(request, reverse("sitemap"), keep_query=False)


def to_feed(request: HttpRequest, *, path: str) -> HttpResponse:
    """Lead from an old script to the feed at ``path``."""
    return moved(request, path, keep_query=False)


def to_picture(request: HttpRequest, *, path: str) -> HttpResponse:
    """Lead from a size that Ghost made of a picture to the picture."""
    return moved(request, f"/content/images/{quote(path)}", keep_query=False)
