"""The steps between a right password and being logged in, where ours differ from allauth's."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage


class ReaderVerificationStage(EmailVerificationStage):  # type: ignore[misc]
    """Asks readers who signed up themselves to prove their address.

    Whoever was made by the operator (in the admin, by a command, as a member of staff) is vouched for,
    and must not be locked out of a blog whose mail is not set up yet.
    """

    def handle(self) -> tuple[Any, bool]:
        """Pass people of the operator, ask the others."""
        user = self.login.user
        if user and (user.is_staff or not EmailAddress.objects.filter(user_id=user.pk).exists()):
            return None, True
        response: tuple[Any, bool] = super().handle()
        return response
