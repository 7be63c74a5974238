"""The worker: one round does what is due, and keeping house forgets what need not be kept."""

import os
import signal
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog.models import OutgoingMail, SharedMail
from blog.serving import worker
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _cache_table(settings: Any) -> None:
    call_command("createcachetable", verbosity=0)
    cache.clear()


def make_mail(**fields: Any) -> OutgoingMail:
    number = OutgoingMail.objects.count()
    values = {"message_id": f"<{number}@test>", "recipient": "bob@example.org", "subject": "Hello"}
    return OutgoingMail.objects.create(**values | fields)


def test_one_round_sends_what_is_due(mailoutbox: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)  # the test's is one transaction
    make_mail()
    assert worker.work_once()
    assert len(mailoutbox) == 1
    assert not worker.work_once()


def test_worker_outlives_an_outage_of_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    class CacheIsAwayError(Exception):
        """As Redis's own errors, which are no OSError."""

    rounds: list[int] = []

    def look_around() -> None:
        rounds.append(len(rounds))
        if len(rounds) > 1:
            os.kill(os.getpid(), signal.SIGTERM)
        raise CacheIsAwayError

    monkeypatch.setattr(worker, "look_around", look_around)
    monkeypatch.setattr(worker, "PAUSE_AFTER_ERROR", 0.01)
    kept = [(number, signal.getsignal(number)) for number in (signal.SIGTERM, signal.SIGINT)]
    try:
        worker.run()
    finally:
        for number, handler in kept:
            signal.signal(number, handler)
    assert rounds == [0, 1]


def test_house_is_kept_once_a_day_by_one_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = []
    monkeypatch.setattr(worker, "keep_house", lambda: kept.append(1))
    worker.look_around()
    worker.look_around()
    assert kept == [1]


def test_daily_job_that_fails_keeps_no_other_from_running(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    make_mail(sent_at=timezone.now() - timedelta(days=31))
    monkeypatch.setattr(worker, "DAILY", ("nowhere.job", *worker.DAILY))
    worker.keep_house()
    assert "nowhere.job" in caplog.text
    assert len(caplog.records) == 1
    assert not OutgoingMail.objects.exists()


def test_old_mail_is_forgotten_and_unsent_mail_is_kept() -> None:
    old = timezone.now() - timedelta(days=31)
    make_mail(sent_at=old)
    make_mail(given_up_at=old)
    unsent, new = make_mail(), make_mail(sent_at=timezone.now())
    worker.forget_sent_mail()
    assert set(OutgoingMail.objects.all()) == {unsent, new}


def test_text_of_many_mails_is_forgotten_with_the_last_of_them() -> None:
    gone, kept = (SharedMail.objects.create(mark=mark, body_text="Hello") for mark in ("gone", "kept"))
    make_mail(shared=gone, sent_at=timezone.now() - timedelta(days=31))
    make_mail(shared=kept, sent_at=timezone.now() - timedelta(days=31))
    make_mail(shared=kept)
    worker.forget_sent_mail()
    assert list(SharedMail.objects.all()) == [kept]


def test_traces_of_commenters_are_forgotten_after_the_days_set() -> None:
    article = factories.make_article()
    old = factories.make_comment(article, ip_address="192.0.2.1", user_agent="Browser")
    new = factories.make_comment(article, ip_address="192.0.2.2", user_agent="Browser")
    type(old).objects.filter(pk=old.pk).update(submit_date=timezone.now() - timedelta(days=31))
    worker.forget_comment_traces()
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.ip_address, old.user_agent) == (None, "")
    assert new.ip_address == "192.0.2.2"


def test_task_of_a_killed_worker_is_taken_up_again() -> None:
    for hours in (0, 2):
        DBTaskResult.objects.create(
            args_kwargs={"args": [], "kwargs": {}},
            task_path="nowhere.task",
            backend_name="default",
            run_after=timezone.now() + timedelta(days=1),
            status="RUNNING",
            started_at=timezone.now() - timedelta(hours=hours),
        )
    worker.look_around()
    assert not worker.run_tasks(), "neither is due before tomorrow"
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["READY", "RUNNING"]


def test_idle_round_is_cheap(django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    worker.work_once()
    with django_assert_max_num_queries(14, connection=connection):
        worker.work_once()
