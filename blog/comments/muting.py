"""Muting one thread by the link of a mail, and taking that back: who, and which thread.

The link names the thread, and by a comment of theirs who got the mail: numbers, and no address.
"""

from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from blog.addresses import absolute
from blog.comments.models import BlogComment, MutedThread
from blog.comments.tokens import DAY

MUTABLE_SECONDS = 365 * DAY
SIGNER = signing.TimestampSigner(salt="blog.comments.mute-thread")


@dataclass(frozen=True)
class ThreadMails:
    """The mails about one thread to the writer of ``comment``; ``first`` is the oldest one left in it."""

    comment: BlogComment
    first: BlogComment

    @property
    def is_muted(self) -> bool:
        """Whether there are none."""
        return MutedThread.objects.of(self.comment.user_email).filter(thread=self.first.thread_id).exists()

    def mute(self) -> None:
        """Send no more of them."""
        MutedThread.objects.mute(self.first.thread_id, self.comment.user_email)

    def unmute(self) -> None:
        """Send them again."""
        MutedThread.objects.of(self.comment.user_email).filter(thread=self.first.thread_id).delete()

    @property
    def url(self) -> str:
        """The absolute address of the page that mutes them, or takes that back."""
        return link_to(self.first.thread_id, self.comment)


def link_to(thread: int, comment: BlogComment) -> str:
    """Return the absolute address that the mail to the writer of ``comment`` carries."""
    return absolute(reverse("comment-mute-thread", args=[SIGNER.sign(f"{comment.pk}:{thread}")]))


def read(token: str) -> ThreadMails | None:
    """Return what a link is about; None when it is forged, too old, or what it names is gone or hidden."""
    try:
        numbers = SIGNER.unsign(token, max_age=MUTABLE_SECONDS).split(":")
    except signing.BadSignature:
        return None
    number, thread = map(int, numbers)
    comment = BlogComment.objects.with_item().filter(pk=number).first()
    there = BlogComment.objects.on_published().filter(thread_id=thread)
    first = there.with_item().order_by("pk").first()
    return ThreadMails(comment, first) if comment and first else None


def muted_by(email: str, most: int) -> list[ThreadMails]:
    """Return the threads under published texts that a proven address has muted; two queries."""
    threads = MutedThread.objects.of(email).order_by("-pk").values_list("thread", flat=True)[:most]
    there = BlogComment.objects.on_published().filter(thread_id__in=list(threads))
    firsts = there.order_by("thread_id", "pk").distinct("thread_id").with_item()
    theirs = BlogComment.objects.filter(user_email=email, confirmed_at__isnull=False).order_by("-pk").first()
    return [ThreadMails(theirs, first) for first in firsts] if theirs else []
