"""Who writes: a guest or an account, from where, and by which login."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.avatars import avatar_url
from accounts.login_services import LoginService, login_of
from accounts.models import User
from accounts.verified import verified_email
from blog.client_address import client_address
from blog.comments.marks import Marks, marks_of
from blog.comments.models import Block
from blog.comments.moderators import moderates, works_here
from blog.models import Article, Page, SiteSettings

AGENT_CHARACTERS = 500


@dataclass(frozen=True)
class Visitor:
    """The person behind one request."""

    user: Any  # accounts.User, or None for a guest
    address: str
    agent: str
    service: str  # our word for the login of the session; empty for guests and local accounts

    @classmethod
    def of(cls, request: HttpRequest) -> "Visitor":
        """Return who sent the request."""
        is_signed_in = request.user.is_authenticated
        agent = "".join(char if char.isprintable() else " " for char in request.headers.get("User-Agent", ""))
        login = login_of(request.session) if is_signed_in else None
        return cls(
            user=request.user if is_signed_in else None,
            address=client_address(request),
            agent=agent[:AGENT_CHARACTERS],
            service=login.key if login else "",
        )

    @property
    def verified_email(self) -> str:
        """The account's address when it is proven, else an empty text."""
        return verified_email(self.user)

    def holds_account(self) -> bool:
        """Keep the account until the transaction ends; False when it was deleted in the meantime."""
        if self.user is None:
            return True
        return User.objects.select_for_update(no_key=True).filter(pk=self.user.pk).first() is not None

    def marks(self, *, email: str = "", website: str = "") -> Marks:
        """Return what this person, who typed these two, could be blocked for."""
        emails = [email, self.user.email if self.user else ""]
        account = self.user.pk if self.user else None
        return marks_of(account=account, emails=emails, website=website, address=self.address)

    def is_blocked(self, *, email: str = "", website: str = "") -> bool:
        """Whether a block covers the account, the address, or what was typed; never of who works here."""
        return Block.objects.covers(self.blockable(email=email, website=website))

    def blockable(self, *, email: str = "", website: str = "") -> Marks:
        """Return the marks of which none may be blocked; who works here has none."""
        return {} if works_here(self.user) else self.marks(email=email, website=website)

    def may_moderate(self, item: Article | Page) -> bool:
        """Whether this is the item's author or a moderator, whom no rule holds up."""
        return moderates(self.user, item)


@dataclass(frozen=True)
class Identity:
    """How a signed-in reader is shown above the form."""

    user: User
    login: LoginService | None  # None for an account of this blog

    @classmethod
    def of(cls, request: HttpRequest) -> "Identity | None":
        """Return the signed-in person, or None for a guest."""
        return cls(request.user, login_of(request.session)) if isinstance(request.user, User) else None

    @property
    def name(self) -> str:
        """The name that readers see."""
        return str(self.user)

    @property
    def avatar_url(self) -> str:
        """The address of a picture that this blog serves."""
        return avatar_url(self.user)

    @property
    def service_name(self) -> str:
        """The service's name; the blog's own for a local account."""
        return self.login.name if self.login else SiteSettings.current().title

    @property
    def picture_label(self) -> str:
        """WordPress.com's words for the picture."""
        return str(self.login.picture_text) if self.login else self.name

    @property
    def sentence(self) -> str:
        """What is said after the name."""
        return _("You are commenting using your %(service)s account.") % {"service": self.service_name}

    @property
    def has_email(self) -> bool:
        """Whether there is an address to send notices to."""
        return bool(self.user.email)

    @property
    def no_email_reason(self) -> str:
        """Why the notify boxes are disabled; empty when they are not."""
        if self.has_email:
            return ""
        return _("%(service)s does not tell us your email address.") % {"service": self.service_name}
