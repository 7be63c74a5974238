"""Likes of comments."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from blog.comments.models import CommentLike, State
from blog.models import Article
from tests.comments.pages import page_of
from tests.comments.posts import sign_in
from tests.factories import make_comment

pytestmark = pytest.mark.django_db


def test_a_comment_is_liked_and_unliked(article: Article, bob: User) -> None:
    comment = make_comment(article)
    client = sign_in(bob)
    address = f"/comments/{comment.pk}/like/"
    assert client.get(address).status_code == 405
    assert client.post(address)["Location"].endswith(f"#comment-{comment.pk}")
    assert ">Liked</button>" in page_of(article, client=client)
    answer = client.post(address, headers={"Accept": "application/json"}).json()
    assert answer == {"count": 0, "is_liked": False}


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


def test_held_comments_cannot_be_liked(article: Article) -> None:
    comment = make_comment(article, state=State.PENDING, submit_date=timezone.now())
    ours = {"Sec-Fetch-Site": "same-origin"}
    assert Client().post(f"/comments/{comment.pk}/like/", headers=ours).status_code == 404
