"""What every request passes: odd input is refused, dates are told in the site's time zone."""

from collections.abc import Callable, Iterator
from datetime import UTC

from django.core.exceptions import BadRequest
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from blog.models import SiteSettings
from blog.untrusted import is_storable

type Answer = Callable[[HttpRequest], HttpResponse]

WITHOUT_DATABASE = ("/static/", "/media/", "/healthz", "/readyz", "/favicon.", "/robots.txt")
ANYTHING_GOES = "s"  # a search tidies its words itself


def refuse_odd_input(get_response: Answer) -> Answer:
    """Answer 400 to what PostgreSQL cannot hold in a path, query or cookie: NUL and lone surrogates."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not all(map(is_storable, _texts(request))):
            raise BadRequest("This address holds characters that no page has.")
        return get_response(request)

    return middleware


def site_time_zone(get_response: Answer) -> Answer:
    """Tell dates in the time zone of the site's settings; in UTC where the database is not asked."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(WITHOUT_DATABASE):
            return get_response(request)
        try:
            zone = SiteSettings.current().zone
        except DatabaseError:
            zone = UTC  # type: ignore[assignment]  # what needs the database will say so itself
        with timezone.override(zone):
            return get_response(request)

    return middleware


def _texts(request: HttpRequest) -> Iterator[str]:
    yield request.path_info
    yield from request.COOKIES.values()  # of the quoted ones, \000 is a NUL
    for key, values in request.GET.lists():
        yield key
        if key != ANYTHING_GOES:
            yield from values
