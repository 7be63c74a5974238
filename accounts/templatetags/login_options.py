"""``{% load login_options %}``: the services that are on, who is signed in, pictures of people."""

from typing import Any

from django import template

from accounts import avatars
from accounts.identity import LoginIdentity, identity_of
from accounts.login_services import LoginService, services_on
from accounts.models import User

register = template.Library()


@register.simple_tag
def login_services() -> list[LoginService]:
    """Return the services with an icon: ``.key``, ``.name``, ``.icon``, ``.start_url``, ``.is_stand_in``."""
    return services_on()


@register.simple_tag(takes_context=True)
def login_identity(context: dict[str, Any]) -> LoginIdentity | None:
    """Return who is signed in and with what (see LoginIdentity); None for guests."""
    return identity_of(context["request"])


@register.filter
def avatar_url(person: User | str) -> str:
    """Return the address of a person's picture, or of one drawn from a name."""
    return avatars.avatar_url(person)
