"""The second factor and passkeys, where ours differs from allauth's."""

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from qrcode.image.svg import SvgPathFillImage

from accounts.models import User


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Draws the secret for a page that allows no ``data:`` pictures."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This was not accepted. Please try again."),
        "unverified_email": gettext_lazy("Please confirm your e-mail address first."),
    }

    def build_totp_svg(self, url: str) -> str:
        """Return the address as SVG for the page itself, on white: apps read no code in dark mode."""
        image = qrcode.make(url, image_factory=SvgPathFillImage)
        return str(image.to_string(encoding="unicode"))

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """Return what a passkey is called until its person calls it otherwise."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return str(_("Passkey %d") % (count + 1))

    def get_totp_issuer(self) -> str:
        """Return what the app calls the account's site."""
        return str(settings.SITE_HOST)
