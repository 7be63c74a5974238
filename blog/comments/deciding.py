"""Deciding about a comment from a mail: who may, on what text, and what stands in the way."""

from dataclasses import dataclass
from enum import Enum

from django.core import signing
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from blog.addresses import absolute
from blog.comments.models import MOVES, Act, BlogComment, ModerationRecord, State
from blog.comments.moderators import moderates

DECIDABLE_SECONDS = 14 * 24 * 60 * 60  # two weeks


class Decision(Enum):
    """What a link is good for, as the word in its address."""

    APPROVE = "approve"
    SPAM = "spam"
    TRASH = "trash"

    @property
    def state(self) -> State:
        """Where the comment is afterwards."""
        return MOVES[self.value]

    @property
    def signer(self) -> signing.TimestampSigner:
        """A signer whose signatures no other decision takes."""
        return signing.TimestampSigner(salt=f"blog.comments.decide.{self.value}")


@dataclass(frozen=True)
class Asked:
    """A link that holds: the comment, who got the mail, and the edition that the mail showed."""

    decision: Decision
    comment: BlogComment
    person: User
    edition: int

    @property
    def last_move(self) -> ModerationRecord | None:
        """The newest decision about the comment that has not been undone."""
        moves = ModerationRecord.objects.filter(comment=self.comment.pk, act=Act.MOVE, undone_at=None)
        return moves.order_by("-created_at", "-pk").first()

    def standing(self, seen: int) -> str:
        """Return ``ask`` where the comment can be decided, else what stands in the way.

        ``gone``: its writer deleted it. ``done``: it is there already. ``decided``: somebody else moved
        it. ``changed``: its text is not the one with the edition ``seen``.
        """
        if self.comment.withdrawn_at:
            return "gone"
        move = self.last_move
        if move and self.comment.state == self.decision.state:
            return "done"
        if move and move.actor_id != self.person.pk:
            return "decided"
        return "ask" if seen == self.comment.edition else "changed"

    @transaction.atomic
    def decide(self, seen: int) -> str:
        """Move the comment if nothing stands in the way; return ``done`` or what does.

        Who comes second waits here, and finds what the first has done.
        """
        self.comment.lock()
        standing = self.standing(seen)
        if standing != "ask":
            return standing
        self.comment.move_to(self.decision.state, by=self.person)
        return "done"


def link_to(decision: Decision, comment: BlogComment, person: User) -> str:
    """Return the absolute address that the mail to ``person`` carries."""
    token = decision.signer.sign(f"{comment.pk}:{person.pk}:{comment.edition}")
    return absolute(reverse("comment-decide", args=[decision.value, token]))


def read(decision: Decision, token: str) -> Asked | None:
    """Return what a link asks; None when it is forged, too old, or no longer this person's to decide."""
    try:
        signed = decision.signer.unsign(token, max_age=DECIDABLE_SECONDS)
    except signing.BadSignature:
        return None
    number, person_number, edition = map(int, signed.split(":"))
    comment = BlogComment.objects.with_item().filter(pk=number).first()
    person = User.objects.filter(pk=person_number).first()
    if comment is None or person is None or not moderates(person, comment.item):
        return None
    return Asked(decision, comment, person, edition)
