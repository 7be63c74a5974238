"""The second factor, where ours differs from allauth's."""

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from qrcode.image.svg import SvgPathFillImage


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Draws the secret for a page that allows no ``data:`` pictures."""

    def build_totp_svg(self, url: str) -> str:
        """Return the address as SVG for the page itself, on white: apps read no code in dark mode."""
        image = qrcode.make(url, image_factory=SvgPathFillImage)
        return str(image.to_string(encoding="unicode"))

    def get_totp_issuer(self) -> str:
        """Return what the app calls the account's site."""
        return str(settings.SITE_HOST)
