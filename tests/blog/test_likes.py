"""Likes: the exact sentences, one per visitor, and who may."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client

from accounts.models import User
from blog.models import Article, Like, like
from blog.models.like import LikeSummary
from tests.factories import make_article, make_user

HERE = {"Sec-Fetch-Site": "same-origin"}
SCRIPT = HERE | {"Accept": "application/json"}


def press(client: Client, article: Article, want: str = "like", headers: Any = SCRIPT) -> Any:
    """Press the button."""
    return client.post(f"/like/{article.pk}/", {"want": want}, headers=headers)


@pytest.mark.parametrize(
    ("count", "is_liked", "sentence"),
    [
        (0, False, "Be the first to like this."),
        (1, False, "One blogger likes this."),
        (1, True, "You like this."),
        (2, False, "2 bloggers like this."),
        (2, True, "You and one other blogger like this."),
        (3, False, "3 bloggers like this."),
        (3, True, "You and 2 other bloggers like this."),
        (1000, True, "You and 999 other bloggers like this."),
    ],
)
def test_sentence(count: int, is_liked: bool, sentence: str) -> None:
    assert LikeSummary(count, is_liked).sentence == sentence


@pytest.mark.parametrize(
    ("count", "heading", "label"),
    [
        (0, "Be the first to like this.", ""),
        (1, "One blogger likes this:", "1 like"),
        (2, "2 bloggers like this:", "2 likes"),
        (1000, "1000 bloggers like this:", "1000 likes"),
    ],
)
def test_heading_and_label(count: int, heading: str, label: str) -> None:
    assert (LikeSummary(count, False).heading, LikeSummary(count, False).label) == (heading, label)


@pytest.mark.django_db
class TestGuest:
    """A visitor without an account."""

    def test_likes_and_unlikes(self, client: Client) -> None:
        article = make_article()
        assert press(client, article).json()["sentence"] == "You like this."
        assert "You like this." in client.get(article.get_absolute_url()).text
        assert "One blogger likes this." in Client().get(article.get_absolute_url()).text
        answer = press(client, article, "unlike").json()
        assert (answer["count"], answer["is_liked"]) == (0, False)

    def test_likes_once(self, client: Client) -> None:
        article = make_article()
        for _time in range(3):
            assert press(client, article).json()["count"] == 1
        press(client, article, "unlike")
        assert press(client, article, "unlike").json()["count"] == 0

    def test_without_a_wish_it_toggles(self, client: Client) -> None:
        article = make_article()
        address = f"/like/{article.pk}/"
        counts = [client.post(address, headers=SCRIPT).json()["count"] for _time in range(3)]
        assert counts == [1, 0, 1]

    def test_cookie_is_signed_and_out_of_reach_of_scripts(self, client: Client) -> None:
        cookie = press(client, make_article()).cookies["visitor"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        client.cookies["visitor"] = cookie.value[:-1] + ("a" if cookie.value[-1] != "a" else "b")
        assert press(client, make_article(title="Other")).json()["count"] == 1
        assert Like.objects.values("visitor_key").distinct().count() == 2

    def test_returns_to_the_article_without_script(self, client: Client) -> None:
        article = make_article()
        answer = press(client, article, headers=HERE)
        assert (answer.status_code, answer["Location"]) == (303, f"{article.get_absolute_url()}#likes")

    def test_of_another_site_is_refused(self, client: Client) -> None:
        article = make_article()
        assert press(client, article, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
        assert press(client, article, headers={"Origin": "https://evil.example"}).status_code == 403
        assert press(client, article, headers={}).status_code == 403
        assert not Like.objects.exists()

    def test_odd_wish_is_refused(self, client: Client) -> None:
        assert press(client, make_article(), "love").status_code == 400

    def test_reading_changes_nothing(self, client: Client) -> None:
        assert client.get(f"/like/{make_article().pk}/").status_code == 405

    @pytest.mark.parametrize("number", [0, 999, 2**63, 10**30])
    def test_missing_article_is_not_found(self, client: Client, number: int) -> None:
        assert client.post(f"/like/{number}/", {"want": "like"}, headers=SCRIPT).status_code == 404

    def test_is_slowed(self, client: Client) -> None:
        article = make_article()
        answers = [press(Client(), article).status_code for _time in range(61)]
        assert answers == [200] * 60 + [429]


@pytest.mark.django_db
class TestReader:
    """A signed-in reader."""

    def test_appears_in_the_list(self, client: Client, bob: User) -> None:
        article = make_article()
        client.force_login(bob)
        assert press(client, article).json()["sentence"] == "You like this."
        answer = Client().get(f"/likes/{article.pk}/")
        assert "Bob Reader" in answer.text
        assert answer.context["robots"] == "noindex"

    def test_needs_the_token(self, bob: User) -> None:
        article = make_article()
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(bob)
        assert press(strict, article).status_code == 403
        strict.get(article.get_absolute_url())
        token = strict.cookies["csrftoken"].value
        assert press(strict, article, headers=SCRIPT | {"X-CSRFToken": token}).status_code == 200

    def test_like_given_before_signing_in_is_the_same(self, client: Client, bob: User) -> None:
        article = make_article()
        press(client, article)
        client.force_login(bob)
        assert press(client, article).json()["count"] == 1
        assert list(Like.objects.values_list("user", "visitor_key")) == [(bob.pk, "")]


@pytest.mark.django_db
class TestPageOfPeople:
    """The page behind “N bloggers”."""

    def test_names_people_and_counts_guests(self, client: Client, bob: User) -> None:
        article = make_article()
        article.likes.create(user=bob)
        for number in range(2):
            article.likes.create(visitor_key=f"guest {number}")
        page = client.get(f"/likes/{article.pk}/")
        assert "<h1>3 bloggers like this:</h1>" in page.text
        assert "Bob Reader" in page.text
        assert "and 2 readers without an account" in page.text
        assert not page.cookies

    def test_says_nothing_of_accounts_about_who_is_not_listed(
        self, client: Client, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(like, "MOST_PEOPLE_LISTED", 2)
        article = make_article()
        for number in range(5):
            article.likes.create(user=make_user(f"reader{number}"))
        page = client.get(f"/likes/{article.pk}/").text
        assert "and 3 more" in page
        assert "without an account" not in page

    def test_without_likes_invites(self, client: Client) -> None:
        assert "<h1>Be the first to like this.</h1>" in client.get(f"/likes/{make_article().pk}/").text


@pytest.mark.django_db
def test_list_of_people_is_bounded() -> None:
    article = make_article()
    for number in range(25):
        article.likes.create(user=make_user(f"reader{number}"))
    summary = Article.objects.with_likes(user=AnonymousUser(), visitor_key="").get().like_summary
    assert (summary.count, len(summary.people), summary.others_count) == (25, 20, 5)
    assert str(summary.people[0]) == "reader24"


@pytest.mark.django_db(transaction=True)
def test_many_presses_at_once_are_one_like(bob: User) -> None:
    article = make_article()

    def add(_time: int) -> None:
        try:
            Like.add(article, user=AnonymousUser(), visitor_key="one browser")
            Like.add(article, user=bob, visitor_key="")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(32)))
    assert article.likes.count() == 2
