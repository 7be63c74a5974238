"""Logging in by e-mailed code, where ours differs from allauth's."""

from allauth.account.forms import RequestLoginCodeForm

from accounts.models import User


class RequestCodeForm(RequestLoginCodeForm):  # type: ignore[misc]
    """Asks for a code. For who works on the blog a mailbox is not enough: password or passkey it is.

    The answer is the one for unknown addresses, so that nobody learns who works here; the mail says why.
    """

    _user: User | None

    def clean_email(self) -> str:
        """Return the address; know nobody by it who may change the blog."""
        email = str(super().clean_email())
        if self._user and self._user.works_here:
            self._user = None
        return email
