"""A new article for 10,000 followers: every mail in the outbox, once."""

import time

from django.utils import timezone

from blog.models import OutgoingMail
from blog.subscriptions import announcing, delivery
from blog.subscriptions.models import Delivery, Source, State, Subscriber
from tests import factories
from tests.benchmarks import content
from tests.benchmarks.report import Report

FOLLOWERS = 10_000
MOST_SECONDS = 2.0


def measure(report: Report) -> None:
    """Publish an article and write the mails of all followers."""
    now = timezone.now()
    Subscriber.objects.bulk_create(
        Subscriber(
            email=f"reader{number}@example.org", state=State.ACTIVE, started_at=now, source=Source.IMPORT
        )
        for number in range(FOLLOWERS)
    )
    author = content.make_article("An older one").author
    factories.make_article(author, title="News", body=content.prose(9_000), published_at=now)
    before = OutgoingMail.objects.count()
    start = time.perf_counter()
    announcing.announce_due()
    announced = time.perf_counter() - start
    while delivery.queue_due():
        pass
    taken = time.perf_counter() - start
    report.add(f"seconds until {FOLLOWERS:,} followers have a mail in the outbox", taken, MOST_SECONDS, "s")
    report.note(f"of them until all deliveries are written: {announced:.2f} s")
    report.add("followers without a mail, or with two", FOLLOWERS - _mails_once(), 0)
    report.add("mails too many", OutgoingMail.objects.count() - before - FOLLOWERS, 0)


def _mails_once() -> int:
    return Delivery.objects.filter(mail__isnull=False).values("mail").distinct().count()
