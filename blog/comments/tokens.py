"""Short signed links of mails: one comment, one purpose, one expiry. Never more than the comment's number."""

from enum import Enum

from django.core import signing
from django.urls import reverse

from blog.addresses import absolute
from blog.comments.models import BlogComment

DAY = 24 * 60 * 60  # seconds


class Purpose(Enum):
    """What a link is good for: the name of its address, and how many seconds."""

    CONFIRM = ("comment-confirm", 7 * DAY)
    MANAGE = ("comment-manage", 30 * DAY)
    MUTE = ("comment-mute", 365 * DAY)
    MAILS = ("comment-mails", 365 * DAY)

    @property
    def signer(self) -> signing.TimestampSigner:
        """A signer whose signatures no other purpose takes."""
        return signing.TimestampSigner(salt=f"blog.comments.{self.name.lower()}")


def link_to(purpose: Purpose, comment: BlogComment) -> str:
    """Return the absolute address that a mail carries."""
    token = purpose.signer.sign(str(comment.pk))
    return absolute(reverse(purpose.value[0], args=[token]))


def read(purpose: Purpose, token: str) -> BlogComment | None:
    """Return the comment of a link; None when it is forged, too old, or its comment is gone."""
    try:
        number = purpose.signer.unsign(token, max_age=purpose.value[1])
    except signing.BadSignature:
        return None
    return BlogComment.objects.with_item().filter(pk=int(number)).first()
