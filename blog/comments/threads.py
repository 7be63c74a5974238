"""Reads one page of threads in two queries, and knows the addresses of such pages.

Pages are counted as WordPress counts them: page 1 holds the oldest threads, the last page the newest, and
the last page is what the article's own address shows. In another order page 1 is the first that is shown.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import BigIntegerField, Count, Q, TextField

from blog.comments import ordering
from blog.comments.models import ID_DIGITS, BlogComment, State
from blog.comments.models.queryset import HEAD, IS_HEAD
from blog.comments.ordering import Order
from blog.comments.rows import FIELDS, Row
from blog.models import Article, Page, SiteSettings
from blog.models.prepared import Given, Questions, count

ORDER_KEY = "comments"  # of the query
AFTER_REPLIES = "0"  # sorts after the slash that begins a reply's part of the path


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
    counts = {"count": Count("pk", filter=Q(state=State.PUBLIC)), "threads": Count(HEAD, distinct=True)}
    if order == Order.BEST:
        counts["heads"] = Count("pk", filter=IS_HEAD)
    totals = present.aggregate(**counts)
    if not totals["threads"]:
        return ThreadPage(order=order)
    per_page = SiteSettings.current().comment_threads_per_page
    page_count = -(-totals["threads"] // per_page)
    number = min(max(wanted or (page_count if order == Order.OLDEST else 1), 1), page_count)
    shown = comments.visible_to(own_ids=own_ids, user=user)
    if page_count > 1:
        first = (number - 1) * per_page
        heads = ordering.heads_between(present, order, first, per_page, totals)
        shown = shown.of_threads(heads)
    rows = (Row(*values) for values in shown.in_thread_order().values_list(*FIELDS))
    arranged = ordering.arrange(rows, order)
    return ThreadPage(totals["count"], number, page_count, totals["threads"], order, arranged)


def url_of(comment: BlogComment, query: str = "") -> str:
    """Return the address that shows the comment: the right page of threads, and the anchor."""
    found = _heads_of("article" if comment.article_id else "page", comment.state == State.PUBLIC).ask(
        item=comment.article_id or comment.page_id,
        own=comment.pk,
        end=comment.path[:ID_DIGITS] + AFTER_REPLIES,
    )
    return _url_on(comment, found["before"][0], found["all"][0], query)


def url_for_writer(comment: BlogComment) -> str:
    """Return where its writer sees the comment; a held one shows itself to who knows the hash."""
    return url_of(comment, _key(comment))


def url_of_new(comment: BlogComment) -> str:
    """Return the same for a comment that was stored just now: its own thread is the newest one."""
    return url_for_writer(comment) if comment.is_reply else _url_on(comment, 1, 1, _key(comment))


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


def _key(comment: BlogComment) -> str:
    if comment.state == State.PUBLIC:
        return ""
    return f"unapproved={comment.pk}&moderation-hash={comment.moderation_hash}"


def _url_on(comment: BlogComment, place: int, thread_count: int, query: str) -> str:
    """Return the address of a comment whose thread is the one at ``place``, from 1."""
    per_page = SiteSettings.current().comment_threads_per_page
    base = page_url(comment.item, -(-place // per_page), -(-thread_count // per_page))
    joint = "&" if "?" in base else "?"
    return base + (joint + query if query else "") + f"#comment-{comment.public_id}"


@cache
def _heads_of(item: str, is_public: bool) -> Questions:
    """Return the questions how many threads there are, and how many of them up to a comment's own."""
    comments = BlogComment.objects.order_by().filter(**{item: Given("item", BigIntegerField())})
    own = comments.waiting().filter(pk=Given("own", BigIntegerField()))
    present = comments.present_to() if is_public else comments.present_to() | own
    heads = present.values_list(count(HEAD, distinct=True))
    return Questions({"all": heads, "before": heads.filter(path__lt=Given("end", TextField()))})
