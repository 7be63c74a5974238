"""The mail by which a guest proves the address of a comment, and by which it is edited or deleted later."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from blog.comments.models import STANDING, BlogComment, CommentQuerySet, State
from blog.comments.tokens import Purpose, link_to
from blog.outbox import Letter

MOST_UNANSWERED = 3  # mails to an address whose owner never answers, in this time:
UNANSWERED_FOR = timedelta(days=1)


def unanswered(email: Any, since: Any) -> CommentQuerySet:
    """Return the comments whose confirmation was mailed to the address since then, in vain."""
    return BlogComment.objects.filter(submit_date__gt=since, user_email=email, confirmed_at=None).order_by()


def letter_to_confirm(comment: BlogComment, unanswered_count: int) -> Letter | None:
    """Return the mail, if there is one.

    ``unanswered_count`` is that of ``unanswered``, before this one. The mail holds nothing that its writer
    typed, so that nobody can send words of their own to a stranger, and an address that never confirms gets
    few of them.
    """
    if not comment.user_email or comment.confirmed_at or comment.state not in STANDING:
        return None
    if unanswered_count >= MOST_UNANSWERED:
        return None
    context = {
        "title": comment.item.title,
        "date": date_format(timezone.localtime(comment.submit_date), "DATE_FORMAT"),
        "is_held": comment.state == State.PENDING,
        "wants_followups": comment.followup,
        "wants_posts": comment.wants_posts,
        "confirm_url": link_to(Purpose.CONFIRM, comment),
        "manage_url": link_to(Purpose.MANAGE, comment),
    }
    return Letter("comment-confirmation", comment.user_email, context)
