"""“Follow Blog via Email”: the block, the double opt-in, and what it tells to whom."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import User
from blog.models import OutgoingMail, SiteSettings
from blog.subscriptions import links
from blog.subscriptions.followers import FollowerCount
from blog.subscriptions.links import Purpose
from blog.subscriptions.models import EndReason, Source, State, Subscriber
from tests.factories import make_article

pytestmark = pytest.mark.django_db
SENT = "Success! An email was just sent to confirm your subscription."
EVIL = {"Sec-Fetch-Site": "cross-site"}


def follow(client: Client, here: dict[str, Any], email: str = "rita@example.org") -> Any:
    return client.post("/subscriptions/", {"email": email}, headers=here)


def link_in_last_mail() -> str:
    mail = OutgoingMail.objects.latest("pk")
    found = re.search(r"https?://[^/]+(/subscriptions/\S+)", mail.body_text)
    assert found
    return found[1]


def test_block_stands_on_article_and_lists_with_the_count(client: Client, rita: Subscriber) -> None:
    article = make_article()
    for path in ("/", article.get_absolute_url(), "/2019/"):
        page = client.get(path).content.decode()
        assert "Follow Blog via Email" in page, path
        assert "Join 1 other follower<" in page


def test_block_is_away_when_the_settings_say_so(client: Client) -> None:
    SiteSettings.objects.update_or_create(pk=1, defaults={"follow_form_is_shown": False})
    SiteSettings.forget()
    assert "Follow Blog via Email" not in client.get("/").content.decode()


def test_block_gives_guests_no_token_and_no_cookie(client: Client) -> None:
    response = client.get(make_article().get_absolute_url())
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.content.decode()


def test_count_costs_no_query_for_a_minute(rita: Subscriber, django_assert_num_queries: Any) -> None:
    assert FollowerCount.current() == 1
    with django_assert_num_queries(0):
        assert FollowerCount.current() == 1


def test_follower_is_one_only_after_pressing_the_button_of_the_mail(
    client: Client, here: dict[str, Any]
) -> None:
    response = client.post("/subscriptions/", {"email": "Rita@Example.org"}, headers=here, follow=True)
    assert SENT in response.content.decode()
    link = link_in_last_mail()
    assert "Confirm your subscription" in client.get(link).content.decode()
    assert Subscriber.objects.get().state == State.PENDING, "GET changes nothing"
    assert "You follow this blog" in client.post(link).content.decode()
    client.post(link)
    assert Subscriber.objects.active().at("rita@example.org").count() == 1


def test_answer_is_the_same_for_known_and_unknown_addresses(
    client: Client, here: dict[str, Any], rita: Subscriber
) -> None:
    answers = [follow(client, here, email) for email in ("rita@example.org", "nobody@example.org")]
    assert len({(answer.status_code, answer["Location"], answer.content) for answer in answers}) == 1
    assert OutgoingMail.objects.count() == 2, "both are written one mail, so both take as long"


def test_address_gets_few_mails_a_day_whoever_asks(client: Client, here: dict[str, Any]) -> None:
    answers = {follow(client, here)["Location"] for _number in range(6)}
    assert OutgoingMail.objects.count() == 3
    assert answers == {"/subscriptions/sent/"}


def test_one_place_asks_for_few_addresses_an_hour(client: Client, here: dict[str, Any]) -> None:
    answers = [follow(client, here, f"r{number}@example.org").status_code for number in range(22)]
    assert answers == [302] * 20 + [429] * 2


@pytest.mark.parametrize("email", ["", "rita", "a@b\x00.org", "x" * 100_000, "a@b.org\nBcc: c@d.org"])
def test_what_is_no_address_is_told_beside_the_field(
    client: Client, here: dict[str, Any], email: str
) -> None:
    assert follow(client, here, email).status_code == 400
    assert not OutgoingMail.objects.exists()


def test_page_of_another_site_starts_nothing(client: Client) -> None:
    response = client.post("/subscriptions/", {"email": "rita@example.org"}, headers=EVIL)
    assert response.status_code == 403
    assert 'value="rita@example.org"' in response.content.decode(), "what was typed is kept"
    assert not Subscriber.objects.exists()


def test_form_shown_after_a_refusal_works_for_who_hides_the_origin() -> None:
    client = Client(enforce_csrf_checks=True)
    page = client.post("/subscriptions/", {"email": "rita@example.org"}).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    data = {"email": "rita@example.org", "csrfmiddlewaretoken": token[1]}
    assert client.post("/subscriptions/", data)["Location"] == "/subscriptions/sent/"


def test_forged_and_old_links_start_nothing(client: Client, rita: Subscriber) -> None:
    manage = links.token(rita.pk)
    rita.end(EndReason.READER)
    for token in ("nonsense", manage, links.token(rita.pk, Purpose.CONFIRM)[:-1] + "_"):
        assert client.post(f"/subscriptions/confirm/{token}/").status_code == 410
    assert not Subscriber.objects.active().exists()


def test_reader_with_a_proven_address_follows_at_once(
    client: Client, bob: User, here: dict[str, Any]
) -> None:
    EmailAddress.objects.create(user=bob, email=bob.email, verified=True, primary=True)
    client.force_login(bob, "django.contrib.auth.backends.ModelBackend")
    assert follow(client, here, bob.email)["Location"] == "/subscriptions/mine/"
    assert Subscriber.objects.active().get().source == Source.ACCOUNT
    assert not OutgoingMail.objects.exists()


def test_reader_without_a_proven_address_is_asked_for_a_confirmation(
    client: Client, bob: User, here: dict[str, Any]
) -> None:
    client.force_login(bob, "django.contrib.auth.backends.ModelBackend")
    assert follow(client, here, bob.email)["Location"] == "/subscriptions/sent/"
    assert Subscriber.objects.get().state == State.PENDING
