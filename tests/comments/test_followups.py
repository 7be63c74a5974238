"""Follow-ups: who gets them, once, until they are muted."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from blog.comments import followups, muting, tokens
from blog.comments.models import BlogComment, MutedThread, State
from blog.models import Article, OutgoingMail, Status
from blog.serving import worker
from blog.subscriptions.models import Subscriber
from tests.comments.test_race import at_once
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


def links_in(mail: OutgoingMail) -> dict[str, str]:
    """Return the addresses in the mail by the word after ``/comments/``."""
    return {
        found[2]: found[1] for found in re.finditer(r"(https?://\S+/comments/([a-z-]+)/\S+/)", mail.body_text)
    }


def test_a_mail_mutes_its_thread_and_the_person_takes_it_back(article: Article) -> None:
    follower(article)
    thread, other = make_comment(article, comment="One"), make_comment(article, comment="Two")
    followups.queue_due()
    OutgoingMail.objects.all().delete()
    make_comment(article, thread, comment="An answer")
    followups.queue_due()
    (mail,) = mails_to("fay@example.org")
    link, client = links_in(mail)["mute-thread"], Client(enforce_csrf_checks=True)
    assert link in mail.body_html
    page = client.get(link)
    assert "Mute this thread" in page.text
    assert "One" in page.text
    assert not MutedThread.objects.exists()
    for _twice in range(2):
        assert "You get no mails about it." in client.post(link, {"action": "mute"}).text
    deep = make_comment(article, make_comment(article, thread, comment="Another"), comment="And another")
    make_comment(article, other, comment="Elsewhere")
    followups.queue_due()
    assert ["Elsewhere" in each.body_text for each in mails_to("fay@example.org")[1:]] == [True]
    manage = client.get(links_in(mail)["mails"])
    assert "Muted threads" in manage.text
    assert "the thread of Gustav Guest" in manage.text
    again = re.search(r'href="http[^"]*(/comments/mute-thread/[^"]+)"', manage.text)
    assert again
    assert "You get its mails again." in client.post(again[1], {"action": "unmute"}).text
    assert "Muted threads" not in client.get(links_in(mail)["mails"]).text
    make_comment(article, deep, comment="Heard again")
    followups.queue_due()
    assert "Heard again" in mails_to("fay@example.org")[-1].body_text


def test_the_page_of_a_thread_names_nothing_that_is_no_longer_published(article: Article) -> None:
    follower(article)
    make_comment(article, comment="One")
    followups.queue_due()
    link = links_in(mails_to("fay@example.org")[0])["mute-thread"]
    Article.objects.update(status=Status.DRAFT)
    page = Client().get(link)
    assert page.status_code == 410
    assert article.title not in page.text
    assert "One" not in page.text


def test_a_mail_leads_to_all_mails_of_the_person(article: Article) -> None:
    follower(article)
    make_comment(article)
    followups.queue_due()
    (mail,) = mails_to("fay@example.org")
    link = links_in(mail)["mails"]
    page = Client().get(link)
    assert "What fay@example.org gets by mail" in page.text
    assert page["Referrer-Policy"] == "same-origin"
    assert not Subscriber.objects.exists()
    assert "You follow this blog." in Client().post(link, {"action": "follow"}).text
    assert Subscriber.objects.active().at("fay@example.org").exists()
    Client().post(link, {"action": "everything"})
    assert not Subscriber.objects.active().exists()
    make_comment(article, comment="More")
    followups.queue_due()
    assert len(mails_to("fay@example.org")) == 1


@pytest.mark.parametrize("token", ["1", "1:1", "1:1:0:2", "x" * 5000, "é:é", "1%0d%0a", "%00"])
def test_forged_links_about_mails_do_nothing(article: Article, token: str) -> None:
    make_comment(article)
    for kind in ("mails", "mute-thread"):
        assert Client().post(f"/comments/{kind}/{token}/").status_code in (400, 410)
    assert not MutedThread.objects.exists()


def test_the_page_of_all_mails_needs_a_proven_address(article: Article) -> None:
    comment = make_comment(article)
    link = tokens.link_to(tokens.Purpose.MAILS, comment)
    assert Client().post(link, {"action": "follow"}).status_code == 410
    assert not Subscriber.objects.exists()


def test_muting_survives_the_first_comment_of_the_thread(article: Article) -> None:
    fay, thread = follower(article), make_comment(article, comment="One")
    answer = make_comment(article, thread, comment="Two")
    followups.queue_due()
    OutgoingMail.objects.all().delete()
    link = muting.link_to(thread.pk, fay)
    BlogComment.objects.filter(pk=thread.pk).delete()
    assert Client().post(link).status_code == 200
    make_comment(article, answer, comment="Three")
    followups.queue_due()
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_comment_approved_later_is_told_once_by_many_workers(article: Article) -> None:
    follower(article)
    followups.queue_due()
    comments = [make_comment(article, state=State.PENDING, comment=f"No. {number}") for number in range(5)]
    for comment in comments:
        comment.approve()
    at_once(*[followups.queue_due] * 4)
    comments[0].hold()
    comments[0].approve()
    at_once(*[followups.queue_due] * 4)
    assert len(mails_to("fay@example.org")) == 5


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_what_is_due(article: Article) -> None:
    follower(article)
    followups.queue_due()
    make_comment(article, comment="News!")
    assert worker.work_once()
    (mail,) = mails_to("fay@example.org")
    assert mail.sent_at
