"""A draft that waits in the session while its writer logs in without JavaScript."""

from typing import Any

import pytest
from django.test import Client

from blog.comments.kept_draft import KEY
from blog.models import Article
from tests import factories

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def article() -> Article:
    return factories.make_article()


def send(client: Client, article: Article, headers: dict[str, str] = HERE, **fields: str) -> Any:
    typed = {"comment_post_ID": str(article.pk), "comment": "A fine walk.", "connect": "google"}
    return client.post("/wp-comments-post.php", typed | fields, headers=headers)


def test_draft_waits_and_the_login_leads_back(client: Client, article: Article) -> None:
    answer = send(client, article, author="Gustav")
    assert answer["Location"].startswith("/accounts/connect/google/?next=%2F2019%2F")
    assert answer["Location"].endswith("%23respond")
    page = client.get(article.get_absolute_url()).content.decode()
    assert "A fine walk.</textarea>" in page
    assert 'value="Gustav"' in page


def test_draft_is_for_its_own_article_and_browser(client: Client, article: Article) -> None:
    other = factories.make_article(title="Another")
    send(client, article)
    assert "A fine walk." not in client.get(other.get_absolute_url()).content.decode()
    assert "A fine walk." not in Client().get(article.get_absolute_url()).content.decode()


def test_draft_is_gone_once_the_comment_exists(client: Client, article: Article) -> None:
    send(client, article)
    fields = {"comment": "A fine walk.", "author": "Gustav", "email": "gustav@example.org"}
    client.post("/wp-comments-post.php", fields | {"comment_post_ID": str(article.pk)}, headers=HERE)
    assert KEY not in client.session


def test_draft_from_another_site_is_not_kept(client: Client, article: Article) -> None:
    answer = send(client, article, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert KEY not in client.session


def test_unknown_service_is_no_login(client: Client, article: Article) -> None:
    assert send(client, article, connect="https://evil.example").status_code == 400


def test_what_is_too_long_for_a_comment_is_not_kept(client: Client, article: Article) -> None:
    send(client, article, comment="x" * 70_000, author="Gustav")
    assert client.session[KEY]["fields"] == {"author": "Gustav"}


def test_keeping_without_end_is_refused(client: Client, article: Article) -> None:
    answers = [send(client, article) for _ in range(31)]
    assert [answer.status_code for answer in answers] == [302] * 30 + [429]
    assert answers[-1]["Retry-After"] == "3600", (
        "a session stays for days, so minutes would let too many pile up"
    )
    assert "A fine walk.</textarea>" in answers[-1].content.decode()


def test_guest_without_a_draft_gets_no_cookie(client: Client, article: Article) -> None:
    assert not client.get(article.get_absolute_url()).cookies
