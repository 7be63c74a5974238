"""What its writer changes in a comment, and how a moderator notices it."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import Any

from django.db import transaction

from blog.comments.judging import judge
from blog.comments.models import BlogComment, CommentVersion, State
from blog.comments.moderation import Reason


@transaction.atomic
def edit(comment: BlogComment, text: str, *, by: Any = None, is_moderator: bool = False) -> bool:
    """Store its writer's new text, and the old one for moderators; return False when it is too late.

    What was public stays so where no rule holds the new text. What was held stays held, and says that it
    is another text now. ``by`` is the account, None by the link of the mail.
    """
    comment.lock()
    if not comment.is_editable:
        return False
    if text == comment.comment:
        return True
    written_at = comment.edited_at or comment.submit_date
    CommentVersion.objects.create(
        comment=comment, text=comment.comment, written_at=written_at, replaced_by=by
    )
    comment.rewrite(text)
    if not is_moderator:
        _judge_again(comment)
    comment.save()
    return True


def seen_version(comment: BlogComment) -> str:
    """Return what changes with everything that readers would see of the comment."""
    shown = "\0".join([comment.comment, comment.author_name, comment.user_url])
    return blake2b(shown.encode(errors="replace"), digest_size=8).hexdigest()


def lock_unchanged(seen: Mapping[int, str | None]) -> list[int]:
    """Lock the comments of ``seen``, and return those that still are what was seen.

    ``seen`` is ``seen_version`` by number, None where nothing was shown. To be called, and the comments
    to be moved, within one transaction: until it ends nobody can change them.
    """
    locked = BlogComment.objects.filter(pk__in=list(seen)).order_by("pk").select_for_update(of=("self",))
    kept = list(locked.values_list("pk", flat=True))
    # Read once they are locked: their texts stand in another table than the lock.
    comments = BlogComment.objects.filter(pk__in=kept).only("comment", "author_name", "user_url")
    return [comment.pk for comment in comments if seen[comment.pk] in (None, seen_version(comment))]


def _judge_again(comment: BlogComment) -> None:
    was_held = comment.state == State.PENDING
    by_moderator = [pair for pair in comment.held_because if was_held and pair[0] == Reason.MODERATOR]
    state, reasons = judge(comment, is_known=comment.is_by_known_person)
    if state == State.PUBLIC and not was_held:
        comment.held_because = []
        return
    comment.state = State.PENDING if state == State.PUBLIC else state
    comment.held_because = [*by_moderator, *reasons, [Reason.EDITED.value, ""]]
