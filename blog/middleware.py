"""What every request passes: odd input is refused, dates are told in the site's time zone."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils import timezone

from blog.models import SiteSettings

type Answer = Callable[[HttpRequest], HttpResponse]


def refuse_odd_input(get_response: Answer) -> Answer:
    """Answer 400 to what PostgreSQL cannot hold in a path or query: NUL and lone surrogates."""

    def middleware(request: HttpRequest) -> HttpResponse:
        values = [request.path_info, *request.GET.keys(), *(v for _, vs in request.GET.lists() for v in vs)]
        if any(not _is_storable(value) for value in values):
            return HttpResponseBadRequest("This address holds characters that no page has.")
        return get_response(request)

    return middleware


def site_time_zone(get_response: Answer) -> Answer:
    """Tell dates in the time zone of the site's settings."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with timezone.override(SiteSettings.current().zone):
            return get_response(request)

    return middleware


def _is_storable(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= char <= "\udfff" for char in text)
