"""Takes “Follow Blog via Email”, and tells everybody the same."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from accounts.verified import verified_email
from blog.limits import is_too_much
from blog.same_origin import came_from_here
from blog.subscriptions import gate
from blog.subscriptions.asking import ask
from blog.subscriptions.forms import FollowForm
from blog.subscriptions.models import Source, Subscriber

MOST_FROM_ONE_PLACE = 20  # in WINDOW; offices share an address
WINDOW = 60 * 60  # seconds


@csrf_exempt  # a guest's page has no token: its origin is checked; a signed-in person's token is
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponseBase:
    """Show the form, or ask the typed address for a confirmation."""
    if request.method != "POST":
        return _show(request, FollowForm())
    if request.user.is_authenticated or "csrfmiddlewaretoken" in request.POST:
        return _checked_follow(request)
    if not came_from_here(request):
        message = _("This did not come from a page of this blog. Please press the button here.")
        return _show(request, FollowForm(request.POST), status=403, message=message)
    return _follow(request)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Say that a mail is under way."""
    return render(request, "subscriptions/sent.html", {"robots": "noindex"})


def _follow(request: HttpRequest) -> HttpResponse:
    if is_too_much(request, "follow", most=MOST_FROM_ONE_PLACE, seconds=WINDOW):
        message = _("Too many addresses at once. Please try again in an hour.")
        return _show(request, FollowForm(request.POST), status=429, message=message)
    proven = verified_email(request.user)
    typed = str(request.POST.get("email") or getattr(request.user, "email", ""))
    if refused := gate.refusal(request, typed):
        return refused
    if proven and typed.lower() == proven:
        Subscriber.objects.start(proven, Source.ACCOUNT)
        return redirect("subscriptions-mine")
    form = FollowForm({"email": typed})
    if not form.is_valid():
        return _show(request, form, status=400)
    ask(form.cleaned_data["email"])
    return redirect("subscription-sent")


_checked_follow = csrf_protect(_follow)


def _show(request: HttpRequest, form: FollowForm, status: int = 200, message: str = "") -> HttpResponse:
    # A guest gets a token, and its cookie, where something was refused: where it came from will not do then.
    has_token = request.user.is_authenticated or request.method == "POST"
    context = {"form": form, "message": message, "has_token": has_token, "robots": "noindex"}
    response = render(request, "subscriptions/follow.html", context, status=status)
    if status == 429:
        response["Retry-After"] = str(WINDOW)
    return response
