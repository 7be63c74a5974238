"""Makes mails of due deliveries: a batch of followers at a time, each marked in the transaction of its mail.

A follower's row is locked while their mail is written, so two workers never write to the same person, and
all that is due to one goes into one mail. What a killed worker had not committed is due as before. Deliveries
of an article that is withdrawn wait: if it comes back, they go out; if not, they are forgotten.
"""

import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from blog import outbox
from blog.addresses import absolute
from blog.models import Article, OutgoingMail
from blog.subscriptions import links
from blog.subscriptions.links import Purpose
from blog.subscriptions.models import Delivery, Subscriber

BATCH = 2_500  # followers
WAITS_FOR = timedelta(days=10)  # longer than a week, which is the longest pause of a digest
KEPT_FOR = timedelta(days=30)
_UPDATE = """
UPDATE {delivery} SET queued_at = %s, mail_id = made.mail
FROM unnest(string_to_array(%s, ',')::bigint[], string_to_array(%s, ',')::bigint[]) AS made (delivery, mail)
WHERE id = made.delivery
"""


def queue_due(limit: int = BATCH) -> int:
    """Write the mails of up to ``limit`` followers for whom something is due; return how many."""
    now = timezone.now()
    due = Delivery.objects.filter(queued_at=None, due_at__lte=now, article__in=Article.objects.published(now))
    if not due.exists():  # mostly; and cheaper than a transaction
        return 0
    with transaction.atomic():
        waiting = Subscriber.objects.active().filter(Exists(due.filter(subscriber=OuterRef("pk"))))
        locked = waiting.order_by("pk").select_for_update(skip_locked=True)
        followers = dict(locked.values_list("pk", "email")[:limit])
        # Asked again under the locks: another worker may have been here between the two.
        theirs = due.filter(subscriber__in=list(followers)).order_by("article__published_at", "article")
        parcels: dict[int, _Parcel] = defaultdict(_Parcel)
        for number, article, follower in theirs.values_list("pk", "article", "subscriber"):
            parcels[follower].add(number, article)
        _write(followers, parcels)
    return len(followers)


def take_back_withdrawn(limit: int = BATCH) -> int:
    """Take mails out of the outbox whose article is not to be seen any more; their deliveries wait again."""
    hidden = Delivery.objects.filter(mail=OuterRef("pk")).exclude(article__in=Article.objects.published())
    unsent = OutgoingMail.objects.due().filter(Exists(hidden))
    if not unsent.exists():
        return 0
    with transaction.atomic():
        locked = unsent.select_for_update(skip_locked=True)
        ids = list(locked.values_list("pk", flat=True)[:limit])
        Delivery.objects.filter(mail__in=ids).update(queued_at=None, mail=None)
        OutgoingMail.objects.filter(pk__in=ids).delete()
    return len(ids)


def forget_old() -> None:
    """Delete deliveries that were made, or have waited in vain, a while ago."""
    now = timezone.now()
    Delivery.objects.filter(queued_at__lt=now - KEPT_FOR).delete()
    Delivery.objects.filter(queued_at=None, due_at__lt=now - WAITS_FOR).delete()


def _write(followers: dict[int, str], parcels: dict[int, "_Parcel"]) -> None:
    """Write one mail for each follower, all with the same articles in one statement, and mark them."""
    same: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for follower, parcel in parcels.items():
        same[tuple(parcel.articles)].append(follower)
    articles = Article.objects.with_parts().in_bulk({number for numbers in same for number in numbers})
    for numbers, whose in same.items():
        recipients = [(followers[follower], links.token(follower)) for follower in whose]
        mails = _queue([articles[number] for number in numbers], recipients)
        _mark([(number, mail) for f, mail in zip(whose, mails, strict=True) for number in parcels[f].numbers])


def _queue(articles: Sequence[Article], recipients: Sequence[tuple[str, str]]) -> list[int]:
    """Write the mail about these articles to each address with its signed text; return the mails' ids."""
    mark = secrets.token_urlsafe(16)  # no text of an article can hold it: nobody knows it beforehand
    unsubscribe_url = links.address(Purpose.UNSUBSCRIBE, mark)
    context = {
        "articles": [(article, absolute(article.get_absolute_url())) for article in articles],
        "manage_url": links.address(Purpose.MANAGE, mark),
        "unsubscribe_url": unsubscribe_url,
    }
    content = outbox.render("new-article" if len(articles) == 1 else "digest", context)
    return outbox.queue_copies(content, links.unsubscribe_headers(unsubscribe_url), mark, recipients)


def _mark(pairs: Sequence[tuple[int, int]]) -> None:
    """Note the mail of each delivery, as pairs of their ids; Django's own way takes twenty times as long."""
    statement = _UPDATE.format(delivery=Delivery._meta.db_table)
    with connection.cursor() as cursor:
        numbers = [",".join(str(pair[index]) for pair in pairs) for index in (0, 1)]
        cursor.execute(statement, [timezone.now(), *numbers])


@dataclass
class _Parcel:
    """What is due to one follower: the deliveries and their articles, in one order."""

    numbers: list[int] = field(default_factory=list)
    articles: list[int] = field(default_factory=list)

    def add(self, number: int, article: int) -> None:
        self.numbers.append(number)
        self.articles.append(article)
