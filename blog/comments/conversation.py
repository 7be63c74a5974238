"""What the templates of the conversation get; ``templatetags.discussion`` says it in words."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.comments import kept_draft, threads
from blog.comments.forms import CommentForm
from blog.comments.fragments import LIKE_FORM_ID, Scene, list_html
from blog.comments.live import moment
from blog.comments.models import LARGEST_ID, BlogComment, CommentLike
from blog.comments.ordering import Order
from blog.comments.people import Identity, Visitor
from blog.models import Article, Page
from blog.untrusted import whole_number
from blog.visitor import visitor_key


def describe(request: HttpRequest, item: Article | Page, wanted: int | None = None) -> dict[str, Any]:
    """Return the context of ``_discussion.html``."""
    order = Order.named(request.GET.get(threads.ORDER_KEY, ""))
    page = threads.read_page(item, wanted, order, own_ids=_own_ids(request), user=request.user)
    is_open = item.is_open_for_comments and not item.is_protected
    scene = Scene.now(item.author_id, can_reply=is_open)
    parent = _asked_parent(request, item) if is_open else None
    form = CommentForm(item, Visitor.of(request), parent=parent)
    form.initial = kept_draft.kept(request, item) | form.initial
    return {
        "item": item,
        "count": page.count,
        "heading": heading_of(item, page.count),
        "comments_html": list_html(page.rows, scene, _liked(request, page), request.user.pk),
        **_describe_places(item, page),
        **_describe_news(item, is_open=is_open),
        "is_open": is_open,
        "closed_message": _("Comments are closed.") if page.count and not is_open else "",
        "like_form_id": LIKE_FORM_ID,
        **describe_form(request, item, form, parent),
    }


def describe_form(
    request: HttpRequest, item: Article | Page, form: CommentForm, parent: BlogComment | None
) -> dict[str, Any]:
    """Return the context of ``_form.html``."""
    title = _("Leave a Reply to %(name)s") % {"name": parent.name} if parent else _("Leave a Reply")
    return {
        "form": form,
        "form_action": reverse("comment-post"),
        "reply_to": {"id": parent.public_id, "pk": parent.pk, "name": parent.name} if parent else None,
        "reply_title": title,
        "cancel_url": f"{item.get_absolute_url()}#respond" if parent else "",
        "identity": Identity.of(request),
    }


def heading_of(item: Article | Page, count: int) -> str:
    """Return the heading over that many comments; empty without any."""
    if not count:
        return ""
    text = ngettext("One thought on “%(title)s”", "%(count)d thoughts on “%(title)s”", count)
    return text % {"title": item.title, "count": count}


def _describe_places(item: Article | Page, page: threads.ThreadPage) -> dict[str, Any]:
    """Return where the neighbouring pages are, and the other orders of the threads."""
    is_default = page.order == Order.OLDEST
    shown, is_list = (page.order, page.number), page.thread_count > 1
    before = _("← Older comments") if is_default else _("← Previous comments")
    after = _("Newer comments →") if is_default else _("More comments →")

    def address(number: int, order: Order = page.order) -> str:
        return threads.page_url(item, number, page.page_count, order) + "#comments"

    return {
        "order": page.order,
        "before": (address(page.number - 1), before) if page.number > 1 else None,
        "after": (address(page.number + 1), after) if page.number < page.page_count else None,
        "orders": [(address(1, each), each.label, shown == (each, 1)) for each in Order] if is_list else [],
    }


def _describe_news(item: Article | Page, *, is_open: bool) -> dict[str, Any]:
    """Return what the script for new comments needs; it asks for none where none can come."""
    kind = str(item._meta.model_name)
    after = f"?after={moment(timezone.now())}"
    return {
        "visit_key": f"{kind}/{item.pk}",
        "live_url": reverse("comment-live", args=[kind, item.pk]) + after if is_open else "",
    }


def _own_ids(request: HttpRequest) -> list[int]:
    """Return the held comment that the address shows the right hash of: its writer was sent there."""
    number = whole_number(request.GET.get("unapproved", ""), most=LARGEST_ID)
    given = request.GET.get("moderation-hash", "")
    if number is None or not given:
        return []
    comment = BlogComment.objects.filter(pk=number).only("submit_date").first()
    return [comment.pk] if comment and comment.is_right_hash(given) else []


def _liked(request: HttpRequest, page: threads.ThreadPage) -> set[int]:
    """Return which comments of the page this visitor likes; not asked for a visitor without a key."""
    user, key = request.user, visitor_key(request)
    if not page.rows or not (user.is_authenticated or key):
        return set()
    likes = CommentLike.objects.filter(comment__in=[row.pk for row in page.rows])
    mine = likes.of_visitor(user=user, visitor_key=key)
    return set(mine.values_list("comment_id", flat=True))


def _asked_parent(request: HttpRequest, item: Article | Page) -> BlogComment | None:
    number = whole_number(request.GET.get("replytocom", ""), most=LARGEST_ID)
    return BlogComment.objects.find_parent(item, number) if number else None
