"""A moderator's reply from the queue: public at once, and it approves what it answers."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.comments import followups
from blog.comments.models import BlogComment, State
from blog.comments.people import Visitor
from blog.outbox import queue_unwritten


class ReplyError(Exception):
    """Why the comment cannot be answered."""


def why_unanswerable(comment: BlogComment) -> str:
    """Return why nobody can reply to it, or an empty text."""
    if comment.state == State.SPAM:
        return _("This comment is spam. Approve it before you reply.")
    if comment.state == State.TRASH:
        return _("This comment is in the trash. Approve it before you reply.")
    if not comment.item.is_published:
        return _("The text it stands under is not published.")
    return ""


@transaction.atomic
def reply(comment: BlogComment, text: str, visitor: Visitor) -> BlogComment:
    """Store the reply with its mail, and approve the comment if it was held; raise ReplyError.

    Two posts of one text wait for each other, and store it once.
    """
    BlogComment.objects.filter(pk=comment.pk).order_by("pk").select_for_update(of=("self",)).first()
    answered = BlogComment.objects.with_item().filter(pk=comment.pk).first()
    if answered is None:
        raise ReplyError(_("This comment was deleted."))
    if reason := why_unanswerable(answered):
        raise ReplyError(reason)
    same = BlogComment.objects.filter(parent_id=answered.pk, user=visitor.user, comment=text)
    if existing := same.exclude(pk=answered.pk).first():
        return existing
    if answered.state == State.PENDING:
        answered.approve(by=visitor.user)
    written = BlogComment(
        article=answered.article,
        page=answered.page,
        parent_id=answered.pk,
        user=visitor.user,
        author_name=str(visitor.user)[:245],
        user_email=visitor.user.email.lower(),
        user_url=visitor.user.website,
        comment=text,
        state=State.PUBLIC,
        service=visitor.service,
        ip_address=visitor.address or None,
        user_agent=visitor.agent,
        submit_date=timezone.now(),
    )
    written.save()
    if letter := followups.letter_to_author(written):
        queue_unwritten([letter])
    return written
