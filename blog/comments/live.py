"""What became public since a page was loaded, for those who have it open."""

import time
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Left

from blog.comments.models import ID_DIGITS, BlogComment
from blog.comments.rows import FIELDS, MOST_LEVELS_SHOWN, Row
from blog.models import Article, Page

MOST_NEWS = 50
FRESH_SECONDS = 2.0
KEPT_ITEMS = 1024
MODELS = {"article": Article, "page": Page}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LATEST = 2**53 - 1  # microseconds since 1970: a number that a script can hold, in the year 2255


class New(NamedTuple):
    """A comment that became public, and where it belongs."""

    row: Row
    depth: int  # from 1, as in the list
    above_id: int | None  # the number in ``#comment-ID`` of the one that is shown before it


def moment(at: datetime) -> int:
    """Return the time as microseconds since 1970."""
    return (at - EPOCH) // MICROSECOND


def newest_in(kind: str, number: int) -> int | None:
    """Return when the newest comment became public, LATEST while that is not noted, 0 without comments.

    None when visitors may not read the article or page. A process asks once in FRESH_SECONDS, however
    many pages are open.
    """
    return _ask_newest(kind, number, int(time.monotonic() / FRESH_SECONDS))


def read_news(item: Article | Page, since: int) -> tuple[list[New], int]:
    """Return what became public after ``since``, in thread order, and where the next question begins.

    Both times are microseconds since 1970. When a comment became public is noted by the worker
    (``announced_at``). One without a note has become so just now, and is in every answer until the note
    is committed: none is missed, some come twice.
    """
    comments = BlogComment.objects.on(item)
    is_new = Q(announced_at=None) | Q(announced_at__gt=EPOCH + since * MICROSECOND)
    news = comments.public().filter(is_new).order_by("-pk")
    found = list(news.values_list(*FIELDS, "announced_at", _id_above(item))[:MOST_NEWS])
    noted = [moment(announced_at) for *_fields, announced_at, _above in found if announced_at]
    placed = [(Row(*fields), above) for *fields, _announced_at, above in found]
    return _with_places(item, sorted(placed, key=lambda pair: pair[0].path)), max([since, *noted])


@lru_cache(maxsize=KEPT_ITEMS)
def _ask_newest(kind: str, number: int, period: int) -> int | None:
    model: Any = MODELS[kind]
    comments = BlogComment.objects.public().filter(**{kind: OuterRef("pk")})
    newest: Any = comments.order_by(F("announced_at").desc(nulls_first=True))
    newest = newest.values(at=Coalesce("announced_at", Value(EPOCH + LATEST * MICROSECOND)))
    found = model.objects.published().filter(pk=number).values_list(Subquery(newest[:1])).first()
    if found is None:
        return None
    return moment(found[0]) if found[0] else 0


def _id_above(item: Article | Page) -> Subquery:
    head, path = Left(OuterRef("path"), ID_DIGITS), OuterRef("path")
    shown: Any = BlogComment.objects.on(item).visible_to().with_head()
    return Subquery(shown.filter(head__lte=head, path__lt=path).order_by("-head", "-path").values("pk")[:1])


def _with_places(item: Article | Page, placed: list[tuple[Row, int | None]]) -> list[New]:
    """Count the ancestors that are shown, and look up the numbers that the page knows."""
    ancestors = {row.pk: [int(part) for part in row.path.split("/")[:-1]] for row, _above in placed}
    wanted = {number for row, above in placed for number in (above, *ancestors[row.pk]) if number}
    shown = BlogComment.objects.on(item).visible_to().filter(pk__in=wanted) if wanted else []
    public_ids: dict[Any, int] = {comment.pk: comment.public_id for comment in shown}
    return [
        New(
            row,
            min(1 + sum(number in public_ids for number in ancestors[row.pk]), MOST_LEVELS_SHOWN),
            public_ids.get(above),
        )
        for row, above in placed
    ]
