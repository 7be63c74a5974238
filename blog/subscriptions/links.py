"""Signed links of mails about following: one follower, one purpose each. Never more than a number."""

from enum import Enum
from functools import lru_cache

from django.core import signing
from django.urls import reverse

from blog.addresses import absolute
from blog.subscriptions.models import Subscriber

DAY = 24 * 60 * 60  # seconds


class Purpose(Enum):
    """What a link is good for: the name of its address, the kind of signature, and for how many seconds."""

    CONFIRM = ("subscription-confirm", "confirm", 7 * DAY)
    # Old mails must be able to end what they belong to, so these two never expire. Who may see the page
    # may end everything, so one signature does for both.
    MANAGE = ("subscription-manage", "manage", None)
    UNSUBSCRIBE = ("subscription-unsubscribe", "manage", None)

    @property
    def signer(self) -> signing.TimestampSigner:
        """A signer whose signatures no other kind of link takes."""
        return _signer(self.value[1])


def link_to(purpose: Purpose, subscriber: Subscriber) -> str:
    """Return the absolute address that a mail carries."""
    return address(purpose, token(subscriber.pk, purpose))


def token(number: int, purpose: Purpose = Purpose.MANAGE) -> str:
    """Return the signed part of the address, for the follower with that number."""
    return purpose.signer.sign(str(number))


def address(purpose: Purpose, signed: str) -> str:
    """Return the absolute address around the signed part."""
    return absolute(reverse(purpose.value[0], args=[signed]))


def read(purpose: Purpose, given: str) -> Subscriber | None:
    """Return the follower of a link; None when it is forged, too old, or the follower was deleted."""
    try:
        number = purpose.signer.unsign(given, max_age=purpose.value[2])
    except signing.BadSignature:
        return None
    return Subscriber.objects.filter(pk=int(number)).first()


@lru_cache(maxsize=4)
def _signer(kind: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"blog.subscriptions.{kind}")


def unsubscribe_headers(url: str) -> dict[str, str]:
    """Return the headers by which mail programs offer one click (RFC 8058)."""
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
