"""What may be blocked, and how who is blocked is turned away: in words that say what can be done."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts.models import User
from blog.answers import wants_json
from blog.comments.marks import LONGEST, BlockKind, email_of, normalise
from blog.comments.models import LARGEST_ID
from blog.comments.moderators import works_here
from blog.comments.people import Visitor
from blog.untrusted import is_storable, whole_number


def refusal() -> str:
    """Return what a blocked person reads instead of having commented."""
    return _("You cannot comment here. If this is a mistake, please write to the owner of the blog.")


def check(kind: str, typed: str, by: Visitor) -> str:
    """Return what is to be blocked as it is stored; raise ValidationError with why it cannot be.

    Nobody blocks themselves, nor anybody who works here.
    """
    person = _find_person(typed) if kind == BlockKind.ACCOUNT else None
    value = str(person.pk) if person else normalise(kind, typed)
    if value in by.marks()[BlockKind(kind)]:
        raise ValidationError(_("You would block yourself."))
    if kind == BlockKind.EMAIL:
        staff = User.objects.filter(is_staff=True).order_by("pk")
        person = next((each for each in staff if email_of(each.email) == value), None)
    if works_here(person):
        raise ValidationError(_("%(name)s works here and cannot be blocked."), params={"name": person})
    return value


def unless_blocked[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Refuse the posts of who is blocked. Pages are read by everybody, so a GET asks nothing."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method == "POST" and Visitor.of(request).is_blocked():
            return refuse(request)
        return view(request, *args, **kwargs)

    return guarded


def refuse_to_follow(request: HttpRequest, email: str) -> HttpResponse | None:
    """Answer who would begin to follow with the address and is blocked; None for everybody else."""
    return refuse(request) if Visitor.of(request).is_blocked(email=email) else None


def refuse(request: HttpRequest) -> HttpResponse:
    """Answer a blocked person, as a page or as JSON for a script."""
    message = _("You cannot do this here. If this is a mistake, please write to the owner of the blog.")
    if wants_json(request):
        return JsonResponse({"error": message}, status=403)
    context = {"message": message, "robots": "noindex"}
    return render(request, "comments/blocked.html", context, status=403)


def _find_person(typed: str) -> User:
    number = whole_number(typed.strip(), most=LARGEST_ID)
    whose = Q(pk=number) if number else Q(username__iexact=typed.strip()[:LONGEST])
    person = User.objects.filter(whose).first() if is_storable(typed) else None
    if person is None:
        raise ValidationError(_("There is no such account. Write its user name, or its number."))
    return person
