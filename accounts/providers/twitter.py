"""Twitter: OAuth 2.0 with PKCE, and never an e-mail address."""

from typing import Any

from allauth.socialaccount.models import SocialToken
from allauth.socialaccount.providers.twitter_oauth2.provider import TwitterOAuth2Provider

from accounts.login_services import SERVICES
from accounts.providers.base import ServiceAdapter


class TwitterAdapter(ServiceAdapter):
    """Twitter wants the client's key as HTTP Basic, and wraps its profile in ``data``."""

    provider_id = "twitter_oauth2"
    service = SERVICES["twitter"]
    basic_auth = True

    def read_profile(self, token: SocialToken, response: dict[str, Any]) -> dict[str, Any]:
        """Return the profile's few fields."""
        profile: dict[str, Any] = self.fetch_profile(
            token, **{"user.fields": "id,name,username,profile_image_url"}
        )["data"]
        return profile


class TwitterProvider(TwitterOAuth2Provider):  # type: ignore[misc]
    """Goes by the name that readers know."""

    name = "Twitter"
    oauth2_adapter_class = TwitterAdapter
