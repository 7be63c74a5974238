"""The links in a moderator's mail: who may decide, about which text, and only once."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from blog.comments import deciding, editing
from blog.comments.deciding import Decision, link_to
from blog.comments.models import BlogComment, ModerationRecord, State
from blog.models import Article, OutgoingMail, SiteSettings
from tests.comments.posts import post
from tests.factories import make_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment(article: Article) -> BlogComment:
    return make_comment(article, state=State.PENDING, held_because=[["first", ""]])


def fresh(comment: BlogComment) -> BlogComment:
    return BlogComment.objects.get(pk=comment.pk)


@pytest.mark.parametrize("decision", Decision)
def test_a_link_shows_a_button_and_the_button_decides(
    comment: BlogComment, alice: User, decision: Decision
) -> None:
    client, link = Client(enforce_csrf_checks=True), link_to(decision, comment, alice)
    page = client.get(link)
    assert page.status_code == 200
    assert "A fine walk." in page.text
    assert '<form method="post">' in page.text
    assert page["Referrer-Policy"] == "same-origin"
    assert fresh(comment).state == State.PENDING
    assert client.post(link).status_code == 200
    assert client.post(link).status_code == 200  # twice is once
    assert fresh(comment).state == decision.state
    (record,) = ModerationRecord.objects.all()
    assert record.actor == alice


def test_a_link_is_good_for_one_decision(comment: BlogComment, alice: User) -> None:
    token = link_to(Decision.SPAM, comment, alice).rstrip("/").rsplit("/", 1)[1]
    assert len(token) < 80
    assert Client().post(f"/comments/approve/{token}/").status_code == 410
    assert Client().post(f"/comments/manage/{token}/").status_code == 410
    assert fresh(comment).state == State.PENDING


@pytest.mark.parametrize("token", ["1", "1:1:0:2:3", "x" * 5000, "é:é", "٣:1:2", "%00", "1%0d%0a"])
def test_forged_links_do_nothing(comment: BlogComment, token: str) -> None:
    assert Client().post(f"/comments/approve/{token}/").status_code in (400, 410)
    assert fresh(comment).state == State.PENDING


def test_links_expire(comment: BlogComment, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    link = link_to(Decision.APPROVE, comment, alice)
    later = time.time() + deciding.DECIDABLE_SECONDS + 5
    monkeypatch.setattr(time, "time", lambda: later)
    assert Client().post(link).status_code == 410
    assert fresh(comment).state == State.PENDING


def test_a_link_ends_with_the_right_to_moderate(
    comment: BlogComment, article: Article, alice: User, charlie: User
) -> None:
    link = link_to(Decision.APPROVE, comment, alice)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert Client().post(link).status_code == 410
    User.objects.filter(pk=alice.pk).update(is_active=True)
    Article.objects.filter(pk=article.pk).update(author=charlie)
    assert Client().post(link).status_code == 410
    assert fresh(comment).state == State.PENDING


def test_a_changed_text_must_be_seen_first(comment: BlogComment, alice: User) -> None:
    link = link_to(Decision.APPROVE, comment, alice)
    editing.edit(comment, "Buy at spam.example")
    answer = Client().post(link)
    assert answer.status_code == 409
    assert "spam.example" in answer.text
    assert fresh(comment).state == State.PENDING
    assert "has changed it" in Client().get(link).text
    assert Client().post(link, {"seen": "0"}).status_code == 409
    assert Client().post(link, {"seen": "9" * 5000}).status_code == 409
    assert Client().post(link, {"seen": str(fresh(comment).edition)}).status_code == 200
    assert fresh(comment).state == State.PUBLIC


def test_what_its_writer_deleted_stays_so(comment: BlogComment, alice: User) -> None:
    link = link_to(Decision.APPROVE, comment, alice)
    comment.withdraw()
    assert Client().post(link).status_code == 410
    assert fresh(comment).state == State.TRASH


def test_who_comes_second_reads_what_the_first_decided(
    comment: BlogComment, alice: User, owner: User
) -> None:
    link = link_to(Decision.APPROVE, comment, alice)
    comment.mark_spam(by=owner)
    answer = Client().post(link)
    assert answer.status_code == 409
    assert "Olga Owner" in answer.text
    assert "Spam" in answer.text
    assert fresh(comment).state == State.SPAM


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_leave_one_decision(comment: BlogComment, alice: User, owner: User) -> None:
    links = [link_to(Decision.APPROVE, comment, alice), link_to(Decision.SPAM, comment, owner)]

    def press(link: str) -> int:
        try:
            return Client().post(link).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(press, links))
    assert statuses == [200, 409]
    assert ModerationRecord.objects.count() == 1


@pytest.mark.parametrize(
    ("choice", "fields", "is_told"),
    [
        ("all", {}, True),
        ("held", {}, True),
        ("none", {}, False),
        ("held", {"held": False}, False),
        ("all", {"held": False}, True),
    ],
)
def test_the_setting_says_what_authors_hear_of(
    article: Article, alice: User, choice: str, fields: dict[str, Any], is_told: bool
) -> None:
    held = fields.get("held", True)
    SiteSettings(mail_about_comments=choice, first_comment_is_held=held).save()
    post(article)
    mails = OutgoingMail.objects.filter(recipient=alice.email)
    assert mails.exists() == is_told


def test_mails_about_one_text_belong_together(article: Article, alice: User) -> None:
    post(article, author="Gus\r\nBcc: x@example.org", comment="One")
    post(article, comment="Two")
    first, second = OutgoingMail.objects.filter(recipient=alice.email).order_by("pk")
    assert first.headers["References"] == second.headers["References"]
    assert first.headers["List-Id"].startswith("<comments.")
    assert "\nBcc:" not in first.content.text
    for word in ("approve", "spam", "trash"):
        assert f"/comments/{word}/" in first.content.text
    assert "/reply/" in first.content.text
