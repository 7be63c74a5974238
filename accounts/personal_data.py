"""What the blog keeps about a person, as WordPress does it: every part of the blog registers how to tell it
and how to erase it, when its app is ready. So nothing here knows of comments.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession

from accounts.login_services import service_of
from accounts.models import User

type Export = Callable[[User], Any]  # what JSON can hold, dates included
type Erase = Callable[[User, bool], None]  # True: texts stay, without the name


@dataclass(frozen=True)
class Part:
    """One kind of data; ``erase`` is None where the rows go with the account."""

    export: Export
    erase: Erase | None


_parts: dict[str, Part] = {}


def register(name: str, *, export: Export, erase: Erase | None = None) -> None:
    """Add a kind of data under its name in the file; registering again replaces it."""
    _parts[name] = Part(export, erase)


def export_all(person: User) -> dict[str, Any]:
    """Return everything that is kept about the person, by the name of its part."""
    return {name: part.export(person) for name, part in _parts.items()}


def erase_all(person: User, *, keep_texts: bool) -> None:
    """Erase what would outlive the account."""
    for part in _parts.values():
        if part.erase:
            part.erase(person, keep_texts)


def proven_addresses(person: User) -> list[str]:
    """Return the person's e-mail addresses that are verified, in lower case."""
    addresses = EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    return sorted({address.lower() for address in addresses})


def register_own() -> None:
    """Register what belongs to accounts; all of it goes with the account's row."""
    register("profile", export=_profile)
    register("email_addresses", export=_addresses)
    register("connected_services", export=_services)
    register("second_factors", export=_second_factors)
    register("sessions", export=_sessions)


def _profile(person: User) -> dict[str, Any]:
    return {
        "username": person.username,
        "display_name": person.display_name,
        "email": person.email,
        "website": person.website,
        "about_you": person.bio,
        "promo_block": person.promo,
        "picture": person.avatar.url if person.avatar else "",
        "joined_at": person.date_joined,
        "last_login_at": person.last_login,
    }


def _addresses(person: User) -> list[dict[str, Any]]:
    return list(
        EmailAddress.objects.filter(user=person).order_by("pk").values("email", "verified", "primary")
    )


def _services(person: User) -> list[dict[str, Any]]:
    return [
        {
            "service": service.name if (service := service_of(account.provider)) else account.provider,
            "number_there": account.uid,
            "connected_at": account.date_joined,
            "last_login_at": account.last_login,
            "profile_there": account.extra_data,
        }
        for account in SocialAccount.objects.filter(user=person).order_by("pk")
    ]


def _second_factors(person: User) -> list[dict[str, Any]]:
    """Return kinds and times; a file that holds the secrets would be a second key to the account."""
    return list(
        Authenticator.objects.filter(user=person).order_by("pk").values("type", "created_at", "last_used_at")
    )


def _sessions(person: User) -> list[dict[str, Any]]:
    rows = UserSession.objects.filter(user=person).order_by("pk")
    return [{"logged_in_at": row.created_at, "address": row.ip, "browser": row.user_agent} for row in rows]
