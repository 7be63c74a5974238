"""What a visitor does once to one thing: likes it, reports it."""

from typing import Any, Self

from django.conf import settings
from django.db import models

NOBODY = "-"  # no browser has this key


class ByVisitorQuerySet(models.QuerySet[Any]):
    """Chains for what visitors did."""

    def of_visitor(self, *, user: Any = None, visitor_key: str = "") -> Self:
        """Keep what was done in the browser with that key, and by the person who is signed in with it."""
        own = models.Q(user=None, visitor_key=visitor_key or NOBODY)
        if user is not None and user.is_authenticated:
            own |= models.Q(user=user)
        return self.filter(own)


class ByVisitor(models.Model):
    """Whose it is: a person's with an account, or a browser's, known by a random key."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="%(class)ss"
    )
    visitor_key = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ByVisitorQuerySet.as_manager()

    class Meta:
        abstract = True


def once_per_visitor(thing: str, name: str) -> list[models.BaseConstraint]:
    """Return the constraints that let each visitor do it once to what the field ``thing`` holds."""
    return [
        models.UniqueConstraint(
            fields=[thing, "user"],
            condition=models.Q(user__isnull=False),
            name=f"{name}_once_per_person",
        ),
        models.UniqueConstraint(
            fields=[thing, "visitor_key"],
            condition=models.Q(user__isnull=True),
            name=f"{name}_once_per_visitor",
        ),
    ]


def whose(*, user: Any, visitor_key: str) -> dict[str, Any]:
    """Return the fields that say who does it: the account's where there is one, else the browser's."""
    return {"user": user} if user.is_authenticated else {"user": None, "visitor_key": visitor_key}
