"""The mail by which a guest proves the address of a comment, and by which it is edited or deleted later."""

from datetime import timedelta

from django.utils import timezone

from blog.comments.models import BlogComment, State
from blog.comments.tokens import Purpose, link_to
from blog.outbox import queue_mail

MOST_UNANSWERED = 3  # mails a day to an address whose owner never answers


def ask_for_confirmation(comment: BlogComment) -> bool:
    """Queue the mail, within the current transaction; return whether there is one.

    It holds nothing that its writer typed, so that nobody can send words of their own to a stranger, and
    an address that never confirms gets few of them.
    """
    if not comment.user_email or comment.confirmed_at or comment.state not in (State.PENDING, State.PUBLIC):
        return False
    lately = timezone.now() - timedelta(days=1)
    unanswered = BlogComment.objects.filter(
        submit_date__gt=lately, user_email=comment.user_email, confirmed_at=None
    ).exclude(pk=comment.pk)
    if unanswered.count() >= MOST_UNANSWERED:
        return False
    context = {
        "item": comment.item,
        "submitted_at": comment.submit_date,
        "is_held": comment.state == State.PENDING,
        "wants_followups": comment.followup,
        "wants_posts": comment.wants_posts,
        "confirm_url": link_to(Purpose.CONFIRM, comment),
        "manage_url": link_to(Purpose.MANAGE, comment),
    }
    queue_mail("comment-confirmation", comment.user_email, context)
    return True
