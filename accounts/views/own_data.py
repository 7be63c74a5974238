"""What a person has here: where they are logged in, all that is kept about them, and the end of it."""

import json

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts import deletion, personal_data
from accounts import sessions as logins
from accounts.forms import DeleteAccountForm
from accounts.models import User
from blog.untrusted import whole_number

LARGEST_NUMBER = 2**63 - 1  # of a row


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """List where the person is logged in; end one of them, or all but this one."""
    person = _person(request)
    current = request.session.session_key or ""
    if request.method == "POST":
        number = whole_number(request.POST.get("session", ""), most=LARGEST_NUMBER)
        if request.POST.get("session") == "others":
            logins.end_others(person, current)
        elif number is not None:
            logins.end_one(person, number, current)
        messages.success(request, _("Logged out there."))
        return redirect("account-sessions")
    return render(request, "accounts/sessions.html", {"places": logins.places_of(person, current)})


@never_cache
@login_required
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Send everything that is kept about the person as one file."""
    content = json.dumps(
        personal_data.export_all(_person(request)), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2
    )
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{settings.SITE_HOST}-my-data.json"'
    return response


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required  # type: ignore[untyped-decorator]
def delete(request: HttpRequest) -> HttpResponse:
    """Ask whether the account should go, and delete it."""
    person = _person(request)
    form = DeleteAccountForm(request.POST or None, person=person)
    obstacles = deletion.obstacles_of(person)
    if request.method == "POST" and form.is_valid() and not obstacles:
        if deletion.delete_account(person, keep_comments=form.keeps_comments):
            logout(request)
            return render(request, "accounts/deleted.html")
        obstacles = deletion.obstacles_of(person)
    status = 409 if obstacles and request.method == "POST" else 400 if form.errors else 200
    context = {"form": form, "person": person, "obstacles": obstacles}
    return render(request, "accounts/delete.html", context, status=status)


def _person(request: HttpRequest) -> User:
    return get_object_or_404(User, pk=request.user.pk)
