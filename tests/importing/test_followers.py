"""Whom imported articles are told to: nobody, unless they are published here first."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from blog.models import Article, OutgoingMail
from blog.subscriptions import announcing
from blog.subscriptions.models import State, Subscriber
from tests.importing.shelf import article, comment, import_files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _follower() -> None:
    Subscriber.objects.create(email="fred@reader.example", state=State.ACTIVE, started_at=timezone.now())


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> int:
    """Return how many articles are announced at that time."""
    monkeypatch.setattr("blog.subscriptions.announcing.timezone.now", lambda: moment)
    return announcing.announce_due()


@pytest.mark.parametrize("number", [1, None])
def test_nobody_gets_mail_about_what_was_imported(
    monkeypatch: pytest.MonkeyPatch, number: int | None
) -> None:
    now = timezone.now()
    later = now + timedelta(days=1)
    import_files([
        article(1, number=number, published_at=now, comments=[comment(3, "1", submitted_at=now)]),
        article(2, published_at=now - timedelta(days=30)),
        article(4, published_at=later),
    ])  # fmt: skip
    assert announcing.announce_due() == 0
    assert at(monkeypatch, later + timedelta(hours=1)) == 0
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("status", ["draft", "pending", "private"])
def test_what_is_published_here_first_is_news(status: str) -> None:
    import_files([article(1, status=status)])
    item = Article.objects.get()
    item.status, item.published_at = "published", timezone.now()
    item.save()
    assert announcing.announce_due() == 1


def test_draft_that_was_published_there_meanwhile_is_none() -> None:
    draft: dict[str, Any] = {"status": "draft", "published_at": None}
    import_files([article(1, **draft)])
    import_files([article(1, published_at=timezone.now())])
    assert Article.objects.get().status == "published"
    assert announcing.announce_due() == 0
