"""Signed links of mails about following: one follower, one purpose each. Never more than a number."""

from enum import Enum

from django.core import signing
from django.urls import reverse

from blog.addresses import absolute
from blog.subscriptions.models import Subscriber

DAY = 24 * 60 * 60  # seconds


class Purpose(Enum):
    """What a link is good for: the name of its address, and how many seconds; None is for ever."""

    CONFIRM = ("subscription-confirm", 7 * DAY)
    MANAGE = ("subscription-manage", None)  # old mails must be able to end what they belong to
    UNSUBSCRIBE = ("subscription-unsubscribe", None)

    @property
    def signer(self) -> signing.TimestampSigner:
        """A signer whose signatures no other purpose takes."""
        return signing.TimestampSigner(salt=f"blog.subscriptions.{self.name.lower()}")


def link_to(purpose: Purpose, subscriber: Subscriber) -> str:
    """Return the absolute address that a mail carries."""
    return address(purpose, token(purpose, subscriber))


def token(purpose: Purpose, subscriber: Subscriber) -> str:
    """Return the signed part of the address."""
    return purpose.signer.sign(str(subscriber.pk))


def address(purpose: Purpose, signed: str) -> str:
    """Return the absolute address around the signed part."""
    return absolute(reverse(purpose.value[0], args=[signed]))


def read(purpose: Purpose, given: str) -> Subscriber | None:
    """Return the follower of a link; None when it is forged, too old, or the follower was deleted."""
    try:
        number = purpose.signer.unsign(given, max_age=purpose.value[1])
    except signing.BadSignature:
        return None
    return Subscriber.objects.filter(pk=int(number)).first()


def unsubscribe_headers(url: str) -> dict[str, str]:
    """Return the headers by which mail programs offer one click (RFC 8058)."""
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
