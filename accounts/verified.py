"""The one address of an account that is proven to be its person's."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import QuerySet


def verified_email(user: Any) -> str:
    """Return the account's address in lower case when it is proven, else an empty text."""
    if user is None or not user.is_authenticated or not user.email:
        return ""
    return str(user.email).lower() if proven_addresses(user, user.email).exists() else ""


def proven_addresses(user: Any, email: Any) -> QuerySet[EmailAddress]:
    """Return the proof that the address is the account's, if there is one."""
    proofs: QuerySet[EmailAddress] = EmailAddress.objects.filter(
        user=user, email__iexact=email, verified=True
    )
    return proofs.order_by()
