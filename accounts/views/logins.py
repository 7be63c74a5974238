"""The start and the end of a login with a service, and the start of a passkey."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import AddWebAuthnView
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base import AuthProcess
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.login_services import SERVICES
from accounts.navigation import allow_forms_to, done_url, safe_next


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def social_start(request: HttpRequest, service_key: str) -> HttpResponse:
    """Show “Connecting to …” with a button; the button's post leads to the service.

    A login never starts by a link alone (login CSRF), and articles carry no tokens, hence this page.
    """
    service = SERVICES.get(service_key)
    if service is None or not service.is_on:
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    next_url, is_popup = safe_next(given.get("next")), given.get("popup") == "1"
    is_connect = given.get("process") == AuthProcess.CONNECT and request.user.is_authenticated
    if request.method == "POST":
        provider = get_adapter(request).get_provider(request, service.provider_id)
        process = AuthProcess.CONNECT if is_connect else AuthProcess.LOGIN
        end_url = done_url(next_url) if is_popup else next_url
        answer: HttpResponse = provider.redirect(request, process, end_url)
        return answer
    context = {
        "service": service,
        "next_url": next_url,
        "is_popup": is_popup,
        "is_connect": is_connect,
    }
    page = render(request, "socialaccount/start.html", context)
    return allow_forms_to(service.address("authorize", request), page)


@never_cache
@require_safe
def social_done(request: HttpRequest) -> HttpResponse:
    """End a login in a pop-up window: tell the article's page and close."""
    next_url = safe_next(request.GET.get("next"))
    return render(request, "accounts/popup_done.html", {"next_url": next_url})


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]
    """Adds a passkey, whose device has just asked who is there, so that the next page need not."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Store the passkey."""
        answer: HttpResponse = super().form_valid(form)
        kind = Authenticator.Type.WEBAUTHN
        record_authentication(self.request, self.request.user, "mfa", type=kind, reauthenticated=True)
        return answer
