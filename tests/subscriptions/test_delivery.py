"""What is announced to whom and when, each article once."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from blog.models import Article, OutgoingMail, SiteSettings, Status
from blog.outbox import send_due
from blog.subscriptions import announcing, delivery, schedule
from blog.subscriptions.models import (
    Announcement,
    Delivery,
    EndReason,
    Frequency,
    Source,
    Subscriber,
)
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def publish(**fields: Any) -> Article:
    return make_article(**{"published_at": timezone.now() - timedelta(minutes=1)} | fields)


def work() -> list[OutgoingMail]:
    announcing.announce_due()
    delivery.take_back_withdrawn()
    while delivery.queue_due():
        pass
    return list(OutgoingMail.objects.order_by("pk"))


def add_followers(count: int) -> None:
    now = timezone.now()
    Subscriber.objects.bulk_create(
        Subscriber(email=f"r{number}@example.org", state="active", started_at=now) for number in range(count)
    )


def test_new_article_goes_to_each_active_follower_once(rita: Subscriber) -> None:
    Subscriber.objects.create(email="pending@example.org")
    Subscriber.objects.start("gone@example.org", Source.FORM).end(EndReason.READER)
    publish(title="The <harbour> & the sea")
    assert [mail.recipient for mail in work()] == ["rita@example.org"]
    [mail] = work()
    assert mail.subject == "The <harbour> & the sea – Broadside"
    assert "The &lt;harbour&gt; &amp; the sea" in mail.content.html


def test_every_link_of_the_mail_belongs_to_its_follower(client: Client) -> None:
    add_followers(3)
    publish()
    mails = work()
    for mail in mails:
        one_click = str(mail.own_headers["List-Unsubscribe"]).strip("<>")
        assert mail.own_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert one_click in mail.content.text
        assert one_click in mail.content.html
        for path in re.findall(r"https?://[^/\s]+(/subscriptions/\S+)", mail.content.text):
            assert mail.recipient in client.get(path).content.decode()
        client.post(re.sub(r"https?://[^/]+", "", one_click))
        assert not Subscriber.objects.active().at(mail.recipient).exists()
    assert len(mails) == 3


@pytest.mark.parametrize(
    "fields",
    [
        {"published_at": timezone.now() - timedelta(days=4)},
        {"published_at": timezone.now() + timedelta(hours=1)},
        {"password": "secret"},
        {"status": Status.DRAFT},
        {"status": Status.PRIVATE},
    ],
)
def test_what_is_old_or_not_for_everybody_is_not_announced(rita: Subscriber, fields: dict[str, Any]) -> None:
    publish(**fields)
    assert work() == []
    assert not Announcement.objects.exists()


def test_scheduled_article_is_announced_when_its_time_has_come(rita: Subscriber) -> None:
    article = publish(published_at=timezone.now() + timedelta(hours=1))
    assert work() == []
    Article.objects.filter(pk=article.pk).update(published_at=timezone.now())
    assert len(work()) == 1


def test_article_changed_or_published_again_is_not_announced_again(rita: Subscriber) -> None:
    article = publish()
    work()
    article.status = Status.DRAFT
    article.save()
    work()
    article.publish(at=timezone.now())
    assert len(work()) == 1


def test_article_withdrawn_before_the_mail_is_sent_waits_until_it_is_back(
    rita: Subscriber, mailoutbox: list[Any]
) -> None:
    article = publish()
    assert len(work()) == 1
    Article.objects.filter(pk=article.pk).update(status=Status.DRAFT)
    assert work() == []
    assert send_due() == 0
    Article.objects.filter(pk=article.pk).update(status=Status.PUBLISHED)
    assert len(work()) == send_due() == len(mailoutbox) == 1


def test_ending_takes_back_what_waits_in_the_outbox(rita: Subscriber) -> None:
    publish()
    assert len(work()) == 1
    rita.end(EndReason.READER)
    assert work() == []


def test_digest_holds_all_articles_that_came_since_the_last(rita: Subscriber) -> None:
    rita.choose(Frequency.DAILY)
    articles = [publish(title=f"Story {number}", slug=f"story-{number}") for number in range(3)]
    assert work() == []
    assert Delivery.objects.filter(queued_at=None).count() == 3
    Delivery.objects.update(due_at=timezone.now())
    [mail] = work()
    assert mail.subject == "3 new posts – Broadside"
    assert all(article.title in mail.content.text for article in articles)
    assert all(article.get_absolute_url() in mail.content.html for article in articles)


def test_who_changes_to_at_once_gets_what_has_waited(rita: Subscriber) -> None:
    rita.choose(Frequency.WEEKLY)
    publish()
    assert work() == []
    rita.choose(Frequency.AT_ONCE)
    assert len(work()) == 1


@pytest.mark.parametrize(
    ("frequency", "zone", "now", "due"),
    [
        ("now", "UTC", datetime(2026, 3, 4, 12, tzinfo=UTC), datetime(2026, 3, 4, 12, tzinfo=UTC)),
        ("daily", "UTC", datetime(2026, 3, 4, 7, 59, tzinfo=UTC), datetime(2026, 3, 4, 8, tzinfo=UTC)),
        ("daily", "UTC", datetime(2026, 3, 4, 8, tzinfo=UTC), datetime(2026, 3, 5, 8, tzinfo=UTC)),
        (
            "daily",
            "Europe/Berlin",
            datetime(2026, 3, 28, 9, tzinfo=UTC),
            datetime(2026, 3, 29, 6, tzinfo=UTC),
        ),
        (
            "daily",
            "Pacific/Auckland",
            datetime(2026, 7, 1, 19, tzinfo=UTC),
            datetime(2026, 7, 1, 20, tzinfo=UTC),
        ),
        ("weekly", "UTC", datetime(2026, 3, 4, 12, tzinfo=UTC), datetime(2026, 3, 9, 8, tzinfo=UTC)),
        ("weekly", "UTC", datetime(2026, 3, 9, 8, tzinfo=UTC), datetime(2026, 3, 16, 8, tzinfo=UTC)),
    ],
)
def test_digest_is_due_in_the_morning_of_the_sites_time_zone(
    frequency: str, zone: str, now: datetime, due: datetime
) -> None:
    SiteSettings.objects.update_or_create(pk=1, defaults={"time_zone": zone})
    SiteSettings.forget()
    assert schedule.due_at(frequency, now) == due


def test_hundred_followers_cost_as_many_queries_as_two(django_assert_max_num_queries: Any) -> None:
    add_followers(100)
    publish()
    with django_assert_max_num_queries(24):
        work()
    assert OutgoingMail.objects.count() == 100


def test_what_was_delivered_or_waits_in_vain_is_forgotten(rita: Subscriber) -> None:
    now = timezone.now()
    for number, (due, queued) in enumerate([(40, 40), (11, None), (9, None), (5, 5)]):
        Delivery.objects.create(
            article=make_article(slug=f"s{number}"),
            subscriber=rita,
            due_at=now - timedelta(days=due),
            queued_at=now - timedelta(days=queued) if queued else None,
        )
    delivery.forget_old()
    assert Delivery.objects.count() == 2
