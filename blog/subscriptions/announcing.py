"""Finds articles that have become visible to everybody, and writes down to whom each goes.

One statement writes the deliveries of all followers, in the transaction that marks the article as
announced: all of them are there, or none. The constraints allow each article once, and once to each person.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from blog.models import Article
from blog.subscriptions import schedule
from blog.subscriptions.models import Announcement, Delivery, State, Subscriber
from blog.subscriptions.schedule import Frequency

FRESH = timedelta(days=3)  # what is older when it appears is no news: a moved blog, an old date
_INSERT = """
INSERT INTO {delivery} (article_id, subscriber_id, due_at)
SELECT %s, id,
       CASE frequency WHEN %s THEN %s::timestamptz WHEN %s THEN %s::timestamptz ELSE %s::timestamptz END
FROM {subscriber} WHERE state = %s
ON CONFLICT DO NOTHING
"""


def announce_due(limit: int = 10) -> int:
    """Announce up to ``limit`` articles and return how many; scheduled ones when their time has come."""
    for done in range(limit):
        if not _announce_next():
            return done
    return limit


def _announce_next() -> bool:
    now = timezone.now()
    fresh = Article.objects.published(now).filter(published_at__gte=now - FRESH)
    waiting = fresh.filter(announcement=None).order_by("published_at", "pk").only("pk")
    if not waiting.exists():  # mostly; and cheaper than a transaction
        return False
    with transaction.atomic():
        # "no key": rows may go on referring to it.
        article = waiting.select_for_update(of=("self",), skip_locked=True, no_key=True).first()
        if article is None or Announcement.objects.filter(article=article).exists():
            return False
        Announcement.objects.create(article=article)
        _write_deliveries(article, now)
    return True


def _write_deliveries(article: Article, now: datetime) -> None:
    statement = _INSERT.format(delivery=Delivery._meta.db_table, subscriber=Subscriber._meta.db_table)
    at_once, daily, weekly = (schedule.due_at(frequency, now) for frequency in Frequency)
    values: list[Any] = [article.pk, Frequency.AT_ONCE, at_once, Frequency.DAILY, daily, weekly, State.ACTIVE]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
