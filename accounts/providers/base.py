"""What our providers share: addresses from ``login_services``, and no trust in what comes back."""

from collections.abc import Callable
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2Adapter
from django.core.exceptions import ImproperlyConfigured

from accounts.login_services import LoginService
from blog.untrusted import is_storable

LONGEST_VALUE = 2000  # characters
# What reading a profile raises when the service answers with something else than it promised.
NONSENSE = (KeyError, TypeError, ValueError, AttributeError, RecursionError, ImproperlyConfigured)
NUMBERS = ("ID", "sub", "id")  # what the services call the number of an account


class ServiceAdapter(OAuth2Adapter):  # type: ignore[misc]
    """An OAuth2 adapter that knows its service."""

    service: LoginService

    @property
    def authorize_url(self) -> str:
        """Where the browser goes."""
        return self.service.address("authorize", self.request)

    @property
    def access_token_url(self) -> str:
        """Where the code is exchanged."""
        return self.service.address("token", self.request)

    @property
    def profile_url(self) -> str:
        """Where the person's profile is."""
        return self.service.address("profile", self.request)

    def get_access_token_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Exchange the code; raise OAuth2Error when what comes back is no answer at all."""
        return told_plainly(lambda: super(ServiceAdapter, self).get_access_token_data(*args, **kwargs))

    def parse_token(self, data: dict[str, Any]) -> SocialToken:
        """Read the token; raise OAuth2Error when the answer has none."""
        return told_plainly(lambda: super(ServiceAdapter, self).parse_token(data))

    def complete_login(self, request: Any, app: Any, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Ask who the person is; raise OAuth2Error when the answer is no profile."""
        response = kwargs.get("response", {})
        return told_plainly(
            lambda: self.get_provider().sociallogin_from_response(
                request, storable(self.read_profile(token, response))
            )
        )

    def read_profile(self, token: SocialToken, response: dict[str, Any]) -> dict[str, Any]:
        """Return the profile that belongs to the token."""
        return self.fetch_profile(token)

    def fetch_profile(self, token: SocialToken, **params: str) -> dict[str, Any]:
        """Get the profile with the token as bearer."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(
                self.profile_url, params=params, headers={"Authorization": f"Bearer {token.token}"}
            )
            answer.raise_for_status()
            profile: dict[str, Any] = answer.json()
        return profile


def storable(profile: dict[str, Any]) -> dict[str, Any]:
    """Return the plain values of a profile; what the database could not hold is left out.

    Raise ValueError when the number of the account is none: True would be the same person at each login.
    """
    if any(isinstance(profile.get(name), bool | float) for name in NUMBERS):
        raise ValueError("an account's number is a text or a whole number")
    return {key: value for key, value in profile.items() if _is_kept(value)}


def told_plainly[Result](read: Callable[[], Result]) -> Result:
    """Call ``read`` and tell any nonsense that it stumbled over as an OAuth2Error."""
    try:
        return read()
    except NONSENSE as error:
        raise OAuth2Error("The service's answer makes no sense.") from error


def _is_kept(value: object) -> bool:
    if isinstance(value, str):
        return len(value) <= LONGEST_VALUE and is_storable(value)
    return isinstance(value, int | float)
