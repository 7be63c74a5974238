"""The owner of the blog: made at the first start, with a password that nobody else knows."""

import secrets
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from blog.environment import WrongEnvironmentError

PASSWORD_BYTES = 15  # of randomness; 20 characters


@dataclass(frozen=True)
class NewOwner:
    """Who was made; ``password`` is empty when the operator chose it."""

    name: str
    password: str

    def as_lines(self) -> list[str]:
        """Return what the operator is told, once."""
        told = f"Password:    {self.password}   (shown this once; keep it)"
        return [f"Sign in as:  {self.name}", *([told] if self.password else [])]


def ensure_owner() -> NewOwner | None:
    """Make the owner unless the blog has one, and return who was made."""
    if User.objects.filter(is_superuser=True, is_active=True).exists():
        return None
    made_up = "" if settings.BLOG_OWNER_PASSWORD else secrets.token_urlsafe(PASSWORD_BYTES)
    owner = User(
        username=settings.BLOG_OWNER_NAME, email=settings.BLOG_OWNER_EMAIL, is_staff=True, is_superuser=True
    )
    _check(owner, settings.BLOG_OWNER_PASSWORD or made_up)
    owner.set_password(settings.BLOG_OWNER_PASSWORD or made_up)
    with transaction.atomic():
        owner.save()
        if owner.email:
            EmailAddress.objects.create(user=owner, email=owner.email, verified=True, primary=True)
    return NewOwner(owner.username, made_up)


def _check(owner: User, password: str) -> None:
    if User.objects.filter(username=owner.username).exists():
        raise WrongEnvironmentError(
            f"BLOG_OWNER_NAME is {owner.username!r}, who has an account already: name somebody else."
        )
    for variable, field in (("BLOG_OWNER_NAME", "username"), ("BLOG_OWNER_EMAIL", "email")):
        try:
            owner.clean_fields(exclude=[f.name for f in User._meta.fields if f.name != field])
        except ValidationError as error:
            raise WrongEnvironmentError(f"{variable} cannot be used: {' '.join(error.messages)}") from error
    try:
        validate_password(password, owner)
    except ValidationError as error:
        raise WrongEnvironmentError(
            f"BLOG_OWNER_PASSWORD cannot be used: {' '.join(error.messages)}"
        ) from error
