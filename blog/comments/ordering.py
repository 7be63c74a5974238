"""The orders that threads can be read in. Replies stay under their parent, oldest first, in all of them."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import F, Max, Q, TextChoices
from django.db.models.functions import Coalesce
from django.utils.translation import pgettext_lazy

from blog.comments.models import ID_DIGITS, CommentQuerySet
from blog.comments.rows import Row

LIKES_OF_HEAD = Coalesce(Max("like_count", filter=Q(path=F("head"))), 0)


class Order(TextChoices):
    """Order of threads; the best are those whose first comment has most likes, then the oldest."""

    OLDEST = "oldest", pgettext_lazy("order of comments", "Oldest")
    NEWEST = "newest", pgettext_lazy("order of comments", "Newest")
    BEST = "best", pgettext_lazy("order of comments", "Best")

    @classmethod
    def named(cls, name: str) -> "Order":
        """Return the order of that name, the oldest first when there is none."""
        return cls(name) if name in cls.values else cls.OLDEST


def heads_between(present: CommentQuerySet, order: Order, first: int, size: int, total: int) -> Any:
    """Return the heads of ``size`` of the ``total`` threads, from the one at ``first``, as a subquery."""
    last = min(first + size, total)
    threads: Any = present.with_head()
    heads = threads.values("head")
    if order == Order.BEST:
        return heads.annotate(best=LIKES_OF_HEAD).order_by("-best", "head").values("head")[first:last]
    # The index is walked from the end that is nearer.
    is_late = first > total // 2
    nearer = slice(total - last, total - first) if is_late else slice(first, last)
    return heads.distinct().order_by("-head" if (order == Order.NEWEST) != is_late else "head")[nearer]


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


def _likes(thread: list[Row]) -> int:
    """Return the likes of the first comment; of one that is removed or deleted, none."""
    first = thread[0]
    is_head = len(first.path) == ID_DIGITS and not first.withdrawn_at
    return first.like_count if is_head else 0
