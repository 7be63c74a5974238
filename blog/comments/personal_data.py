"""What the conversation keeps about a person: comments, likes, reports, and mails to proven addresses."""

from functools import partial
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import personal_data
from accounts.models import User
from blog.comments.models import (
    BlogComment,
    CommentLike,
    CommentQuerySet,
    CommentReport,
    CommentVersion,
    MutedThread,
    State,
)
from blog.models import Like, OutgoingMail

# What a comment keeps of its writer beside the text.
NO_TRACES: dict[str, Any] = {
    "user": None,
    "user_name": "",
    "user_email": "",
    "user_url": "",
    "ip_address": None,
    "user_agent": "",
    "service": "",
    "picture": "",
    "followup": False,
    "wants_posts": False,
    "signals": [],
}


def register() -> None:
    """Register everything of this module."""
    personal_data.register("comments", export=export_comments, erase=erase_comments)
    personal_data.register("likes", export=export_likes, erase=erase_likes)
    personal_data.register("reports", export=export_reports, erase=erase_reports)
    personal_data.register("muted threads", export=export_muted, erase=erase_muted)
    personal_data.register("mails", export=export_mails, erase=erase_mails)


def comments_of(person: User) -> CommentQuerySet:
    """Return what was written with the account, or as a guest whose address both sides have proven."""
    addresses = personal_data.proven_addresses(person)
    as_guest = Q(user=None, user_email__in=addresses, confirmed_at__isnull=False)
    return BlogComment.objects.filter(Q(user=person) | as_guest)


def export_comments(person: User) -> list[dict[str, Any]]:
    """Return the comments, oldest first, with what the blog knows of how each was sent."""
    comments = comments_of(person).with_item().prefetch_related("versions").order_by("pk")
    return [
        {
            "url": settings.BLOG_SITE_URL + comment.get_absolute_url(),
            "under": str(comment.item),
            "written_at": comment.submit_date,
            "edited_at": comment.edited_at,
            "deleted_by_you_at": comment.withdrawn_at,
            "state": State(comment.state).label,
            "text": comment.comment,
            "earlier_texts": [version.text for version in comment.versions.all()],
            "name": comment.name,
            "email": comment.user_email,
            "website": comment.user_url,
            "picture": default_storage.url(comment.picture) if comment.picture else "",
            "address": comment.ip_address,
            "browser": comment.user_agent,
            "wants_mail_about_replies": comment.followup,
            "wants_mail_about_posts": comment.wants_posts,
        }
        for comment in comments
    ]


def erase_comments(person: User, keep_texts: bool) -> None:
    """Take the name off the comments; or delete them, and empty those that others have answered."""
    mine = list(comments_of(person).values_list("pk", flat=True))
    pictures = set(comments_of(person).exclude(picture="").values_list("picture", flat=True))
    if not keep_texts:
        answered = _answered_by_others(mine)
        BlogComment.objects.filter(pk__in=set(mine) - answered).delete()
        mine = list(answered)
    kept = BlogComment.objects.filter(pk__in=mine)
    CommentVersion.objects.filter(comment__in=mine).delete()
    kept.update(author_name=_("Anonymous"), **NO_TRACES)
    _delete_unused(pictures)
    if not keep_texts:
        _leave_tombstones(kept)


def export_likes(person: User) -> list[dict[str, Any]]:
    """Return what the person likes: articles, then comments."""
    of_articles = Like.objects.filter(user=person).select_related("article").order_by("pk")
    of_comments = CommentLike.objects.filter(user=person).select_related("comment__article", "comment__page")
    liked: list[tuple[Any, Any]] = [(like.article, like.created_at) for like in of_articles]
    liked += [(like.comment, like.created_at) for like in of_comments.order_by("pk")]
    return [{"url": settings.BLOG_SITE_URL + what.get_absolute_url(), "liked_at": at} for what, at in liked]


def erase_likes(person: User, keep_texts: bool) -> None:
    """Take the likes back, and count again."""
    Like.objects.filter(user=person).delete()
    likes = CommentLike.objects.filter(user=person)
    numbers = list(likes.values_list("comment_id", flat=True))
    likes.delete()
    left = CommentLike.objects.filter(comment=OuterRef("pk"))
    BlogComment.objects.filter(pk__in=numbers).update(like_count=_count_of(left))


def export_reports(person: User) -> list[dict[str, Any]]:
    """Return what the person has reported."""
    reports = CommentReport.objects.filter(user=person).order_by("pk")
    return [
        dict(row) for row in reports.values("comment_id", "complaint", "note", "created_at", "settled_at")
    ]


def erase_reports(person: User, keep_texts: bool) -> None:
    """Delete the reports, and count again."""
    reports = CommentReport.objects.filter(user=person)
    numbers = list(reports.values_list("comment_id", flat=True))
    reports.delete()
    CommentReport.recount(numbers)


def export_muted(person: User) -> list[dict[str, Any]]:
    """Return the threads that the person's proven addresses hear no more of."""
    return [dict(row) for row in _muted_by(person).order_by("pk").values("email", "thread", "created_at")]


def erase_muted(person: User, keep_texts: bool) -> None:
    """Forget that they were muted; no mail is sent to the addresses any more."""
    _muted_by(person).delete()


def export_mails(person: User) -> list[dict[str, Any]]:
    """Return what was written to the person's proven addresses lately; texts hold links that act."""
    mails = _mails_to(person).order_by("pk")
    return list(mails.values("recipient", "subject", "created_at", "sent_at"))


def erase_mails(person: User, keep_texts: bool) -> None:
    """Delete those mails, sent or not."""
    _mails_to(person).delete()


def _delete_unused(pictures: set[str]) -> None:
    """Delete files that no comment shows any more, once that is certain."""
    shown = BlogComment.objects.filter(picture__in=pictures) if pictures else BlogComment.objects.none()
    for picture in pictures - set(shown.values_list("picture", flat=True)):
        transaction.on_commit(partial(default_storage.delete, picture))


def _answered_by_others(numbers: list[int]) -> set[int]:
    """Return which comments have a reply, at any depth, that is not among them."""
    below = BlogComment.objects.exclude(pk__in=numbers).filter(
        path__gt=Concat(OuterRef("path"), Value("/")), path__lt=Concat(OuterRef("path"), Value("0"))
    )  # "0" comes after "/", so this is a range of the index
    return set(BlogComment.objects.filter(Exists(below), pk__in=numbers).values_list("pk", flat=True))


def _leave_tombstones(comments: CommentQuerySet) -> None:
    comments.update(
        comment="",
        comment_html="",
        state=State.TRASH,
        is_public=False,
        is_removed=True,
        withdrawn_at=Coalesce("withdrawn_at", timezone.now()),
    )


def _muted_by(person: User) -> Any:
    return MutedThread.objects.filter(email__in=personal_data.proven_addresses(person))


def _mails_to(person: User) -> Any:
    return OutgoingMail.objects.filter(recipient__in=personal_data.proven_addresses(person))


def _count_of(rows: Any) -> Any:
    counted = rows.order_by().values("comment").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)
