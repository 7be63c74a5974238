"""Reads one page of threads in two queries, and knows the addresses of such pages.

Pages are counted as WordPress counts them: page 1 holds the oldest threads, the last page the newest, and
the last page is what the article's own address shows. In another order page 1 is the first that is shown.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from blog.comments import ordering
from blog.comments.models import ID_DIGITS, BlogComment, State
from blog.comments.ordering import Order
from blog.comments.rows import FIELDS, Row
from blog.models import Article, Page, SiteSettings

ORDER_KEY = "comments"  # of the query


@dataclass(frozen=True)
class ThreadPage:
    """One page of the conversation of one article or page."""

    count: int = 0  # all public comments, not only this page's
    number: int = 1
    page_count: int = 1
    thread_count: int = 0
    order: Order = Order.OLDEST
    rows: list[Row] = field(default_factory=list)


def read_page(
    item: Article | Page,
    wanted: int | None = None,
    order: Order = Order.OLDEST,
    *,
    own_ids: Collection[int] = (),
    user: Any = None,
) -> ThreadPage:
    """Return the page of threads ``wanted``, the nearest when there is none such.

    When None, the one that is shown first: the newest of the oldest order, else number 1.
    """
    comments = BlogComment.objects.on(item)
    present = comments.present_to(own_ids=own_ids, user=user)
    totals = present.with_head().aggregate(
        count=Count("pk", filter=Q(state=State.PUBLIC)), threads=Count("head", distinct=True)
    )
    if not totals["threads"]:
        return ThreadPage(order=order)
    per_page = SiteSettings.current().comment_threads_per_page
    page_count = -(-totals["threads"] // per_page)
    number = min(max(wanted or (page_count if order == Order.OLDEST else 1), 1), page_count)
    shown = comments.visible_to(own_ids=own_ids, user=user)
    if page_count > 1:
        first = (number - 1) * per_page
        heads = ordering.heads_between(present, order, first, per_page, totals["threads"])
        shown = shown.of_threads(heads)
    rows = (Row(*values) for values in shown.in_thread_order().values_list(*FIELDS))
    arranged = ordering.arrange(rows, order)
    return ThreadPage(totals["count"], number, page_count, totals["threads"], order, arranged)


def url_of(comment: BlogComment, query: str = "") -> str:
    """Return the address that shows the comment: the right page of threads, and the anchor."""
    own_ids = [] if comment.state == State.PUBLIC else [comment.pk]
    present = BlogComment.objects.on(comment.item).present_to(own_ids=own_ids).with_head()
    threads = present.aggregate(
        before=Count("head", filter=Q(head__lte=comment.path[:ID_DIGITS]), distinct=True),
        all=Count("head", distinct=True),
    )
    per_page = SiteSettings.current().comment_threads_per_page
    number, page_count = -(-threads["before"] // per_page), -(-threads["all"] // per_page)
    base = page_url(comment.item, number, page_count)
    joint = "&" if "?" in base else "?"
    return base + (joint + query if query else "") + f"#comment-{comment.public_id}"


def url_for_writer(comment: BlogComment) -> str:
    """Return where its writer sees the comment; a held one shows itself to who knows the hash."""
    if comment.state == State.PUBLIC:
        return url_of(comment)
    return url_of(comment, f"unapproved={comment.pk}&moderation-hash={comment.moderation_hash}")


def page_url(item: Article | Page, number: int, page_count: int, order: Order = Order.OLDEST) -> str:
    """Return the address of one page of threads; the one that is shown first is the item's own."""
    query = [f"{ORDER_KEY}={order}"] if order != Order.OLDEST else []
    path, _mark, rest = item.get_absolute_url().partition("?")
    is_first_shown = number >= page_count if order == Order.OLDEST else number <= 1
    if not is_first_shown and rest:
        query.append(f"cpage={number}")
    elif not is_first_shown:
        last = "/" if path.endswith("/") else ""
        path = f"{path.rstrip('/')}/comment-page-{number}{last}"
    query = [rest, *query] if rest else query
    return path + ("?" + "&".join(query) if query else "")
