"""The stand-in's pages, at ``/stand-in/<service>/`` plus the service's own paths. For this machine only."""

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from accounts.login_services import SERVICES, LoginService
from accounts.navigation import allow_forms_to
from accounts.stand_in import people, protocol
from accounts.stand_in.answers import answer
from blog.environment import is_loopback

FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP")


@csrf_exempt  # servers ask for tokens; the authorize page is protected below
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stand_in(request: HttpRequest, service_key: str, path: str) -> HttpResponse:
    """Show the authorize page, or answer with a token or a profile."""
    service = SERVICES.get(service_key)
    if service is None or not _is_from_this_machine(request):
        raise Http404
    if service.endpoint_at(f"/{path}") == "authorize":
        return _authorize(request, service)
    params = (request.GET.dict() | request.POST.dict()) if request.method == "POST" else request.GET.dict()
    status, content = answer(service_key, f"/{path}", params, request.headers.get("Authorization", ""))
    return JsonResponse(content, status=status)


@csrf_protect
def _authorize(request: HttpRequest, service: LoginService) -> HttpResponse:
    try:
        question = protocol.Question.read(service, request.GET.dict())
    except protocol.ProtocolError:
        return render(request, "stand_in/wrong_question.html", {"service": service}, status=400)
    if request.method != "POST":
        return _page(request, service, question)
    if "cancel" in request.POST:
        return _send_back(question, error="access_denied")
    number, name = request.POST.get("person", ""), request.POST.get("name", "")
    person = people.person_numbered(number) if number else people.person_called(name)
    if person is None:
        return _page(request, service, question, error=_("Please type a name, or choose somebody."))
    return _send_back(question, code=protocol.new_code(service, question, person))


def _page(
    request: HttpRequest, service: LoginService, question: protocol.Question, error: str = ""
) -> HttpResponse:
    context = {
        "service": service,
        "people": people.PEOPLE,
        "error": error,
        "gives_email": service.key != "twitter",
    }
    page = render(request, "stand_in/authorize.html", context, status=400 if error else 200)
    return allow_forms_to(question.redirect_uri, page)


def _send_back(question: protocol.Question, **answer: str) -> HttpResponse:
    mark = "&" if urlsplit(question.redirect_uri).query else "?"
    return HttpResponseRedirect(
        f"{question.redirect_uri}{mark}{urlencode({**answer, 'state': question.state})}"
    )


def _is_from_this_machine(request: HttpRequest) -> bool:
    """Whether site, asked host and sender are this machine, and no proxy stands between."""
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    return (
        settings.IS_LOOPBACK
        and is_loopback(host)
        and is_loopback(request.META.get("REMOTE_ADDR", ""))
        and not any(header in request.META for header in FORWARDED)
    )
