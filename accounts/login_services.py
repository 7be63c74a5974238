"""The four services that readers can log in with: names, addresses, and which of them are on."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Endpoint = Literal["authorize", "token", "profile"]

FACEBOOK_VERSION: str = settings.FACEBOOK_GRAPH_VERSION
STAND_IN_CLIENT_ID = "stand-in"
STAND_IN_ORIGIN = "http://stand-in.invalid"  # never leaves the process, see accounts.stand_in.transport


@dataclass(frozen=True)
class LoginService:
    """One service; ``key`` is our word for it and ``provider_id`` allauth's."""

    key: str
    provider_id: str
    name: str
    picture_text: Promise  # alternative text of a signed-in person's picture
    authorize: str
    token: str
    profile: str

    @property
    def icon(self) -> str:
        """The id of its symbol in the sprite."""
        return f"icon-{self.provider_id}"

    @property
    def start_url(self) -> str:
        """The address of our page that leads to the service; add ``?next=`` and perhaps ``popup=1``."""
        return reverse("social-start", args=[self.key])

    @property
    def has_keys(self) -> bool:
        """Whether the operator has registered the blog with the service."""
        return bool(self._settings["client_id"])

    @property
    def is_stand_in(self) -> bool:
        """Whether our own demonstration answers in its place."""
        return settings.IS_LOOPBACK and not self.has_keys and not self._settings["base_url"]

    @property
    def is_on(self) -> bool:
        """Whether somebody can log in with it."""
        return self.has_keys or settings.IS_LOOPBACK

    @property
    def client_id(self) -> str:
        """What the service knows this blog by."""
        return self._settings["client_id"] or STAND_IN_CLIENT_ID

    @property
    def secret(self) -> str:
        """What this blog proves itself with."""
        return self._settings["secret"] or self._stand_in_secret

    @property
    def base_url(self) -> str:
        """The origin that the operator has put in the place of the service's own."""
        return self._settings["base_url"]

    def address(self, endpoint: Endpoint, request: HttpRequest) -> str:
        """Return where to send a browser (authorize) or to ask (token, profile)."""
        real: str = getattr(self, endpoint)
        if self.base_url:
            return self.base_url + urlsplit(real).path
        if not self.is_stand_in:
            return real
        path = f"/{self.key}{urlsplit(real).path}"
        if endpoint == "authorize":
            return request.build_absolute_uri(f"/stand-in{path}")
        return STAND_IN_ORIGIN + path

    def endpoint_at(self, path: str) -> Endpoint | None:
        """Return what the service has at ``path``."""
        endpoints: tuple[Endpoint, ...] = ("authorize", "token", "profile")
        return next((each for each in endpoints if urlsplit(getattr(self, each)).path == path), None)

    @property
    def _stand_in_secret(self) -> str:
        return salted_hmac("accounts.stand_in", self.key, algorithm="sha256").hexdigest()

    @property
    def _settings(self) -> dict[str, str]:
        return settings.LOGIN_SERVICES[self.key]


SERVICES = {
    service.key: service
    for service in (
        LoginService(
            key="wordpress_com",
            provider_id="wordpress_com",
            name="WordPress.com",
            picture_text=_("WordPress.com Logo"),
            authorize="https://public-api.wordpress.com/oauth2/authorize",
            token="https://public-api.wordpress.com/oauth2/token",  # noqa: S106 an address
            profile="https://public-api.wordpress.com/rest/v1/me",
        ),
        LoginService(
            key="google",
            provider_id="google",
            name="Google",
            picture_text=_("Google photo"),
            authorize="https://accounts.google.com/o/oauth2/v2/auth",
            token="https://oauth2.googleapis.com/token",  # noqa: S106 an address
            profile="https://www.googleapis.com/oauth2/v2/userinfo",
        ),
        LoginService(
            key="twitter",
            provider_id="twitter_oauth2",
            name="Twitter",
            picture_text=_("Twitter picture"),
            authorize="https://x.com/i/oauth2/authorize",
            token="https://api.x.com/2/oauth2/token",  # noqa: S106 an address
            profile="https://api.x.com/2/users/me",
        ),
        LoginService(
            key="facebook",
            provider_id="facebook",
            name="Facebook",
            picture_text=_("Facebook photo"),
            authorize=f"https://www.facebook.com/{FACEBOOK_VERSION}/dialog/oauth",
            token=f"https://graph.facebook.com/{FACEBOOK_VERSION}/oauth/access_token",
            profile=f"https://graph.facebook.com/{FACEBOOK_VERSION}/me",
        ),
    )
}


def services_on() -> list[LoginService]:
    """Return the services that somebody can log in with, in the order of their icons."""
    return [service for service in SERVICES.values() if service.is_on]


def service_of(provider_id: str | None) -> LoginService | None:
    """Return the service that allauth calls ``provider_id``."""
    return next((each for each in SERVICES.values() if each.provider_id == provider_id), None)


def login_of(session: SessionBase) -> LoginService | None:
    """Return the service of the last login, as allauth records it; None for a local account."""
    return service_of(_last_login(session).get("provider"))


def is_login_of_staff(session: SessionBase) -> bool:
    """Whether one may work on the blog in this session: not when a service or a code began it."""
    records = session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    proofs = [each for each in records if each.get("method") != "mfa" or each.get("type") == "webauthn"]
    return not proofs or proofs[-1].get("method") in {"password", "mfa"}


def _last_login(session: SessionBase) -> dict[str, str]:
    records = reversed(session.get(AUTHENTICATION_METHODS_SESSION_KEY, []))
    return next((each for each in records if not _is_asked_on_the_way(each)), {})


def _is_asked_on_the_way(record: dict[str, str]) -> bool:
    is_second_factor = record.get("method") == "mfa" and not record.get("passwordless")
    return is_second_factor or bool(record.get("reauthenticated"))
