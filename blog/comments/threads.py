"""Reads one page of threads in two queries, and nests its comments without recursion.

Pages are counted as WordPress counts them: page 1 holds the oldest threads, the last page the newest, and
the last page is what the article's own address shows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, Q, Subquery, Value
from django.db.models.functions import Coalesce, Left

from blog.comments.models import ID_DIGITS, BlogComment, CommentQuerySet, State
from blog.models import Article, Page, SiteSettings

MOST_LEVELS_SHOWN = 5
AFTER_ALL = "~"  # sorts after every digit


class Row(NamedTuple):
    """What is shown of one comment, straight from the database; ``FIELDS`` in the same order."""

    pk: int
    wordpress_id: int | None
    path: str
    state: str
    author_name: str
    comment_html: str
    like_count: int
    user_id: int | None
    submit_date: datetime
    user_url: str
    edited_at: datetime | None
    withdrawn_at: datetime | None
    display_name: str | None
    username: str | None
    avatar: str | None


FIELDS = (*Row._fields[:12], "user__display_name", "user__username", "user__avatar")


@dataclass(frozen=True)
class ThreadPage:
    """One page of the conversation of one article or page."""

    count: int = 0  # all public comments, not only this page's
    number: int = 1
    page_count: int = 1
    rows: list[Row] = field(default_factory=list)


def read_page(
    item: Article | Page, wanted: int | None = None, *, own_ids: list[int] | None = None, user: Any = None
) -> ThreadPage:
    """Return the page of threads ``wanted``, the newest when None, the nearest when there is none such."""
    visible = BlogComment.objects.on(item).visible_to(own_ids=own_ids or [], user=user)
    per_page = SiteSettings.current().comment_threads_per_page
    totals = visible.annotate(head=Left("path", ID_DIGITS)).aggregate(
        count=Count("pk", filter=Q(state=State.PUBLIC)), threads=Count("head", distinct=True)
    )
    page_count = max(1, -(-totals["threads"] // per_page))
    number = min(max(wanted or page_count, 1), page_count)
    if not totals["threads"]:
        return ThreadPage()
    shown = visible if page_count == 1 else _between(visible, (number - 1) * per_page, per_page)
    rows = [Row(*values) for values in shown.in_thread_order().values_list(*FIELDS)]
    return ThreadPage(totals["count"], number, page_count, rows)


def nest(rows: Iterable[Row]) -> Iterator[tuple[Row, int]]:
    """Yield each row with its level from 1, under the nearest ancestor that is shown; at most the fifth."""
    above: list[str] = []
    for row in rows:
        while above and not row.path.startswith(f"{above[-1]}/"):
            above.pop()
        above.append(row.path)
        yield row, min(len(above), MOST_LEVELS_SHOWN)


def url_of(comment: BlogComment, query: str = "") -> str:
    """Return the address that shows the comment: the right page of threads, and the anchor."""
    visible = BlogComment.objects.on(comment.item).visible_to(own_ids=[comment.pk])
    per_page = SiteSettings.current().comment_threads_per_page
    head = comment.path[:ID_DIGITS]
    threads = _heads(visible).aggregate(
        before=Count("head", filter=Q(head__lte=head), distinct=True), all=Count("head", distinct=True)
    )
    number, page_count = -(-threads["before"] // per_page), -(-threads["all"] // per_page)
    base = page_url(comment.item, number, page_count)
    joint = "&" if "?" in base else "?"
    return base + (joint + query if query else "") + f"#comment-{comment.public_id}"


def url_for_writer(comment: BlogComment) -> str:
    """Return where its writer sees the comment; a held one shows itself to who knows the hash."""
    if comment.state == State.PUBLIC:
        return url_of(comment)
    return url_of(comment, f"unapproved={comment.pk}&moderation-hash={comment.moderation_hash}")


def page_url(item: Article | Page, number: int, page_count: int) -> str:
    """Return the address of one page of threads; the newest is the item's own."""
    url = item.get_absolute_url()
    if number >= page_count:
        return url
    if "?" in url:
        return f"{url}&cpage={number}"
    last = "/" if url.endswith("/") else ""
    return f"{url.rstrip('/')}/comment-page-{number}{last}"


def _between(comments: CommentQuerySet, first: int, size: int) -> CommentQuerySet:
    """Keep ``size`` threads from the one at ``first``; the bounds are looked up once, by the index."""
    heads = _heads(comments).order_by("head")
    begin, end = Subquery(heads[first : first + 1]), Subquery(heads[first + size : first + size + 1])
    return comments.filter(path__gte=begin, path__lt=Coalesce(end, Value(AFTER_ALL)))


def _heads(comments: CommentQuerySet) -> Any:
    return comments.annotate(head=Left("path", ID_DIGITS)).values("head").distinct()
