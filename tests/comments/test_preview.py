"""The preview: the renderer that will store it, and nothing stored."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from blog.comments.models import BlogComment
from blog.models import Article, OutgoingMail
from tests.comments.posts import OURS, post, sign_in

pytestmark = pytest.mark.django_db
JSON = OURS | {"Accept": "application/json"}
FOREIGN = {"Sec-Fetch-Site": "cross-site"}


@pytest.fixture(autouse=True)
def _no_limits_yet() -> None:
    cache.clear()


def preview(article: Article, text: str = "A **fine** walk.", **more: Any) -> Any:
    return post(article, preview="1", comment=text, **more)


def test_the_preview_shows_what_will_be_stored(article: Article) -> None:
    answer = preview(article, headers=JSON)
    assert (answer.status_code, answer.json()) == (200, {"html": "<p>A <strong>fine</strong> walk.</p>\n"})
    assert not BlogComment.objects.exists()
    assert not OutgoingMail.objects.exists()


def test_without_javascript_it_is_a_page_with_the_form_filled_in(article: Article) -> None:
    answer = preview(article)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "A <strong>fine</strong> walk." in page
    assert "A **fine** walk.</textarea>" in page
    assert 'value="Gustav Guest"' in page
    assert "set-cookie" not in answer.headers
    assert not BlogComment.objects.exists()


def test_name_and_address_are_not_asked_for_yet(article: Article) -> None:
    answer = preview(article, author="", email="")
    assert answer.status_code == 200
    assert answer.content.decode().count("Please enter your name here") == 1  # the script's own


@pytest.mark.parametrize(
    ("text", "message"),
    [(" ", "Please enter a comment"), ("x" * 65_526, "Comment: at most 65525 characters.")],
)
def test_a_text_that_cannot_be_posted_has_no_preview(article: Article, text: str, message: str) -> None:
    answer = preview(article, text, email="", headers=JSON)
    assert (answer.status_code, answer.json()["errors"]) == (400, {"comment": message})


def test_html_and_scripts_come_out_harmless(article: Article) -> None:
    html = preview(article, "<script>1</script> [x](javascript:alert(1))", headers=JSON).json()["html"]
    assert "<script" not in html
    assert "href" not in html


def test_a_text_with_nul_is_refused(article: Article) -> None:
    assert preview(article, "a\0b").status_code == 400


def test_other_sites_get_none(article: Article) -> None:
    answer = preview(article, headers=FOREIGN | {"Accept": "application/json"})
    assert answer.status_code == 403
    assert "html" not in answer.json()


def test_the_signed_in_need_their_token(article: Article, bob: User) -> None:
    assert preview(article, client=sign_in(bob, enforce_csrf_checks=True), headers=JSON).status_code == 403
    assert preview(article, client=sign_in(bob), headers=JSON).status_code == 200


def test_a_closed_article_has_none(article: Article) -> None:
    article.comments_open = False
    article.save()
    assert preview(article, headers=JSON).status_code == 403


def test_previews_without_end_are_slowed_down(article: Article) -> None:
    client = Client(enforce_csrf_checks=True)
    answers = [preview(article, client=client, headers=JSON) for _ in range(31)]
    assert answers[29].status_code == 200
    assert answers[30].status_code == 429
    assert int(answers[30]["Retry-After"]) > 0
