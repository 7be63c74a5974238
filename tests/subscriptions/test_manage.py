"""The page of all that a person gets, one click to end it, and the box on the comment form."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from accounts.models import User
from blog.comments.models import BlogComment
from blog.subscriptions import links
from blog.subscriptions.links import Purpose
from blog.subscriptions.models import EndReason, Frequency, Source, State, Subscriber
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


def path_to(purpose: Purpose, subscriber: Subscriber) -> str:
    return f"/subscriptions/{purpose.name.lower()}/{links.token(subscriber.pk, purpose)}/"


def make_followup(email: str = "rita@example.org", **fields: Any) -> BlogComment:
    article = make_article(title=f"Article {BlogComment.objects.count()}")
    return make_comment(article, user_email=email, followup=True, confirmed_at=timezone.now(), **fields)


def test_one_click_of_a_mail_program_ends_it_without_cookie_and_token(rita: Subscriber) -> None:
    client = Client(enforce_csrf_checks=True)
    path = path_to(Purpose.UNSUBSCRIBE, rita)
    assert "<button" in client.get(path).content.decode()
    rita.refresh_from_db()
    assert rita.is_active, "GET changes nothing"
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    rita.refresh_from_db()
    assert (rita.state, rita.ended_because) == (State.ENDED, EndReason.READER)


def test_first_reason_of_an_end_stays(rita: Subscriber, client: Client) -> None:
    rita.end(EndReason.COMPLAINED)
    client.post(path_to(Purpose.UNSUBSCRIBE, rita))
    rita.refresh_from_db()
    assert rita.ended_because == EndReason.COMPLAINED


def test_frequency_is_chosen_on_the_signed_page(rita: Subscriber, client: Client) -> None:
    path = path_to(Purpose.MANAGE, rita)
    assert "Daily" in client.get(path).content.decode()
    client.post(path, {"action": "frequency", "frequency": "weekly"})
    rita.refresh_from_db()
    assert rita.frequency == Frequency.WEEKLY
    for odd in ("yearly", "", "x" * 100_000):
        assert client.post(path, {"action": "frequency", "frequency": odd}).status_code == 200
    rita.refresh_from_db()
    assert rita.frequency == Frequency.WEEKLY


def test_page_lists_the_threads_with_the_links_that_end_them(rita: Subscriber, client: Client) -> None:
    make_followup()
    make_followup("somebody@example.org")
    page = client.get(path_to(Purpose.MANAGE, rita)).content.decode()
    assert "Article 0" in page
    assert "/comments/mute/" in page
    assert "Article 1" not in page


def test_threads_are_listed_in_few_queries(
    rita: Subscriber, client: Client, django_assert_max_num_queries: Any
) -> None:
    for _number in range(12):
        make_followup()
    with django_assert_max_num_queries(5):
        client.get(path_to(Purpose.MANAGE, rita))


def test_everything_ends_with_one_button(rita: Subscriber, client: Client) -> None:
    mine, others = make_followup(), make_followup("somebody@example.org")
    client.post(path_to(Purpose.MANAGE, rita), {"action": "everything"})
    for row in (rita, mine, others):
        row.refresh_from_db()
    assert (rita.is_active, mine.followup, others.followup) == (False, False, True)


def test_signed_in_reader_manages_the_proven_address_only(
    client: Client, bob: User, rita: Subscriber
) -> None:
    assert client.get("/subscriptions/mine/").status_code == 302
    client.force_login(bob, "django.contrib.auth.backends.ModelBackend")
    assert "no confirmed e-mail address" in client.get("/subscriptions/mine/").content.decode()
    client.post("/subscriptions/mine/", {"action": "follow"})
    assert Subscriber.objects.count() == 1
    EmailAddress.objects.create(user=bob, email=bob.email, verified=True, primary=True)
    client.post("/subscriptions/mine/", {"action": "follow"})
    assert Subscriber.objects.active().at(bob.email).exists()
    client.post("/subscriptions/mine/", {"action": "everything"})
    assert not Subscriber.objects.active().at(bob.email).exists()
    rita.refresh_from_db()
    assert rita.is_active, "the address of another person"


def test_signed_in_reader_needs_the_token(bob: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(bob, "django.contrib.auth.backends.ModelBackend")
    assert client.post("/subscriptions/mine/", {"action": "follow"}).status_code == 403


def test_box_of_the_comment_form_begins_when_the_address_is_confirmed() -> None:
    comment = make_comment(make_article(), wants_posts=True)
    assert not Subscriber.objects.exists()
    comment.confirm()
    assert Subscriber.objects.active().get().source == Source.COMMENT
    Subscriber.objects.get().end(EndReason.READER)
    comment.confirm()
    assert not Subscriber.objects.active().exists(), "the link of the comment is used up"


def test_comment_of_a_proven_address_begins_at_once(client: Client, bob: User, settings: Any) -> None:
    EmailAddress.objects.create(user=bob, email=bob.email, verified=True, primary=True)
    client.force_login(bob, "django.contrib.auth.backends.ModelBackend")
    article = make_article()
    data = {"comment_post_ID": article.pk, "comment_parent": 0, "comment": "Fine.", "subscribe_blog": "on"}
    client.post("/wp-comments-post.php", data, headers={"Sec-Fetch-Site": "same-origin"})
    assert Subscriber.objects.active().get().email == bob.email
