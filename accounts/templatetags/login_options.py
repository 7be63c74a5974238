"""``{% load login_options %}``: the services that are on, pictures of people."""

from django import template

from accounts import avatars, names
from accounts.login_services import LoginService, services_on
from accounts.models import User

register = template.Library()


@register.simple_tag
def login_services() -> list[LoginService]:
    """Return the services with an icon: ``.key``, ``.name``, ``.icon``, ``.start_url``, ``.is_stand_in``."""
    return services_on()


@register.filter
def initials(person: User | str) -> str:
    """Return the letters for where there is no picture."""
    return names.initials(str(person))


@register.filter
def hue(person: User | str) -> int:
    """Return the number of the colour behind them."""
    return names.hue_of(str(person))


@register.filter
def avatar_url(person: User | str) -> str:
    """Return the address of a person's picture, or of one drawn from a name."""
    return avatars.avatar_url(person)
