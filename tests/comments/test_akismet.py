"""Akismet by key: what is asked, what is made of the answer, what it is told; against a real server."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.checks import run_checks
from django.db import connection
from django.utils import timezone

from accounts.models import User
from blog.comments import akismet
from blog.comments.models import BlogComment, State
from blog.environment import WrongEnvironmentError, read_stand_in
from blog.models import Article, OutgoingMail, SiteSettings
from tests.comments.akismet_server import AkismetServer
from tests.comments.posts import post, sign_in
from tests.factories import make_comment

KEY = "0123456789ab"


@pytest.fixture
def server(settings: Any, db: None) -> Iterator[AkismetServer]:
    """Akismet, asked with a key; nobody is held for being new."""
    SiteSettings(first_comment_is_held=False).save()
    with AkismetServer().running() as running:
        settings.AKISMET_KEY, settings.AKISMET_BASE_URL = KEY, running.url
        yield running


def test_without_a_key_nobody_is_asked(server: AkismetServer, article: Article, settings: Any) -> None:
    settings.AKISMET_KEY = ""
    post(article)
    akismet.report_due()
    assert server.heard == []


def test_it_hears_what_it_needs(server: AkismetServer, article: Article, settings: Any) -> None:
    headers = {"Sec-Fetch-Site": "same-origin", "User-Agent": "A browser", "Referer": "https://blog.example/"}
    post(article, headers=headers, url="https://gustav.example")
    ((path, fields),) = server.heard
    assert path == "/1.1/comment-check"
    assert fields.pop("comment_date_gmt")
    assert fields == {
        "api_key": KEY,
        "blog": settings.BLOG_SITE_URL,
        "blog_charset": "UTF-8",
        "user_ip": "127.0.0.1",
        "user_agent": "A browser",
        "referrer": "https://blog.example/",
        "permalink": settings.BLOG_SITE_URL + article.get_absolute_url(),
        "comment_type": "comment",
        "comment_author": "Gustav Guest",
        "comment_author_email": "gustav@example.org",
        "comment_author_url": "https://gustav.example",
        "comment_content": "A fine walk.",
    }


def test_what_it_takes_for_fine_is_public(server: AkismetServer, article: Article) -> None:
    post(article)
    comment = BlogComment.objects.get()
    assert (comment.state, comment.akismet_said, comment.signals) == (State.PUBLIC, "ham", [])


def test_what_it_takes_for_spam_is_held_with_the_reason(server: AkismetServer, article: Article) -> None:
    server.answer = "true"
    post(article)
    comment = BlogComment.objects.get()
    assert (comment.state, comment.akismet_said) == (State.PENDING, "spam")
    assert comment.signals == [["akismet", 60, ""]]


def test_what_it_would_discard_is_spam(server: AkismetServer, article: Article) -> None:
    server.answer, server.advice = "true", "discard"
    post(article)
    assert BlogComment.objects.get().state == State.SPAM
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize(
    ("answer", "status"), [("invalid", 200), ("", 200), ("true", 500), ("\x00" * 9, 200)]
)
def test_a_comment_is_judged_without_an_answer(
    server: AkismetServer, article: Article, caplog: pytest.LogCaptureFixture, answer: str, status: int
) -> None:
    server.answer, server.status = answer, status
    assert post(article).status_code == 302
    comment = BlogComment.objects.get()
    assert (comment.state, comment.akismet_said) == (State.PUBLIC, "")
    assert "Akismet" in caplog.text
    assert KEY not in caplog.text
    assert "gustav@example.org" not in caplog.text


def test_a_comment_is_taken_when_nobody_listens(article: Article, settings: Any, db: None) -> None:
    settings.AKISMET_KEY, settings.AKISMET_BASE_URL = KEY, "http://127.0.0.1:9"
    assert post(article).status_code == 302
    assert BlogComment.objects.exists()


def test_nobody_waits_longer_than_the_limit(
    server: AkismetServer, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(akismet, "SECONDS", 0.3)
    server.delay.clear()
    start = time.monotonic()
    assert post(article).status_code == 302
    assert time.monotonic() - start < 10
    assert BlogComment.objects.get().akismet_said == ""


@pytest.mark.django_db(transaction=True)
def test_no_transaction_waits_for_it(
    article: Article, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    within: list[bool] = []
    real = akismet._post

    def watched(path: str, fields: dict[str, str]) -> tuple[str, str]:
        within.append(connection.in_atomic_block)
        return real(path, fields)

    monkeypatch.setattr(akismet, "_post", watched)
    with AkismetServer().running() as server:
        settings.AKISMET_KEY, settings.AKISMET_BASE_URL = KEY, server.url
        post(article)
        BlogComment.objects.all().mark_spam()
        BlogComment.objects.update(moderated_at=timezone.now() - timedelta(hours=1))
        assert akismet.report_due() == 1
    assert within == [False, False]


def test_nobody_is_sent_whose_comment_is_decided_without_it(
    server: AkismetServer, article: Article, alice: User, bob: User
) -> None:
    make_comment(article, user=bob, comment="Before.")
    for person in (alice, bob):
        post(article, sign_in(person), comment="By somebody known.")
    post(article, honeypot="x", open_ms="5")  # spam without it
    post(article, comment="")
    post(article, comment="Twice.", email="twice@example.org")
    post(article, comment="Twice.", email="twice@example.org")
    assert [fields["comment_content"] for _path, fields in server.heard] == ["Twice."]


class TestReports:
    """What a moderator decided otherwise."""

    def decide(self, said: str, move: str, minutes: int = 5) -> BlogComment:
        comment = make_comment(Article.objects.get(), state=State.PENDING, akismet_said=said)
        getattr(comment, move)()
        at = timezone.now() - timedelta(minutes=minutes)
        BlogComment.objects.filter(pk=comment.pk).update(moderated_at=at)
        return comment

    @pytest.mark.parametrize(
        ("said", "move", "path"),
        [
            ("spam", "approve", "submit-ham"),
            ("worst", "approve", "submit-ham"),
            ("ham", "mark_spam", "submit-spam"),
        ],
    )
    def test_it_is_told_once(
        self, server: AkismetServer, article: Article, said: str, move: str, path: str
    ) -> None:
        self.decide(said, move)
        assert (akismet.report_due(), akismet.report_due()) == (1, 0)
        assert [heard for heard, _fields in server.heard] == [f"/1.1/{path}"]

    @pytest.mark.parametrize(
        ("said", "move"),
        [
            ("ham", "approve"),
            ("spam", "mark_spam"),
            ("ham", "move_to_trash"),
            ("", "approve"),
            ("", "mark_spam"),
        ],
    )
    def test_it_is_not_told_what_it_knows_or_was_not_asked(
        self, server: AkismetServer, article: Article, said: str, move: str
    ) -> None:
        self.decide(said, move)
        assert akismet.report_due() == 0

    def test_a_decision_can_be_taken_back_for_a_minute(self, server: AkismetServer, article: Article) -> None:
        self.decide("ham", "mark_spam", minutes=0)
        assert akismet.report_due() == 0

    def test_it_is_told_later_when_it_does_not_answer(self, server: AkismetServer, article: Article) -> None:
        self.decide("ham", "mark_spam")
        server.status = 503
        assert akismet.report_due() == 0
        server.status = 200
        assert akismet.report_due() == 1


@pytest.mark.parametrize(
    ("address", "is_site_loopback"), [("https://akismet.example", True), ("http://127.0.0.1:1", False)]
)
def test_another_origin_is_refused_unless_all_is_on_this_machine(
    address: str, is_site_loopback: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AKISMET_BASE_URL", address)
    with pytest.raises(WrongEnvironmentError, match="AKISMET_BASE_URL is"):
        read_stand_in("AKISMET_BASE_URL", is_site_loopback=is_site_loopback)


@pytest.mark.parametrize(
    ("key", "base_url", "expected"),
    [
        ("", "", []),
        (KEY, "", []),
        ("", "http://127.0.0.1:1", ["blog.W005"]),
        ("my key!", "", ["blog.W006"]),
    ],
)
def test_wrong_settings_are_told(key: str, base_url: str, expected: list[str], settings: Any) -> None:
    settings.AKISMET_KEY, settings.AKISMET_BASE_URL = key, base_url
    assert [message.id for message in run_checks() if message.id in {"blog.W005", "blog.W006"}] == expected
