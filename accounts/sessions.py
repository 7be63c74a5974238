"""Where a person is logged in. A row of allauth's goes with its session, and so do address and browser."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from blog.client_address import client_address

# What an agent says it is, in the order in which to believe it: most claim to be several.
BROWSERS = {"Edg": "Edge", "OPR/": "Opera", "Firefox": "Firefox", "Chrom": "Chrome", "Safari": "Safari"}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


@dataclass(frozen=True)
class Place:
    """One browser in which a person is logged in."""

    number: int
    name: str
    address: str
    since: datetime
    is_current: bool


def watch_logins() -> None:
    """Note every login, the admin's too, which allauth does not tell of; forget it at the logout."""
    user_logged_in.connect(_note, dispatch_uid="accounts.sessions.note")
    user_logged_out.connect(_forget, dispatch_uid="accounts.sessions.forget")


def places_of(person: User, current_key: str) -> list[Place]:
    """Return the places, this one first, then the newest; two queries however many there are."""
    return [
        Place(row.pk, browser_name(row.user_agent), row.ip, row.created_at, row.session_key == current_key)
        for row in sorted(
            _living(person), key=lambda row: (row.session_key != current_key, -row.created_at.timestamp())
        )
    ]


def end_one(person: User, number: int, current_key: str) -> None:
    """End another session of this person, by the number of its row."""
    _end([row for row in _rows(person) if row.pk == number and row.session_key != current_key])


def end_others(person: User, current_key: str) -> None:
    """End all sessions of this person but the current one."""
    _end([row for row in _rows(person) if row.session_key != current_key])


def keys_of(person: User) -> list[str]:
    """Return the keys of the person's sessions."""
    return [row.session_key for row in _rows(person)]


def forget_ended() -> int:
    """Delete the rows of sessions that are no more; return how many."""
    living = Session.objects.filter(expire_date__gt=timezone.now())
    count, _by_model = UserSession.objects.exclude(session_key__in=living.values("session_key")).delete()
    return int(count)


def browser_name(agent: str) -> str:
    """Return a name such as “Firefox, Linux” for what a browser says of itself."""
    browser = next((name for sign, name in BROWSERS.items() if sign in agent), "")
    system = next((name for sign, name in SYSTEMS.items() if sign in agent), "")
    return ", ".join(filter(None, [browser, system])) or _("An unknown browser")


def _rows(person: User) -> list[UserSession]:
    return list(UserSession.objects.filter(user=person).order_by("pk"))


def _living(person: User) -> list[UserSession]:
    """Leave out what has ended, also by a new password."""
    rows = _rows(person)
    found = Session.objects.filter(
        session_key__in=[row.session_key for row in rows], expire_date__gt=timezone.now()
    )
    wanted = person.get_session_auth_hash()
    living = {each.session_key for each in found if each.get_decoded().get(HASH_SESSION_KEY) == wanted}
    return [row for row in rows if row.session_key in living]


def _end(rows: list[UserSession]) -> None:
    Session.objects.filter(session_key__in=[row.session_key for row in rows]).delete()
    UserSession.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _note(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    if client_address(request):
        UserSession.objects.create_from_request(request)


def _forget(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    if key := request.session.session_key:
        UserSession.objects.filter(session_key=key).delete()
