"""Who writes: a guest or an account, from where, and by which login."""

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from django.http import HttpRequest
from django.utils.translation import gettext as _

from blog.client_address import client_address
from blog.models import Article, Page, SiteSettings

AGENT_CHARACTERS = 500
SERVICES = {
    "wordpress_com": "WordPress.com",
    "google": "Google",
    "twitter_oauth2": "Twitter",
    "facebook": "Facebook",
}


@dataclass(frozen=True)
class Visitor:
    """The person behind one request."""

    user: Any  # accounts.User, or None for a guest
    address: str
    agent: str
    service: str  # the login of the session; empty for guests and local accounts

    @classmethod
    def of(cls, request: HttpRequest) -> "Visitor":
        """Return who sent the request."""
        is_signed_in = request.user.is_authenticated
        agent = "".join(char if char.isprintable() else " " for char in request.headers.get("User-Agent", ""))
        return cls(
            user=request.user if is_signed_in else None,
            address=client_address(request),
            agent=agent[:AGENT_CHARACTERS],
            service=service_of(request) if is_signed_in else "",
        )

    @property
    def verified_email(self) -> str:
        """The account's address when it is proven, else an empty text."""
        if self.user is None or not self.user.email:
            return ""
        proven = EmailAddress.objects.filter(user=self.user, email__iexact=self.user.email, verified=True)
        return str(self.user.email).lower() if proven.exists() else ""

    def may_moderate(self, item: Article | Page) -> bool:
        """Whether this is the item's author or a moderator, whom no rule holds up."""
        if self.user is None:
            return False
        return bool(item.author_id == self.user.pk or self.user.has_perm("comments.moderate"))


@dataclass(frozen=True)
class Identity:
    """How a signed-in reader is shown above the form."""

    name: str
    avatar_url: str
    service: str
    has_email: bool

    @classmethod
    def of(cls, request: HttpRequest) -> "Identity | None":
        """Return the signed-in person, or None for a guest."""
        user: Any = request.user
        if not user.is_authenticated:
            return None
        avatar_url = user.avatar.url if user.avatar else ""
        return cls(str(user), avatar_url, service_of(request), bool(user.email))

    @property
    def service_name(self) -> str:
        """The service's name; the blog's own for a local account."""
        return SERVICES.get(self.service) or SiteSettings.current().title

    @property
    def picture_label(self) -> str:
        """WordPress.com's words for the picture."""
        labels = {
            "wordpress_com": _("WordPress.com Logo"),
            "google": _("Google photo"),
            "twitter_oauth2": _("Twitter picture"),
            "facebook": _("Facebook photo"),
        }
        return labels.get(self.service) or self.name

    @property
    def sentence(self) -> str:
        """What is said after the name."""
        return _("You are commenting using your %(service)s account.") % {"service": self.service_name}

    @property
    def no_email_reason(self) -> str:
        """Why the notify boxes are disabled; empty when they are not."""
        if self.has_email:
            return ""
        return _("%(service)s does not tell us your email address.") % {"service": self.service_name}


def service_of(request: HttpRequest) -> str:
    """Return the provider of the session's last login, as allauth records it."""
    for record in reversed(request.session.get("account_authentication_methods", [])):
        if record.get("provider") in SERVICES:
            return str(record["provider"])
    return ""
