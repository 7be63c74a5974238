"""What is sent when a comment is written, and what the links of mails do."""

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from blog.comments.models import BlogComment, State
from blog.comments.tokens import Purpose, link_to, read
from blog.models import Article, OutgoingMail, SiteSettings
from tests.comments.posts import post, sign_in
from tests.factories import make_comment

pytestmark = pytest.mark.django_db


def mails_to(address: str) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(recipient=address).order_by("pk"))


def link_in(mail: OutgoingMail, word: str) -> str:
    found = re.search(rf"https?://[^/\s]+(/comments/{word}/\S+)", mail.content.text)
    assert found, mail.content.text
    return found[1]


def held(article: Article, **fields: Any) -> BlogComment:
    return make_comment(article, **({"state": State.PENDING, "held_because": [["first", ""]]} | fields))


def known(article: Article) -> BlogComment:
    return make_comment(article, comment="An earlier one.", confirmed_at=timezone.now())


def test_a_guest_is_asked_to_confirm(article: Article) -> None:
    post(article, author="Evil <b>words</b>", comment="Buy at spam.example")
    (mail,) = mails_to("gustav@example.org")
    assert mail.subject == "Confirm your comment on “A walk along the harbour”"
    for part in (mail.content.text, mail.content.html):
        assert "spam.example" not in part
        assert "Evil" not in part
    assert len(link_in(mail, "confirm")) < 100


def test_mails_say_what_was_so_when_the_comment_was_written(article: Article, alice: User) -> None:
    post(article, comment="As it was.")
    before = [mail.content for mail in (*mails_to("gustav@example.org"), *mails_to(alice.email))]
    BlogComment.objects.update(comment="Changed", author_name="Changed", state=State.SPAM)
    Article.objects.update(title="Changed")
    assert [mail.content for mail in (*mails_to("gustav@example.org"), *mails_to(alice.email))] == before
    BlogComment.objects.all().delete()
    after = [mail.content for mail in (*mails_to("gustav@example.org"), *mails_to(alice.email))]
    assert after == before
    assert [("As it was." in content.text) for content in after] == [False, True]


def test_the_page_of_the_button_shows_the_comment_as_it_will_stand(article: Article) -> None:
    post(article, comment="A **bold** walk, https://a.example <i>")
    page = Client().get(link_in(mails_to("gustav@example.org")[0], "confirm")).text
    assert "<strong>bold</strong> walk, https://a.example &lt;i&gt;" in page
    assert 'href="https://a.example' not in page


def test_the_author_is_told_with_the_reasons(article: Article, alice: User) -> None:
    post(article, comment="A <b>bold</b> walk\nhttps://a.example https://b.example")
    (mail,) = mails_to(alice.email)
    assert mail.subject == "Please moderate: a comment on “A walk along the harbour”"
    assert "It has 2 links." in mail.content.text
    assert "<b>bold" not in mail.content.html
    number = BlogComment.objects.get().pk
    assert f"/admin/comments/blogcomment/{number}/change/" in mail.content.text


def test_nobody_gets_mail_about_the_own_comment(article: Article, alice: User) -> None:
    post(article, sign_in(alice), subscribe_comments="on")
    assert mails_to(alice.email) == [] or "Confirm" in mails_to(alice.email)[0].subject


def test_trash_sends_no_mail(article: Article) -> None:
    SiteSettings(disallowed_words="walk").save()
    post(article)
    assert not OutgoingMail.objects.exists()


def test_a_stranger_gets_few_mails(article: Article) -> None:
    for number in range(8):
        post(article, comment=f"No. {number}")
    assert len(mails_to("gustav@example.org")) == 3
    assert BlogComment.objects.count() == 8


def test_get_shows_a_button_and_changes_nothing(article: Article) -> None:
    comment = held(article)
    for purpose in set(Purpose) - {Purpose.MAILS}:  # which leads on, and only where mails were confirmed
        response = Client().get(link_to(purpose, comment))
        assert response.status_code == 200
        assert '<form method="post">' in response.content.decode()
        assert response["Referrer-Policy"] == "same-origin"
    comment.refresh_from_db()
    assert comment.confirmed_at is None


def test_confirming_proves_the_address_and_the_first_stays_held(article: Article) -> None:
    post(article)
    link = link_in(mails_to("gustav@example.org")[0], "confirm")
    html = Client(enforce_csrf_checks=True).post(link).content.decode()
    comment = BlogComment.objects.get()
    assert "awaiting moderation" in html
    assert comment.confirmed_at
    assert comment.state == State.PENDING


def test_confirming_publishes_when_the_person_is_known(article: Article) -> None:
    known(article)
    comment = held(article)
    response = Client().post(link_to(Purpose.CONFIRM, comment))
    comment.refresh_from_db()
    assert comment.state == State.PUBLIC
    assert comment.is_public
    assert f"#comment-{comment.pk}" in response.content.decode()


@pytest.mark.parametrize("reason", ["links", "word", "all", "moderator", "edited"])
def test_confirming_does_not_lift_another_reason(article: Article, reason: str) -> None:
    known(article)
    comment = held(article, held_because=[["first", ""], [reason, "2"]])
    comment.confirm()
    assert comment.state == State.PENDING


def test_an_approved_but_unconfirmed_comment_makes_nobody_known(article: Article) -> None:
    make_comment(article)
    comment = held(article)
    comment.confirm()
    assert comment.state == State.PENDING


@pytest.mark.parametrize("move", ["mark_spam", "move_to_trash"])
def test_confirming_never_revives_what_a_moderator_removed(article: Article, move: str) -> None:
    known(article)
    comment = held(article)
    getattr(comment, move)()
    state = comment.state
    Client().post(link_to(Purpose.CONFIRM, comment))
    comment.confirm()
    comment.refresh_from_db()
    assert comment.state == state


def test_confirming_never_publishes_what_a_moderator_held(article: Article) -> None:
    known(article)
    comment = held(article)
    comment.hold()
    Client().post(link_to(Purpose.CONFIRM, comment))
    comment.refresh_from_db()
    assert comment.state == State.PENDING


def test_confirming_twice_is_confirming_once(article: Article) -> None:
    comment = held(article)
    client, link = Client(), link_to(Purpose.CONFIRM, comment)
    client.post(link)
    comment.refresh_from_db()
    first = comment.confirmed_at
    assert client.post(link).status_code == 200
    comment.refresh_from_db()
    assert comment.confirmed_at == first


def test_links_expire(article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    comment = held(article)
    link = link_to(Purpose.CONFIRM, comment)
    later = time.time() + timedelta(days=7, seconds=5).total_seconds()
    monkeypatch.setattr(time, "time", lambda: later)
    response = Client().post(link)
    assert response.status_code == 410
    comment.refresh_from_db()
    assert comment.confirmed_at is None


@pytest.mark.parametrize("token", ["1", "1:2:3", "x" * 5000, "é:é:é", "٣:1:2"])
def test_forged_links_do_nothing(article: Article, token: str) -> None:
    for word in ("confirm", "mute", "manage"):
        assert Client().post(f"/comments/{word}/{token}/").status_code == 410


def test_a_link_is_good_for_one_purpose(article: Article) -> None:
    comment = held(article)
    token = link_to(Purpose.CONFIRM, comment).rstrip("/").rsplit("/", 1)[1]
    assert read(Purpose.CONFIRM, token) == comment
    assert read(Purpose.MUTE, token) is None
    assert read(Purpose.MANAGE, token) is None


def test_a_link_to_a_comment_that_is_gone_is_no_error(article: Article) -> None:
    comment = held(article)
    link = link_to(Purpose.CONFIRM, comment)
    comment.delete()
    assert Client().get(link).status_code == 410
