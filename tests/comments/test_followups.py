"""Follow-ups: who gets them, once, until they are muted."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from blog.comments import followups
from blog.comments.models import BlogComment, State
from blog.models import Article, OutgoingMail
from blog.serving import worker
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


def mails_to(address: str) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(recipient=address).order_by("pk"))


def follower(article: Article, email: str = "fay@example.org", **fields: Any) -> BlogComment:
    values: dict[str, Any] = {"user_email": email, "followup": True, "confirmed_at": timezone.now()}
    return make_comment(article, **(values | fields))


def test_followers_get_one_mail_for_a_comment(article: Article) -> None:
    follower(article)
    follower(article, comment="Me again.")
    followups.queue_due()
    OutgoingMail.objects.all().delete()
    comment = make_comment(article, comment="News!")
    assert followups.queue_due() == 1
    assert followups.queue_due() == 0
    (mail,) = OutgoingMail.objects.all()
    assert mail.recipient == "fay@example.org"
    assert mail.subject == "Gustav Guest commented on “A walk along the harbour”"
    assert "News!" in mail.body_text
    assert f"#comment-{comment.pk}" in mail.body_text
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    comment.hold()
    comment.approve()
    assert followups.queue_due() == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"followup": False},
        {"confirmed_at": None},
        {"state": State.SPAM},
        {"state": State.TRASH},
        {"user_email": ""},
        {"user_email": "gustav@example.org"},
    ],
)
def test_who_did_not_ask_or_prove_gets_nothing(article: Article, fields: dict[str, Any]) -> None:
    follower(article, **fields)
    followups.queue_due()
    make_comment(article, comment="News!")
    followups.queue_due()
    assert not OutgoingMail.objects.exists()


def test_held_comments_are_told_when_they_are_approved(article: Article) -> None:
    follower(article)
    followups.queue_due()
    comment = make_comment(article, state=State.PENDING)
    followups.queue_due()
    assert not OutgoingMail.objects.exists()
    comment.approve()
    followups.queue_due()
    assert len(mails_to("fay@example.org")) == 1


def test_closed_articles_send_nothing(article: Article) -> None:
    follower(article)
    followups.queue_due()
    make_comment(article)
    Article.objects.filter(pk=article.pk).update(password="sesame")
    assert followups.queue_due() == 0
    assert not OutgoingMail.objects.exists()


def test_one_click_mutes_one_article(article: Article, alice: User) -> None:
    follower(article)
    other = make_article(alice, title="Elsewhere")
    follower(other)
    followups.queue_due()
    make_comment(article)
    followups.queue_due()
    (mail,) = mails_to("fay@example.org")
    link = mail.headers["List-Unsubscribe"].strip("<>")
    one_click = {"List-Unsubscribe": "One-Click"}
    assert Client(enforce_csrf_checks=True).post(link, one_click).status_code == 200
    make_comment(article, comment="More")
    make_comment(other, comment="More")
    followups.queue_due()
    assert [mail.subject for mail in mails_to("fay@example.org")][1:] == [
        "Gustav Guest commented on “Elsewhere”"
    ]


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_what_is_due(article: Article) -> None:
    follower(article)
    followups.queue_due()
    make_comment(article, comment="News!")
    assert worker.work_once()
    (mail,) = mails_to("fay@example.org")
    assert mail.sent_at
