"""Facebook's Graph, at the version that the settings name. Its addresses are not verified."""

import hashlib
import hmac
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialToken
from allauth.socialaccount.providers.facebook.provider import FacebookProvider as AllauthFacebookProvider

from accounts.login_services import SERVICES
from accounts.providers.base import ServiceAdapter

FIELDS = "id,name,email,picture.width(256).height(256)"


class FacebookAdapter(ServiceAdapter):
    """Facebook takes the code by GET, and wants a proof of the secret with the token."""

    provider_id = "facebook"
    service = SERVICES["facebook"]
    access_token_method = "GET"  # noqa: S105 the HTTP method
    scope_delimiter = ","

    def read_profile(self, token: SocialToken, response: dict[str, Any]) -> dict[str, Any]:
        """Return the profile; ``appsecret_proof`` keeps a stolen token from being used elsewhere."""
        proof = hmac.new(self.service.secret.encode(), token.token.encode(), hashlib.sha256).hexdigest()
        params = {"fields": FIELDS, "access_token": token.token, "appsecret_proof": proof}
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.profile_url, params=params)
            answer.raise_for_status()
            profile: dict[str, Any] = answer.json()
        return profile | {"picture": _picture_of(profile)}


def _picture_of(profile: dict[str, Any]) -> str:
    """Return the address of the picture; none for the outline of a head that Facebook draws."""
    picture = profile.get("picture")
    data = picture.get("data") if isinstance(picture, dict) else None
    if not isinstance(data, dict) or data.get("is_silhouette"):
        return ""
    return str(data.get("url") or "")


class FacebookProvider(AllauthFacebookProvider):  # type: ignore[misc]
    """Facebook with our addresses."""

    oauth2_adapter_class = FacebookAdapter
