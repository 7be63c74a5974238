"""Google, by OpenID Connect: the only service whose addresses are trusted."""

from typing import Any

import jwt
from allauth.socialaccount.models import SocialToken
from allauth.socialaccount.providers.google.provider import GoogleProvider as AllauthGoogleProvider
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string

from accounts.login_services import SERVICES
from accounts.providers.base import ServiceAdapter

ISSUERS = ["https://accounts.google.com", "accounts.google.com"]


class GoogleAdapter(ServiceAdapter):
    """Takes the profile from the ID token, or from the userinfo address when there is none."""

    provider_id = "google"
    service = SERVICES["google"]

    def read_profile(self, token: SocialToken, response: dict[str, Any]) -> dict[str, Any]:
        """Return the claims. The nonce is compared in ``accounts.adapters``, where the state is known."""
        if id_token := response.get("id_token"):
            return self._claims(id_token)
        return self.fetch_profile(token)

    def _claims(self, id_token: str) -> dict[str, Any]:
        """Check issuer, audience and expiry.

        The signature need not be checked: the token came straight from the token address, over TLS
        (OpenID Connect Core 1.0, 3.1.3.7, point 6).
        """
        base_url = self.service.base_url
        issuers = [*ISSUERS, base_url, f"{base_url}/"] if base_url else ISSUERS
        try:
            return jwt.decode(
                id_token,
                options={
                    "verify_signature": False,
                    "verify_iss": True,
                    "verify_aud": True,
                    "verify_exp": True,
                    "require": ["iss", "aud", "exp", "sub"],
                },
                issuer=issuers,
                audience=self.service.client_id,
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error("The service's ID token is not for this blog.") from error


class GoogleProvider(AllauthGoogleProvider):  # type: ignore[misc]
    """Adds a nonce, which ties the ID token to this browser's session."""

    oauth2_adapter_class = GoogleAdapter

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return address and name; the full name is what people have chosen to be called."""
        return {"email": data.get("email"), "name": data.get("name")}

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """Lead to Google; the nonce goes into the address and into the stashed state."""
        nonce = get_random_string(32)
        auth_params = self.get_auth_params() | {"nonce": nonce}
        kwargs |= {"auth_params": auth_params, "nonce": nonce}
        answer: HttpResponse = super().redirect(request, process, next_url, data, **kwargs)
        return answer
