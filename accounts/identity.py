"""Who is signed in in this session, and with what, as the comment form tells it."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.avatars import avatar_url
from accounts.login_services import SERVICES, LoginService
from accounts.models import User

SESSION_KEY = "login_service"  # key of the service that this session was logged in with; empty for our own


@dataclass(frozen=True)
class LoginIdentity:
    """A signed-in person, with the service that they came through."""

    user: User
    login_service: LoginService | None

    @property
    def name(self) -> str:
        """The name that readers see."""
        return str(self.user)

    @property
    def service(self) -> str:
        """What allauth calls the service; empty for an account of this blog."""
        return self.login_service.provider_id if self.login_service else ""

    @property
    def service_name(self) -> str:
        """The service's name; empty for an account of this blog."""
        return self.login_service.name if self.login_service else ""

    @property
    def avatar_url(self) -> str:
        """The address of a picture that this blog serves."""
        return avatar_url(self.user)

    @property
    def picture_label(self) -> str:
        """The alternative text of the picture."""
        return _(self.login_service.picture_text) if self.login_service else self.name

    @property
    def sentence(self) -> str:
        """What stands behind the name in the form."""
        if self.login_service:
            return _("You are commenting using your %s account.") % self.service_name
        return _("You are commenting using your account on this blog.")

    @property
    def has_email(self) -> bool:
        """Whether there is an address to send notices to."""
        return bool(self.user.email)

    @property
    def no_email_reason(self) -> str:
        """Why notices cannot be sent; empty when they can."""
        if self.has_email:
            return ""
        if self.login_service:
            return _("%s gave no e-mail address, so there is nowhere to send mail to.") % self.service_name
        return _("Your account has no e-mail address, so there is nowhere to send mail to.")


def identity_of(request: HttpRequest) -> LoginIdentity | None:
    """Return who is signed in; None for guests."""
    if not isinstance(request.user, User):
        return None
    key = request.session.get(SESSION_KEY, "")
    return LoginIdentity(request.user, SERVICES.get(key))
