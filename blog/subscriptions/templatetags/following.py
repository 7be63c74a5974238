"""``{% load following %}{% follow_form %}``: the block “Follow Blog via Email”, the same for every guest."""

from typing import Any

from django import template
from django.utils.translation import ngettext

from blog.models import SiteSettings
from blog.subscriptions.followers import FollowerCount

register = template.Library()


@register.inclusion_tag("subscriptions/_follow.html", takes_context=True)
def follow_form(context: template.Context) -> dict[str, Any]:
    """Show the block when the site's settings say so."""
    if not SiteSettings.current().follow_form_is_shown:
        return {"is_shown": False}
    user = getattr(context.get("request"), "user", None)
    email = user.email if user is not None and user.is_authenticated else ""
    return {
        "is_shown": True,
        "is_signed_in": user is not None and user.is_authenticated,
        "own_email": email,
        "joined": joined(FollowerCount.current()),
        "csrf_token": context.get("csrf_token"),
    }


def joined(count: int) -> str:
    """Return WordPress's sentence about the others; nobody is told to join nobody."""
    if not count:
        return ""
    return ngettext("Join %d other follower", "Join %d other followers", count) % count
