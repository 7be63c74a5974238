"""Everything that is kept about somebody, in one file that only they can get."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts import personal_data
from accounts.models import User
from blog.comments.models import BlogComment, CommentLike, CommentReport, CommentVersion, State
from blog.models import Like
from tests.accounts.logins import browser, log_in, post
from tests.factories import make_article, make_comment, make_mail

pytestmark = pytest.mark.django_db

EXPORT = "/accounts/my-data/"
PROFILE = "/accounts/profile/"


def client_of(person: User) -> Client:
    client = browser()
    client.force_login(person)
    return client


def download(client: Client) -> dict[str, Any]:
    answer = post(client, EXPORT, page=PROFILE)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert "no-store" in answer["Cache-Control"]
    content: dict[str, Any] = json.loads(answer.content)
    return content


def test_file_holds_everything_that_is_registered(bob: User) -> None:
    bob.emailaddress_set.create(email="bob@example.org", verified=True)  # type: ignore[attr-defined]
    article = make_article()
    comment = make_comment(article, user=bob, comment="Mine.", ip_address="192.0.2.7", user_agent="A browser")
    CommentVersion.objects.create(comment=comment, text="Earlier.", written_at=timezone.now())
    guest: dict[str, Any] = {"user_email": "bob@example.org", "confirmed_at": timezone.now()}
    make_comment(article, comment="As a guest.", **guest)
    Like.add(article, user=bob, visitor_key="")
    CommentReport.objects.create(comment=comment, user=bob, note="Rude.")
    make_mail("bob@example.org", "A subject")
    content = download(client_of(bob))
    assert content["profile"]["display_name"] == "Bob Reader"
    assert content["email_addresses"][0]["email"] == "bob@example.org"
    assert [row["text"] for row in content["comments"]] == ["Mine.", "As a guest."]
    assert content["comments"][0]["address"] == "192.0.2.7"
    assert content["comments"][0]["earlier_texts"] == ["Earlier."]
    assert content["likes"][0]["url"].endswith("/2019/05/15/a-walk-along-the-harbour/")
    assert content["reports"][0]["note"] == "Rude."
    assert content["mails"][0]["subject"] == "A subject"


def test_file_names_services_and_sessions() -> None:
    client = browser()
    log_in(client, "google")
    content = download(client)
    assert content["connected_services"][0]["service"] == "Google"
    assert content["sessions"][0]["address"] == "127.0.0.1"


def test_file_holds_nothing_of_anybody_else(bob: User, alice: User) -> None:
    article = make_article(alice)
    make_comment(article, user=alice, comment="Hers.")
    make_comment(article, comment="Not proven.", user_email="bob@example.org", confirmed_at=timezone.now())
    Like.add(article, user=alice, visitor_key="")
    content = download(client_of(bob))
    assert (content["comments"], content["likes"]) == ([], [])
    assert "alice" not in json.dumps(content)


def test_file_holds_no_secret(bob: User) -> None:
    content = json.dumps(download(client_of(bob)))
    assert bob.password not in content
    assert "session_key" not in content


def test_file_is_not_given_for_a_link_or_without_the_token(bob: User) -> None:
    client = client_of(bob)
    assert client.get(EXPORT).status_code == 405
    assert client.post(EXPORT).status_code == 403


def test_guest_is_asked_to_log_in() -> None:
    client = browser()
    assert post(client, EXPORT, page="/accounts/login/")["Location"].startswith("/accounts/login/")


def test_file_takes_the_same_queries_for_any_number(bob: User, django_assert_max_num_queries: Any) -> None:
    article = make_article()
    for number in range(12):
        comment = make_comment(article, user=bob, comment=f"Number {number}.")
        CommentLike.toggle(comment, user=bob, visitor_key="")
    with django_assert_max_num_queries(14):
        personal_data.export_all(bob)


class TestOwnComments:
    PAGE = "/accounts/comments/"

    def test_own_comments_are_listed_with_their_links(self, bob: User) -> None:
        article = make_article()
        mine = make_comment(article, user=bob, comment="This is mine.")
        make_comment(article, comment="Not mine.")
        page = client_of(bob).get(self.PAGE).content.decode()
        assert "This is mine." in page
        assert f'href="/comments/{mine.pk}/"' in page
        assert "Not mine." not in page

    def test_what_waits_says_so_and_what_is_spam_or_deleted_is_left_out(self, bob: User) -> None:
        article = make_article()
        make_comment(article, user=bob, comment="It waits.", state=State.PENDING)
        make_comment(article, user=bob, comment="It is spam.", state=State.SPAM)
        make_comment(article, user=bob, comment="I took it back.").withdraw()
        page = client_of(bob).get(self.PAGE).content.decode()
        assert "waits for a moderator" in page
        assert "It is spam." not in page
        assert "I took it back." not in page

    def test_list_has_pages_of_twenty_and_the_same_queries(
        self, bob: User, django_assert_max_num_queries: Any
    ) -> None:
        article = make_article()
        for number in range(25):
            make_comment(article, user=bob, comment=f"Number {number}.")
        client = client_of(bob)
        client.get(self.PAGE)
        with django_assert_max_num_queries(6):
            page = client.get(self.PAGE).content.decode()
        assert page.count("<article") == 20
        assert client.get(self.PAGE + "?page=2").content.decode().count("<article") == 5

    @pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 50, ""])
    def test_odd_page_numbers_show_a_page(self, bob: User, number: str) -> None:
        make_comment(make_article(), user=bob)
        assert client_of(bob).get(self.PAGE, {"page": number}).status_code == 200

    def test_text_is_shown_as_text(self, bob: User) -> None:
        make_comment(make_article(), user=bob, comment="<script>alert(1)</script>" + "x" * 60_000)
        page = client_of(bob).get(self.PAGE).content.decode()
        assert "<script>alert" not in page
        assert len(page) < 40_000

    def test_account_page_leads_there(self, bob: User) -> None:
        page = client_of(bob).get("/accounts/profile/").content.decode()
        for url in (self.PAGE, "/accounts/sessions/", "/accounts/delete/"):
            assert f'href="{url}"' in page


def test_unknown_part_can_be_added_and_is_asked(bob: User, monkeypatch: Any) -> None:
    monkeypatch.setattr(personal_data, "_parts", {})
    asked = []
    personal_data.register(
        "stamps", export=lambda person: [str(person)], erase=lambda person, keep: asked.append((person, keep))
    )
    assert personal_data.export_all(bob) == {"stamps": ["Bob Reader"]}
    personal_data.erase_all(bob, keep_texts=True)
    assert asked == [(bob, True)]


def test_guests_comment_counts_only_when_both_have_proven_the_address(bob: User) -> None:
    bob.emailaddress_set.create(email="bob@example.org", verified=True)  # type: ignore[attr-defined]
    make_comment(make_article(), user_email="bob@example.org")
    assert download(client_of(bob))["comments"] == []
    BlogComment.objects.update(confirmed_at=timezone.now())
    assert len(download(client_of(bob))["comments"]) == 1
