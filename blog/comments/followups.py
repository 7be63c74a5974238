"""Mail about comments: to the author of the text, and to those who asked for new comments under it."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from blog.addresses import absolute
from blog.comments import deciding, muting, threads
from blog.comments.models import (
    STANDING,
    BlogComment,
    CommentQuerySet,
    CommentReport,
    MutedThread,
    State,
)
from blog.comments.tokens import Purpose, link_to
from blog.mail import one_line
from blog.markdown import unlink
from blog.models import SiteSettings
from blog.outbox import Letter, queue_mail

# What an author hears of, by the choice in the site's settings; of spam and trash nobody does.
TOLD_STATES = {"all": set(STANDING), "held": {State.PENDING}, "none": set[State]()}


def letter_to_author(comment: BlogComment) -> Letter | None:
    """Return the mail to the author of the text, if there is one; never about one's own."""
    author = comment.item.author
    told_states = TOLD_STATES[SiteSettings.current().mail_about_comments]
    if not _reaches_author(comment) or comment.state not in told_states:
        return None
    change = reverse("admin:comments_blogcomment_change", args=[comment.pk])
    reply = reverse("admin:comments_blogcomment_reply", args=[comment.pk])
    context = {
        "name": one_line(comment.name),
        "title": comment.item.title,
        "comment": comment.words,
        "comment_html": unlink(comment.comment_html),  # nobody has read it yet
        "reasons": comment.reasons,
        "is_held": comment.state == State.PENDING,
        "admin_url": absolute(change),
        "reply_url": absolute(reply),
        "comment_url": absolute(reverse("comment-permalink", args=[comment.pk])),
        "links": {each.value: deciding.link_to(each, comment, author) for each in deciding.Decision},
    }
    return Letter("comment-moderation", author.email, context, _thread_headers(comment))


def tell_author_of_report(comment: BlogComment, report: CommentReport) -> None:
    """Queue the mail about a report, unless the author wants none about comments; never about one's own."""
    if not _reaches_author(comment) or not TOLD_STATES[SiteSettings.current().mail_about_comments]:
        return
    context = {
        "comment": comment,
        "name": one_line(comment.name),
        "item": comment.item,
        "comment_html": unlink(comment.comment_html),  # somebody warns of it
        "report": report,
        "queue_url": absolute(reverse("admin:comments_blogcomment_changelist")) + "?state=reported",
        "comment_url": absolute(reverse("comment-permalink", args=[comment.pk])),
    }
    queue_mail("comment-report", comment.item.author.email, context, _thread_headers(comment))


def queue_due(limit: int = 50) -> int:
    """Queue the follow-ups of up to ``limit`` comments that became visible; return how many comments.

    The worker calls it. However a comment becomes public (approved, confirmed, its text published), it
    is found here once: ``announced_at`` is set in the transaction that writes its mails.
    """
    for done in range(limit):
        if not _announce_next():
            return done
    return limit


def mute(comment: BlogComment) -> None:
    """Send its writer no more mail about this article or page."""
    BlogComment.objects.on(comment.item).filter(user_email=comment.user_email).update(followup=False)


def mute_all(email: str) -> int:
    """Send no more mail about any article to an address; return for how many comments it had some."""
    asking = BlogComment.objects.filter(user_email=email, followup=True)
    return asking.update(followup=False)


def followers_of(comment: BlogComment) -> CommentQuerySet:
    """Return one comment of each person who confirmed and asked for mail, never of its own writer.

    Who muted the thread is left out.
    """
    asked = BlogComment.objects.on(comment.item).filter(followup=True, confirmed_at__isnull=False)
    visible = asked.filter(state__in=STANDING).exclude(user_email="")
    muted = MutedThread.objects.filter(thread=comment.thread_id).values("email")
    others = visible.exclude(user_email=comment.user_email).exclude(user_email__in=muted)
    if comment.user_id:
        others = others.exclude(user=comment.user_id)
    return others.order_by("user_email", "-pk").distinct("user_email")


def _reaches_author(comment: BlogComment) -> bool:
    author = comment.item.author
    return bool(author.email) and author.is_active and author.pk != comment.user_id


@transaction.atomic
def _announce_next() -> bool:
    due = BlogComment.objects.public().on_published().filter(announced_at=None).order_by("pk")
    comment = due.with_item().select_for_update(of=("self",), skip_locked=True).first()
    if comment is None:
        return False
    url = absolute(threads.url_of(comment))
    for follower in followers_of(comment):
        mute_url = link_to(Purpose.MUTE, follower)
        headers = {"List-Unsubscribe": f"<{mute_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        context = {
            "comment": comment,
            "item": comment.item,
            "follower": follower,
            "comment_url": url,
            "mute_url": mute_url,
            "mute_thread_url": muting.link_to(comment.thread_id, follower),
            "mails_url": link_to(Purpose.MAILS, follower),
        }
        queue_mail("comment-followup", follower.user_email, context, headers)
    BlogComment.objects.filter(pk=comment.pk).update(announced_at=timezone.now())
    return True


def _thread_headers(comment: BlogComment) -> dict[str, str]:
    """Let mail programs show the mails about one text together; nothing in here was typed by anybody."""
    kind, number = ("article", comment.article_id) if comment.article_id else ("page", comment.page_id)
    host = settings.SITE_HOST or "localhost"
    root = f"<comments-on-{kind}-{number}@{host}>"  # no mail has it: the thread begins with the text
    return {"References": root, "In-Reply-To": root, "List-Id": f"<comments.{host}>"}
