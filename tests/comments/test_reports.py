"""Reports: one per visitor, counted exactly, told to the author of the text."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from accounts.models import User
from blog.comments.models import BlogComment, CommentReport, State
from blog.models import Article, OutgoingMail, SiteSettings
from tests.comments.pages import page_of
from tests.comments.posts import OURS, sign_in
from tests.comments.reports import QUEUE, count_of, file
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

FILLED_IN = {"complaint": "rude", "note": "He shouts."}


@pytest.fixture(autouse=True)
def _no_earlier_posts() -> None:
    cache.clear()  # of the limit


@pytest.fixture
def comment(article: Article) -> BlogComment:
    """A public comment of a guest."""
    return make_comment(article)


def address_of(comment: BlogComment) -> str:
    return f"/comments/{comment.pk}/report/"


def send(comment: BlogComment, client: Client | None = None, headers: Any = OURS, **changed: str) -> Any:
    client = client or Client(enforce_csrf_checks=True)
    return client.post(address_of(comment), FILLED_IN | changed, headers=headers)


class TestPage:
    """What a reader sees."""

    def test_each_public_comment_leads_to_it(self, article: Article, comment: BlogComment) -> None:
        make_comment(article, state=State.PENDING)
        html = page_of(article)
        assert html.count("/report/") == 1
        assert f'href="{address_of(comment)}"' in html

    def test_nobody_is_asked_to_report_the_own_comment(self, article: Article, bob: User) -> None:
        make_comment(article, user=bob)
        assert "/report/" not in page_of(article, client=sign_in(bob))

    def test_shows_the_comment_and_sets_no_cookie(self, comment: BlogComment) -> None:
        response = Client().get(address_of(comment))
        assert "A fine walk." in response.text
        assert not response.cookies
        assert "csrfmiddlewaretoken" not in response.text
        assert response.context["robots"] == "noindex"

    def test_links_of_the_comment_cannot_be_followed(self, article: Article) -> None:
        comment = make_comment(article, comment="See https://evil.example/")
        assert 'href="https://evil' not in Client().get(address_of(comment)).text

    @pytest.mark.parametrize("state", [State.PENDING, State.SPAM, State.TRASH])
    def test_there_is_none_for_what_is_not_public(self, article: Article, state: State) -> None:
        comment = make_comment(article, state=state)
        assert Client().get(address_of(comment)).status_code == 404
        assert send(comment).status_code == 404

    def test_there_is_none_under_a_text_with_a_password(self, alice: User) -> None:
        comment = make_comment(make_article(alice, password="secret"))
        assert Client().get(address_of(comment)).status_code == 404


class TestReader:
    """Who reports."""

    def test_guest_reports_once_and_is_told(self, comment: BlogComment) -> None:
        client = Client(enforce_csrf_checks=True)
        response = send(comment, client)
        assert response.status_code == 302
        assert response.cookies["visitor"]["httponly"]
        assert "Thank you" in client.get(response["Location"]).text
        assert "You have reported this comment" in client.get(address_of(comment)).text
        again = send(comment, client)
        assert "You have reported this comment" in client.get(again["Location"]).text
        assert (CommentReport.objects.get().note, count_of(comment)) == ("He shouts.", 1)

    def test_signed_in_reader_needs_the_token(self, comment: BlogComment, bob: User) -> None:
        client = sign_in(bob, enforce_csrf_checks=True)
        refused = send(comment, client)
        assert refused.status_code == 403
        assert "He shouts." in refused.text
        token = client.cookies["csrftoken"].value
        assert send(comment, client, csrfmiddlewaretoken=token).status_code == 302
        assert (CommentReport.objects.get().user, CommentReport.objects.get().visitor_key) == (bob, "")

    def test_report_filed_before_signing_in_is_the_same(self, comment: BlogComment, bob: User) -> None:
        client = Client()
        send(comment, client)
        client.force_login(bob, backend="django.contrib.auth.backends.ModelBackend")
        send(comment, client)
        assert count_of(comment) == 1

    @pytest.mark.parametrize(
        "headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}]
    )
    def test_form_of_another_site_is_shown_again(self, comment: BlogComment, headers: Any) -> None:
        response = send(comment, headers=headers)
        assert response.status_code == 403
        assert "He shouts." in response.text
        assert not CommentReport.objects.exists()

    @pytest.mark.parametrize(
        ("changed", "told"),
        [
            ({"complaint": ""}, "Please say what is wrong"),
            ({"complaint": "<b>x"}, "Please say what is wrong"),
            ({"note": "n" * 501}, "at most 500"),
            ({"note": "n" * 100_000}, "at most 500"),
            ({"note": "\0"}, "Null characters"),
        ],
    )
    def test_odd_form_is_shown_again_with_the_reason(
        self, comment: BlogComment, changed: Any, told: str
    ) -> None:
        response = send(comment, **changed)
        assert response.status_code == 400
        assert told in response.text
        assert not CommentReport.objects.exists()

    def test_too_many_from_one_place_are_refused(self, article: Article) -> None:
        comments = [make_comment(article, comment=f"No. {number}") for number in range(21)]
        answers = [send(comment) for comment in comments]
        assert [answer.status_code for answer in answers] == [302] * 20 + [429]
        assert answers[-1]["Retry-After"] == "3600"
        assert "He shouts." in answers[-1].text


class TestAuthor:
    """The author of the text hears of it; the writer of the comment does not."""

    def test_hears_of_the_first_until_it_is_settled(
        self, article: Article, comment: BlogComment, owner: User
    ) -> None:
        file(comment, "one", "Look at this <b>!")
        file(comment, "two")
        mail = OutgoingMail.objects.get()
        assert mail.recipient == article.author.email
        assert mail.subject == "A comment on “A walk along the harbour” was reported"
        for body in (mail.body_text, mail.body_html):
            assert "A fine walk." in body
            assert "It is spam or an advertisement." in body
            assert f"{QUEUE}?state=reported" in body
        assert "Look at this &lt;b&gt;!" in mail.body_html
        BlogComment.objects.settle_reports(by=owner)
        file(comment, "three")
        assert OutgoingMail.objects.count() == 2

    def test_hears_nothing_about_the_own_comment_or_without_wishing_to(
        self, article: Article, alice: User
    ) -> None:
        file(make_comment(article, user=alice), "one")
        site = SiteSettings.current()
        site.mail_about_comments = "none"
        site.save()
        file(make_comment(article, comment="Another"), "one")
        assert not OutgoingMail.objects.exists()


def test_reports_hide_nothing(article: Article, comment: BlogComment) -> None:
    for number in range(10):
        file(comment, f"visitor {number}")
    assert "A fine walk." in page_of(article)


@pytest.mark.django_db(transaction=True)
def test_many_reports_at_once_are_counted_once_per_visitor(alice: User) -> None:
    comment = make_comment(make_article(alice))

    def add(number: int) -> None:
        try:
            file(BlogComment.objects.with_item().get(pk=comment.pk), f"visitor {number % 4}")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(32)))
    assert (CommentReport.objects.count(), count_of(comment)) == (4, 4)
    assert OutgoingMail.objects.count() == 1
