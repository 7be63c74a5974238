"""Health: ``/healthz`` says that the process answers, ``/readyz`` that the database does too.

Both are answered before any other middleware: a probe knows no host name, and must not touch the database
unless it asks for it.
"""

from collections.abc import Callable

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

RETRY_SECONDS = 10  # a restarted database is back sooner


def probes(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer the two addresses first."""
    views = {"/healthz": healthz, "/readyz": readyz}

    def middleware(request: HttpRequest) -> HttpResponse:
        view = views.get(request.path_info)
        return view(request) if view else get_response(request)

    return middleware


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer, touching nothing."""
    return _plain("ok", 200)


def readyz(request: HttpRequest) -> HttpResponse:
    """Ask the database; 503 when it does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (OperationalError, InterfaceError):
        connection.close()
        response = _plain(_("The blog cannot reach its database. Please try again in a moment."), 503)
        response["Retry-After"] = str(RETRY_SECONDS)
        return response
    return _plain("ok", 200)


def _plain(text: str, status: int) -> HttpResponse:
    response = HttpResponse(f"{text}\n", content_type="text/plain; charset=utf-8", status=status)
    response["Cache-Control"] = "no-store"
    return response
