"""Views behind the signed links of mails: each a page with a button; GET changes nothing."""

from collections.abc import Callable
from typing import Concatenate

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods


def link_of_mail[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Open the view to who has the link: it is the permission to do what it is for, from wherever.

    So its posts need no token, and mail programs can mute and unsubscribe with one click (RFC 8058).
    """
    return csrf_exempt(never_cache(require_http_methods(["GET", "HEAD", "POST"])(view)))


def keep_secret(response: HttpResponse) -> HttpResponse:
    """Keep the address of a signed link out of other sites' logs, and of ours."""
    response["Referrer-Policy"] = "same-origin"
    response._has_been_logged = True  # type: ignore[attr-defined] # so Django must not log it
    return response
