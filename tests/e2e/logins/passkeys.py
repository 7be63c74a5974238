"""Chromium's own authenticator that exists in software only: a device whose finger is always there."""

from typing import Any

from playwright.sync_api import CDPSession, Page

OPTIONS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class Device:
    """A device for the pages of one tab."""

    def __init__(self, page: Page, **options: Any) -> None:
        self._session: CDPSession = page.context.new_cdp_session(page)
        self._session.send("WebAuthn.enable")
        added = self._session.send("WebAuthn.addVirtualAuthenticator", {"options": OPTIONS | options})
        self._id = {"authenticatorId": added["authenticatorId"]}

    @property
    def passkeys(self) -> list[dict[str, Any]]:
        """What lies on the device."""
        found: list[dict[str, Any]] = self._session.send("WebAuthn.getCredentials", self._id)["credentials"]
        return found

    def take_over(self, other: "Device") -> None:
        """Copy the passkeys of another tab's device."""
        for passkey in other.passkeys:
            self._session.send("WebAuthn.addCredential", self._id | {"credential": passkey})

    def refuse(self) -> None:
        """Let the device not know its person any more."""
        self._session.send("WebAuthn.setUserVerified", self._id | {"isUserVerified": False})
