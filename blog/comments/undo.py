"""Takes moves of a moderator back: all that were done at once, at once."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from blog.comments.models import (
    Act,
    BlogComment,
    CommentQuerySet,
    CommentReport,
    ModerationRecord,
    State,
)

PORTION = 500  # comments of one transaction
UNDO = "undo"  # the note of the moves that took others back


def undo(batch: UUID, among: CommentQuerySet, by: Any, after: int = 0) -> Iterator[tuple[int, int]]:
    """Put comments back to where they were before ``batch``, in order of their numbers, in portions.

    Left alone is what was moved on since then, and what is not ``among`` the comments that ``by`` may
    moderate. Yield the last number of each portion, and how many of it are back. That is done for good, so
    that a broken-off undo goes on ``after`` it.
    """
    records = ModerationRecord.objects.filter(batch=batch, act=Act.MOVE, undone_at=None)
    while True:
        due = records.filter(comment_id__gt=after).order_by("comment_id")
        numbers = list(due.values_list("comment_id", flat=True)[:PORTION])
        if not numbers:
            return
        after = numbers[-1] or 0
        yield after, _undo(records.filter(comment_id__in=numbers), among.filter(pk__in=numbers), by)


@transaction.atomic
def _undo(records: QuerySet[ModerationRecord], among: CommentQuerySet, by: Any) -> int:
    """Comments are locked before records and in order of their numbers, as every move does it."""
    # A list: the condition of ``among`` may span tables that are not to be locked.
    numbers = list(among.order_by().values_list("pk", flat=True))
    found = BlogComment.objects.filter(pk__in=numbers).order_by("pk").select_for_update(of=("self",))
    comments = {comment.pk: comment for comment in found.only("state", "held_because", "moderated_at")}
    due = records.filter(comment_id__in=comments).order_by("old_state", "pk").select_for_update(of=("self",))
    undone = [record for record in due if comments[record.comment_id or 0].state == record.new_state]
    for state, group in groupby(undone, key=lambda record: record.old_state):
        _put_back(State(state), list(group), comments, by)
    reports = [number for record in undone for number in record.overwritten.get("reports", [])]
    if reports:
        CommentReport.reopen(reports, list(comments))
    records.filter(pk__in=[record.pk for record in undone]).update(undone_at=timezone.now())
    return len(undone)


def _put_back(
    state: State, records: Iterable[ModerationRecord], comments: dict[int, BlogComment], by: Any
) -> None:
    moved = [comments[record.comment_id or 0] for record in records]
    ModerationRecord.note_moves(moved, state, by, note=UNDO)
    for record, comment in zip(records, moved, strict=True):
        comment.state = state
        comment.is_public, comment.is_removed = state == State.PUBLIC, state == State.TRASH
        comment.held_because = record.overwritten.get("held_because", comment.held_because)
        moderated_at = record.overwritten.get("moderated_at")
        comment.moderated_at = datetime.fromisoformat(moderated_at) if moderated_at else None
    fields = ["state", "is_public", "is_removed", "held_because", "moderated_at"]
    BlogComment.objects.bulk_update(moved, fields, batch_size=500)
