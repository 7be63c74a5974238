"""Likes of comments."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.models import User
from blog.comments.models import CommentLike, State
from blog.models import Article
from tests.comments.pages import page_of
from tests.comments.posts import sign_in
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_earlier_likes() -> None:
    cache.clear()  # of the limit


def test_a_comment_is_liked_and_unliked(article: Article, bob: User) -> None:
    comment = make_comment(article)
    client = sign_in(bob)
    address = f"/comments/{comment.pk}/like/"
    assert client.get(address).status_code == 405
    assert client.post(address)["Location"].endswith(f"#comment-{comment.pk}")
    assert ">Liked</button>" in page_of(article, client=client)
    answer = client.post(address, headers={"Accept": "application/json"}).json()
    assert answer == {"count": 0, "is_liked": False, "label": ""}


def test_a_guest_likes_once_from_one_browser(article: Article) -> None:
    comment = make_comment(article)
    address, ours = f"/comments/{comment.pk}/like/", {"Sec-Fetch-Site": "same-origin"}
    client = Client(enforce_csrf_checks=True)
    assert client.post(address).status_code == 403
    assert client.post(address, headers=ours).status_code == 302
    assert Client(enforce_csrf_checks=True).post(address, headers=ours).status_code == 302
    comment.refresh_from_db()
    assert comment.like_count == 2
    client.post(address, headers=ours)
    assert CommentLike.objects.count() == 1


def test_like_given_before_signing_in_is_the_same(article: Article, bob: User) -> None:
    comment = make_comment(article)
    address, ours = f"/comments/{comment.pk}/like/", {"Sec-Fetch-Site": "same-origin"}
    client = Client()
    client.post(address, headers=ours)
    client.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
    assert ">Liked</button>" in page_of(article, client=client)
    client.post(address)
    assert not CommentLike.objects.exists()


def test_people_who_like_a_comment_are_named_and_guests_counted(article: Article, bob: User) -> None:
    comment = make_comment(article, comment="Mind <the> step.")
    sign_in(bob).post(f"/comments/{comment.pk}/like/")
    Client().post(f"/comments/{comment.pk}/like/", headers={"Sec-Fetch-Site": "same-origin"})
    html = page_of(article)
    assert f'href="/comments/{comment.pk}/likes/" data-likes-people>2 likes</a>' in html
    page = Client().get(f"/comments/{comment.pk}/likes/")
    assert "<h1>2 bloggers like this:</h1>" in page.text
    assert "Bob Reader" in page.text
    assert "and one reader without an account" in page.text
    assert "Mind &lt;the&gt; step." in page.text
    assert page.context["robots"] == "noindex"
    assert not page.cookies


def test_page_of_people_takes_as_many_queries_for_many(
    article: Article, django_assert_num_queries: Any
) -> None:
    comment = make_comment(article)
    address = f"/comments/{comment.pk}/likes/"
    Client().get(address)  # the first one asks for the site's settings, too
    for number in range(30):
        comment.likes.create(user=make_user(f"reader{number}"))
    with django_assert_num_queries(4):
        Client().get(address)


def test_likes_of_comments_are_slowed(article: Article) -> None:
    comment = make_comment(article)
    ours = {"Sec-Fetch-Site": "same-origin"}
    address = f"/comments/{comment.pk}/like/"
    answers = [Client().post(address, headers=ours).status_code for _time in range(61)]
    assert answers == [302] * 60 + [429]


def test_nobody_is_named_for_a_comment_that_is_not_shown(article: Article) -> None:
    comment = make_comment(article, state=State.PENDING)
    assert Client().get(f"/comments/{comment.pk}/likes/").status_code == 404


def test_held_comments_cannot_be_liked(article: Article) -> None:
    comment = make_comment(article, state=State.PENDING, submit_date=timezone.now())
    ours = {"Sec-Fetch-Site": "same-origin"}
    assert Client().post(f"/comments/{comment.pk}/like/", headers=ours).status_code == 404
