"""Brings comments that are here already up to what a newer file says, unless they were changed here."""

from collections.abc import Sequence
from typing import NamedTuple

from blog.comments.models import BlogComment, State
from blog.importing.comments.columns import Columns, digest_of_stored
from blog.importing.comments.known import Row
from blog.importing.comments.outcome import Outcome
from blog.importing.records import Comment


class Met(NamedTuple):
    """A comment of the file that is here already."""

    record: Comment
    row: Row
    columns: Columns


def update_met(met: Sequence[Met], outcome: Outcome) -> None:
    """Store what changed in the file; what a moderator or its writer changed here stays, and is told."""
    changed = [each for each in met if each.columns.digest() != each.row.imported_as]
    outcome.counts["unchanged"] += len(met) - len(changed)
    if not changed:
        return
    locked = BlogComment.objects.filter(pk__in=[each.row.pk for each in changed])
    comments = {comment.pk: comment for comment in locked.order_by("pk").select_for_update(of=("self",))}
    for each in changed:
        comment = comments.get(each.row.pk)
        if comment is None or is_changed_here(comment):
            outcome.counts["kept"] += 1
            outcome.tell("kept-comment", each.record, "It was changed here, and stays as it is here.")
        else:
            _update(comment, each.columns)
            outcome.counts["updated"] += 1


def is_changed_here(comment: BlogComment) -> bool:
    """Whether somebody moderated, edited or withdrew it since it was imported, or took a name off it."""
    by_import = comment.submit_date if comment.state == State.TRASH else None
    is_touched = comment.edited_at or comment.withdrawn_at or comment.moderated_at not in (None, by_import)
    return bool(is_touched) or digest_of_stored(comment) != bytes(comment.imported_as or b"")


def _update(comment: BlogComment, columns: Columns) -> None:
    comment.comment, comment.comment_format = columns.text, columns.body_format
    comment.author_name, comment.user_email = columns.author_name, columns.email
    comment.user_url, comment.user_id = columns.url, columns.user_id
    comment.submit_date = columns.submitted_at
    comment.state, comment.kind, comment.service = columns.state, columns.kind, columns.service
    comment.moderated_at = columns.submitted_at if columns.state == State.TRASH else None
    comment.imported_as = columns.digest()
    comment.render()
    comment.save()
