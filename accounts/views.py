"""Pages of people: the start and the end of a login with a service, the account, drawn pictures."""

from copy import copy
from urllib.parse import unquote

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base import AuthProcess
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import avatars
from accounts.forms import ProfileForm
from accounts.login_services import SERVICES, service_of, services_on
from accounts.models import User
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


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change how one appears on the blog, and which services one can log in with."""
    person = get_object_or_404(User, pk=request.user.pk)
    form = ProfileForm(request.POST or None, request.FILES or None, instance=copy(person))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("account-profile")
    connected = [
        (account, service)
        for account in SocialAccount.objects.filter(user=person).order_by("pk")
        if (service := service_of(account.provider))
    ]
    context = {
        "form": form,
        "person": person,
        "picture_url": avatars.avatar_url(person),
        "connected": connected,
        "connectable": [each for each in services_on() if each not in dict(connected).values()],
    }
    return render(request, "accounts/profile.html", context, status=400 if form.errors else 200)


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)  # 1 year
def avatar(request: HttpRequest, letters: str, hue: int) -> HttpResponse:
    """Draw initials. The address holds all that is drawn, so it never changes."""
    letters = unquote(letters)
    if not 1 <= len(letters) <= 2 or hue >= avatars.HUES or not letters.isprintable():
        raise Http404
    return HttpResponse(avatars.draw(letters, hue), content_type="image/svg+xml")
