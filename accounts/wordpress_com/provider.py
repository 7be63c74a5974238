"""WordPress.com Connect: OAuth 2.0 with ``scope=auth``, which lets us know who somebody is and no more."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.base import ProviderAccount
from allauth.socialaccount.providers.oauth2.provider import OAuth2Provider

from accounts.wordpress_com.adapter import WordPressComAdapter


class WordPressComAccount(ProviderAccount):  # type: ignore[misc]
    """An account at WordPress.com, read from its profile."""

    def get_profile_url(self) -> str | None:
        """Return the address of the public profile."""
        address = self.account.extra_data.get("profile_URL")
        return address if isinstance(address, str) else None


class WordPressComProvider(OAuth2Provider):  # type: ignore[misc]
    """The provider as allauth knows it; WordPress.com offers no PKCE."""

    id = "wordpress_com"
    name = "WordPress.com"
    account_class = WordPressComAccount
    oauth2_adapter_class = WordPressComAdapter

    def get_default_scope(self) -> list[str]:
        """Ask for the identity only."""
        return ["auth"]

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Return the number of the account; names and addresses can change hands."""
        number = str(data["ID"])
        if not number.isascii() or not number.isdigit():
            raise ValueError("a WordPress.com account has a number")
        return number

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Return what a new account of ours begins with."""
        return {
            "email": data.get("email"),
            "email_verified": data.get("email_verified") is True,
            "username": data.get("username"),
            "name": data.get("display_name"),
        }

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """Return the account's address, verified when WordPress.com says so."""
        if not (email := data.get("email")):
            return []
        return [EmailAddress(email=email, verified=data.get("email_verified") is True, primary=True)]


provider_classes = [WordPressComProvider]
