"""The orders that threads can be read in. Replies stay under their parent, oldest first, in all of them."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from blog.comments.models import ID_DIGITS, CommentQuerySet
from blog.comments.models.queryset import IS_HEAD
from blog.comments.rows import Row


class Order(TextChoices):
    """Order of threads; the best are those whose first comment has most likes, then the oldest."""

    OLDEST = "oldest", pgettext_lazy("order of comments", "Oldest")
    NEWEST = "newest", pgettext_lazy("order of comments", "Newest")
    BEST = "best", pgettext_lazy("order of comments", "Best")

    @classmethod
    def named(cls, name: str) -> "Order":
        """Return the order of that name, the oldest first when there is none."""
        return cls(name) if name in cls.values else cls.OLDEST


def heads_between(
    present: CommentQuerySet, order: Order, first: int, size: int, totals: Mapping[str, int]
) -> Any:
    """Return the heads of ``size`` threads, from the one at ``first``, as a subquery.

    ``totals`` says how many ``threads`` there are, and, for the best, how many ``heads`` are present.
    """
    total = totals["threads"]
    last = min(first + size, total)
    if order == Order.BEST:
        return _best_between(present, first, last, totals["heads"])
    # The index is walked from the end that is nearer.
    is_late = first > total // 2
    nearer = slice(total - last, total - first) if is_late else slice(first, last)
    return _heads(present).order_by("-head" if (order == Order.NEWEST) != is_late else "head")[nearer]


def arrange(rows: Iterable[Row], order: Order) -> list[Row]:
    """Put the threads of rows that stand oldest first into ``order``."""
    if order == Order.OLDEST:
        return list(rows)
    threads = [list(thread) for _head, thread in groupby(rows, key=lambda row: row.path[:ID_DIGITS])]
    if order == Order.NEWEST:
        threads.reverse()
    else:
        threads.sort(key=_likes, reverse=True)
    return [row for thread in threads for row in thread]


def _best_between(present: CommentQuerySet, first: int, last: int, head_count: int) -> Any:
    """Return heads by likes, then, oldest first, the threads whose own first comment is gone.

    So nothing but heads is compared, and the others are looked for only where a page reaches them.
    """
    heads = present.filter(IS_HEAD)
    best = heads.order_by("-like_count", "path").values("path")[first : min(last, head_count)]
    if last <= head_count:
        return best
    headless = _heads(present).exclude(head__in=heads.values("path")).order_by("head")
    rest = headless[max(first - head_count, 0) : last - head_count]
    return rest if first >= head_count else best.union(rest, all=True)


def _heads(present: CommentQuerySet) -> Any:
    threads: Any = present.with_head()
    return threads.values("head").distinct()


def _likes(thread: list[Row]) -> int:
    """Return the likes of the first comment; where it is gone, less than none."""
    first = thread[0]
    is_head = len(first.path) == ID_DIGITS and not first.withdrawn_at
    return first.like_count if is_head else -1
