"""The one address of an account that is proven to be its person's."""

from typing import Any

from allauth.account.models import EmailAddress


def verified_email(user: Any) -> str:
    """Return the account's address in lower case when it is proven, else an empty text."""
    if user is None or not user.is_authenticated or not user.email:
        return ""
    proven = EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True)
    return str(user.email).lower() if proven.exists() else ""
