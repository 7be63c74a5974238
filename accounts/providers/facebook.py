"""Facebook's Graph, at the version that the settings name. Its addresses are not verified."""

import hashlib
import hmac
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialToken
from allauth.socialaccount.providers.facebook.provider import FacebookProvider as AllauthFacebookProvider

from accounts.login_services import SERVICES
from accounts.providers.base import ServiceAdapter


class FacebookAdapter(ServiceAdapter):
    """Facebook takes the code by GET, and wants a proof of the secret with the token."""

    provider_id = "facebook"
    service = SERVICES["facebook"]
    access_token_method = "GET"  # noqa: S105 the HTTP method
    scope_delimiter = ","

    def read_profile(self, token: SocialToken, response: dict[str, Any]) -> dict[str, Any]:
        """Return the profile; ``appsecret_proof`` keeps a stolen token from being used elsewhere."""
        proof = hmac.new(self.service.secret.encode(), token.token.encode(), hashlib.sha256).hexdigest()
        params = {"fields": "id,name,email", "access_token": token.token, "appsecret_proof": proof}
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.profile_url, params=params)
            answer.raise_for_status()
            profile: dict[str, Any] = answer.json()
        return profile


class FacebookProvider(AllauthFacebookProvider):  # type: ignore[misc]
    """Facebook with our addresses."""

    oauth2_adapter_class = FacebookAdapter
