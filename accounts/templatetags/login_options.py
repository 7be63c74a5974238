"""``{% load login_options %}``: the services that are on, pictures of people."""

from django import template

from accounts import avatars
from accounts.login_services import LoginService, services_on
from accounts.models import User

register = template.Library()


@register.simple_tag
def login_services() -> list[LoginService]:
    """Return the services with an icon: ``.key``, ``.name``, ``.icon``, ``.start_url``, ``.is_stand_in``."""
    return services_on()


@register.filter
def avatar_url(person: User | str) -> str:
    """Return the address of a person's picture, or of one drawn from a name."""
    return avatars.avatar_url(person)
