"""Reports of readers: takes one and tells the author of the text; shows moderators what they say."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models.functions import RowNumber

from blog.comments import followups
from blog.comments.models import BlogComment, CommentReport

MOST_SHOWN = 5  # of one comment, in a list


@transaction.atomic
def report(comment: BlogComment, *, user: Any, visitor_key: str, complaint: str, note: str) -> bool:
    """Store a reader's report; return False when this visitor has reported the comment before.

    The author of the text hears of the first one, and then of none until those that are there are settled.
    Raise BlogComment.DoesNotExist when the comment is no longer public.
    """
    stored = CommentReport.add(comment, user=user, visitor_key=visitor_key, complaint=complaint, note=note)
    if stored and comment.report_count == 1:
        followups.tell_author_of_report(comment, stored)
    return stored is not None


def add_open_reports(comments: Iterable[BlogComment]) -> None:
    """Set ``open_reports`` on each: its newest reports that nobody has settled, at most MOST_SHOWN."""
    reported = [comment.pk for comment in comments if comment.report_count]
    of_comment: dict[int, list[CommentReport]] = defaultdict(list)
    if reported:
        place = models.Window(RowNumber(), partition_by="comment", order_by="-pk")
        newest = CommentReport.objects.filter(comment__in=reported, settled_at=None).annotate(place=place)
        for found in newest.filter(place__lte=MOST_SHOWN).order_by("place"):
            of_comment[found.comment_id].append(found)
    for comment in comments:
        comment.open_reports = of_comment[comment.pk]  # type: ignore[attr-defined]
