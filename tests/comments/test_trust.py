"""Where a post came from decides whether it is stored; nothing typed is ever lost."""

import re

import pytest
from django.test import Client

from accounts.models import User
from blog.comments.models import BlogComment
from blog.models import Article
from tests.comments.posts import ADDRESS, OURS, fields, post, sign_in

pytestmark = pytest.mark.django_db

FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://testserver.evil.example"},
    {"Origin": "https://testserver"},
    {"Referer": "https://evil.example/http://testserver/"},
    {"Referer": "http://[broken"},
    {"Referer": "http://testserver:99999999/"},
    {},
]
OWN = [
    OURS,
    {"Origin": "http://testserver"},
    {"Origin": "http://testserver:80"},
    {"Referer": "http://testserver/2019/05/15/a-walk-along-the-harbour/"},
]


@pytest.mark.parametrize("headers", OWN)
def test_a_post_from_our_own_page_is_stored(article: Article, headers: dict[str, str]) -> None:
    assert post(article, headers=headers).status_code == 302
    assert BlogComment.objects.count() == 1


@pytest.mark.parametrize("headers", FOREIGN)
def test_a_post_from_elsewhere_stores_nothing_and_keeps_the_draft(
    article: Article, headers: dict[str, str]
) -> None:
    response = post(article, headers=headers, comment="Words & *more*")
    html = response.content.decode()
    assert response.status_code == 403
    assert not BlogComment.objects.exists()
    assert "Words &amp; *more*" in html
    assert "gustav@example.org" in html
    assert "csrfmiddlewaretoken" in html


def test_the_preview_sends_the_comment_with_its_token(article: Article) -> None:
    client = Client(enforce_csrf_checks=True)
    preview = post(article, client, headers={}).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', preview)
    assert token
    assert post(article, client, headers={}, csrfmiddlewaretoken=token[1]).status_code == 302


def test_the_preview_works_where_the_connection_is_encrypted_and_the_browser_silent(article: Article) -> None:
    client = Client(enforce_csrf_checks=True)
    preview = client.post(ADDRESS, fields(article), secure=True).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', preview)
    assert token
    again = client.post(ADDRESS, fields(article, csrfmiddlewaretoken=token[1]), secure=True)
    assert again.status_code == 302


def test_a_token_does_not_help_another_site(article: Article) -> None:
    client = Client()  # as if the token were right
    assert post(article, client, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert not BlogComment.objects.exists()


def test_a_signed_in_post_needs_its_token_wherever_it_comes_from(article: Article, bob: User) -> None:
    client = sign_in(bob, enforce_csrf_checks=True)
    response = post(article, client)
    assert response.status_code == 403
    assert "A fine walk." in response.content.decode()
    assert not BlogComment.objects.exists()


def test_a_script_gets_a_fresh_token(article: Article, bob: User) -> None:
    client = sign_in(bob, enforce_csrf_checks=True)
    json = OURS | {"Accept": "application/json"}
    response = client.post(ADDRESS, fields(article), headers=json)
    assert response.status_code == 403
    again = client.post(
        ADDRESS, fields(article, csrfmiddlewaretoken=response.json()["csrf_token"]), headers=json
    )
    assert again.status_code == 201


def test_a_very_long_draft_survives_the_preview(article: Article) -> None:
    response = post(article, headers={}, comment="x" * 100_000)
    assert response.status_code == 403
    assert "x" * 100_000 in response.content.decode()
