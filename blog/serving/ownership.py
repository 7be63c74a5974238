"""The owner of the blog: made at the first start, with a password that nobody else knows."""

import secrets
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from blog.environment import WrongEnvironmentError

PASSWORD_BYTES = 15  # of randomness; 20 characters


@dataclass(frozen=True)
class NewOwner:
    """Who was made; ``password`` is empty when the operator chose it."""

    name: str
    password: str


def ensure_owner() -> NewOwner | None:
    """Make the owner unless the blog has one, and return who was made."""
    people = get_user_model().objects
    if people.filter(is_superuser=True, is_active=True).exists():
        return None
    made_up = "" if settings.BLOG_OWNER_PASSWORD else secrets.token_urlsafe(PASSWORD_BYTES)
    owner = get_user_model()(
        username=settings.BLOG_OWNER_NAME, email=settings.BLOG_OWNER_EMAIL, is_staff=True, is_superuser=True
    )
    _check(owner, settings.BLOG_OWNER_PASSWORD or made_up)
    owner.set_password(settings.BLOG_OWNER_PASSWORD or made_up)
    with transaction.atomic():
        owner.save()
        if owner.email:
            EmailAddress.objects.create(user=owner, email=owner.email, verified=True, primary=True)
    return NewOwner(owner.username, made_up)


def _check(owner: object, password: str) -> None:
    user_model = get_user_model()
    assert isinstance(owner, user_model)  # noqa: S101 (for the types)
    if user_model.objects.filter(username=owner.username).exists():
        raise WrongEnvironmentError(
            f"BLOG_OWNER_NAME is {owner.username!r}, who has an account already: name somebody else."
        )
    for variable, field in (("BLOG_OWNER_NAME", "username"), ("BLOG_OWNER_EMAIL", "email")):
        try:
            user_model._meta.get_field(field).clean(getattr(owner, field), owner)
        except ValidationError as error:
            raise WrongEnvironmentError(f"{variable} cannot be used: {' '.join(error.messages)}") from error
    try:
        validate_password(password, owner)
    except ValidationError as error:
        raise WrongEnvironmentError(
            f"BLOG_OWNER_PASSWORD cannot be used: {' '.join(error.messages)}"
        ) from error
