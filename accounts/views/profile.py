"""How a person appears: the account page, and pictures drawn from names."""

from copy import copy
from urllib.parse import unquote

from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.views import connections
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts import avatars
from accounts.forms import ProfileForm
from accounts.login_services import LoginService, service_of, services_on
from accounts.models import User
from accounts.names import HUES, clean_name


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change how one appears on the blog, and which services one can log in with."""
    person = get_object_or_404(User, pk=request.user.pk)
    form = ProfileForm(request.POST or None, request.FILES or None, instance=copy(person))
    if request.method == "POST" and form.is_valid():
        try:
            form.save()
        except User.NotUpdated as error:  # deleted in another window
            raise Http404 from error
        messages.success(request, _("Saved."))
        return redirect("account-profile")
    connected = [
        (account, service, _called(account))
        for account in SocialAccount.objects.filter(user=person).order_by("pk")
        if (service := service_of(account.provider))
    ]
    context = {
        "form": form,
        "person": person,
        "picture_url": avatars.avatar_url(person),
        "connected": connected,
        "is_only_way": len(connected) == 1 and not person.has_usable_password(),
        "connectable": _connectable(person, [service for _account, service, _who in connected]),
    }
    return render(request, "accounts/profile.html", context, status=400 if form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def services(request: HttpRequest) -> HttpResponse:
    """Disconnect a service, by allauth's rules; one request of a person at a time.

    Two at once could take away the last two ways of logging in, because each would see the other's.
    """
    with transaction.atomic():
        get_object_or_404(User.objects.select_for_update(), pk=request.user.pk)
        answer: HttpResponse = connections(request)
    if answer.headers.get("Location") == request.path:
        return redirect(f"{reverse('account-profile')}#services")
    return answer


@require_safe
@cache_control(public=True, max_age=31_536_000, immutable=True)  # 1 year
def avatar(request: HttpRequest, letters: str, hue: int) -> HttpResponse:
    """Draw initials. The address holds all that is drawn, so it never changes."""
    letters = unquote(letters)
    if not 1 <= len(letters) <= 2 or hue >= HUES or not letters.isprintable():
        raise Http404
    return HttpResponse(avatars.draw(letters, hue), content_type="image/svg+xml")


def _connectable(person: User, connected: list[LoginService]) -> list[LoginService]:
    """Return the services that may be added; none for who works here, because none would log them in."""
    return [] if person.works_here else [each for each in services_on() if each not in connected]


def _called(account: SocialAccount) -> str:
    """Return what somebody with several accounts at the service tells this one by."""
    profile = account.extra_data
    found = (clean_name(profile.get(key)) for key in ("email", "username", "name"))
    return next(filter(None, found), "")
