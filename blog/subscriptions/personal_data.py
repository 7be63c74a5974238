"""What is kept about those who follow the blog, for whoever has proven the address with an account."""

from typing import Any

from accounts import personal_data
from accounts.models import User
from blog.subscriptions.models import Subscriber


def register() -> None:
    """Register the subscriptions."""
    personal_data.register("subscriptions", export=export, erase=erase)


def export(person: User) -> list[dict[str, Any]]:
    """Return how the person's proven addresses follow."""
    rows = _subscribers(person).order_by("pk").values("email", "state", "frequency", "source")
    return [dict(row) for row in rows]


def erase(person: User, keep_texts: bool) -> None:
    """Forget the addresses."""
    _subscribers(person).delete()


def _subscribers(person: User) -> Any:
    return Subscriber.objects.filter(email__in=personal_data.proven_addresses(person))
