"""What one person gets by mail, and the few things to be done with it; for all pages that show it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from blog.subscriptions import followups, gate
from blog.subscriptions.forms import FrequencyForm
from blog.subscriptions.models import EndReason, Frequency, Source, Subscriber


def answer(request: HttpRequest, email: str, **more: Any) -> HttpResponse:
    """Show what an address gets, and do what the pressed button says; an empty address is not proven."""
    changed: dict[str, Any] = {}
    if email and request.method == "POST":
        begins = request.POST.get("action") == "follow"
        if begins and (refused := gate.refusal(request, email)):
            return refused
        changed = _take(request, email)
    context = _of(email, is_proven=bool(email)) | changed | {"state": "shown", "robots": "noindex"} | more
    return render(request, "subscriptions/manage.html", context)


def _of(email: str, *, is_proven: bool) -> dict[str, Any]:
    """Return what the page ``subscriptions/manage.html`` shows of an address."""
    subscriber = Subscriber.objects.at(email).first()
    frequency = subscriber.frequency if subscriber else Frequency.AT_ONCE
    return {
        "email": email,
        "is_following": bool(subscriber and subscriber.is_active),
        "form": FrequencyForm(initial={"frequency": frequency}),
        "is_proven": is_proven,
    }


def _take(request: HttpRequest, email: str) -> dict[str, Any]:
    """Do what the pressed button says to a proven address, and return the sentence to show."""
    action = request.POST.get("action", "")
    subscriber = Subscriber.objects.at(email).first()
    if action == "follow":
        Subscriber.objects.start(email, Source.FORM)
        return {"message": _("You follow this blog.")}
    if action == "everything":
        followups.mute_all(email)
        _end(subscriber)
        return {"message": _("You get no more mails from this blog.")}
    if action == "end":
        _end(subscriber)
        return {"message": _("You no longer follow this blog.")}
    form = FrequencyForm(request.POST)
    if action == "frequency" and subscriber and form.is_valid():
        subscriber.choose(Frequency(form.cleaned_data["frequency"]))
        return {"message": _("Saved.")}
    return {"message": _("Nothing was changed: please choose again.")}


def _end(subscriber: Subscriber | None) -> None:
    if subscriber:
        subscriber.end(EndReason.READER)
