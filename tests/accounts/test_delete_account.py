"""The end of an account: nothing of the person stays, and nothing of anybody else goes."""

import io
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from accounts import deletion
from accounts.models import User
from blog.comments import threads
from blog.comments.models import BlogComment, CommentLike, CommentReport, CommentVersion, State
from blog.models import Article, Like, OutgoingMail
from blog.subscriptions.models import Subscriber
from tests.accounts.logins import browser, log_in, post
from tests.factories import PASSWORD, make_article, make_comment, make_mail

pytestmark = pytest.mark.django_db

PAGE = "/accounts/delete/"


def signed_in(person: User) -> Client:
    """Log in with the password just now."""
    client = browser()
    person.emailaddress_set.get_or_create(email=person.email, verified=True)  # type: ignore[attr-defined]
    assert (
        post(client, "/accounts/login/", {"login": person.username, "password": PASSWORD}).status_code == 302
    )
    answer = post(client, "/accounts/reauthenticate/", {"password": PASSWORD})
    assert answer.status_code == 302
    return client


def delete(client: Client, name: str = "Bob Reader", comments: str = "keep") -> Any:
    return post(client, PAGE, {"confirmation": name, "comments": comments})


@pytest.fixture
def article(alice: User) -> Article:
    return make_article(alice)


class TestAsking:
    def test_account_and_its_rows_are_gone_and_the_browser_is_logged_out(self, bob: User) -> None:
        client = signed_in(bob)
        answer = delete(client)
        assert answer.status_code == 200
        assert "Your account is deleted" in answer.content.decode()
        assert not User.objects.filter(pk=bob.pk).exists()
        assert client.get("/accounts/profile/").status_code == 302

    def test_password_is_asked_for_first(self, bob: User) -> None:
        client = browser()
        client.force_login(bob)
        answer = client.get(PAGE)
        assert answer["Location"].startswith("/accounts/reauthenticate/")
        client.get("/accounts/profile/")
        token = client.cookies["csrftoken"].value
        client.post(PAGE, {"csrfmiddlewaretoken": token, "confirmation": "Bob Reader", "comments": "delete"})
        assert User.objects.filter(pk=bob.pk).exists()

    def test_person_with_a_service_only_confirms_by_name(self) -> None:
        client = browser()
        log_in(client, "google")
        person = User.objects.get()
        assert delete(client, str(person)).status_code == 200
        assert not User.objects.exists()

    @pytest.mark.parametrize("name", ["", "Alice Writer", "Bob", "\x00", "x" * 100_000])
    def test_wrong_name_deletes_nothing_and_keeps_the_choice(self, bob: User, name: str) -> None:
        answer = delete(signed_in(bob), name, "delete")
        assert answer.status_code == 400
        assert User.objects.filter(pk=bob.pk).exists()

    def test_choice_must_be_made(self, bob: User) -> None:
        assert delete(signed_in(bob), comments="").status_code == 400
        assert User.objects.filter(pk=bob.pk).exists()

    def test_name_may_be_typed_in_other_letters(self, bob: User) -> None:
        assert delete(signed_in(bob), " bob  READER").status_code == 200

    def test_other_browsers_are_logged_out(self, bob: User) -> None:
        phone = signed_in(bob)
        delete(signed_in(bob))
        assert not Session.objects.filter(session_key=phone.session.session_key).exists()

    def test_get_and_post_without_the_token_change_nothing(self, bob: User) -> None:
        client = signed_in(bob)
        client.get(PAGE)
        assert client.post(PAGE, {"confirmation": "Bob Reader", "comments": "keep"}).status_code == 403
        assert User.objects.filter(pk=bob.pk).exists()

    def test_file_of_the_picture_is_deleted(self, bob: User, django_capture_on_commit_callbacks: Any) -> None:
        bob.avatar.save("bob.webp", ContentFile(io.BytesIO(b"x").getvalue()))
        storage, name = bob.avatar.storage, str(bob.avatar.name)
        client = signed_in(bob)
        with django_capture_on_commit_callbacks(execute=True):
            delete(client)
        assert not storage.exists(name)


class TestRefusing:
    def test_author_is_told_what_to_do(self, alice: User, article: Article) -> None:
        answer = delete(signed_in(alice), "Alice Writer", "delete")
        assert answer.status_code == 409
        assert "You are the author of articles here." in answer.content.decode()
        assert User.objects.filter(pk=alice.pk).exists()

    def test_only_owner_is_refused(self, owner: User) -> None:
        assert "only owner" in delete(signed_in(owner), "Olga Owner").content.decode()
        assert User.objects.filter(pk=owner.pk).exists()

    def test_author_without_articles_may_go(self, charlie: User) -> None:
        assert delete(signed_in(charlie), "Charlie Outsider").status_code == 200

    def test_article_that_appears_meanwhile_stops_it(self, alice: User, article: Article) -> None:
        assert deletion.delete_account(alice, keep_comments=True) is False
        assert User.objects.filter(pk=alice.pk).exists()

    def test_deleting_twice_is_deleting_once(self, bob: User) -> None:
        assert deletion.delete_account(bob, keep_comments=True)
        again = User(pk=bob.pk or 1)
        assert deletion.delete_account(again, keep_comments=True)


class TestComments:
    def comment(self, article: Article, bob: User, **fields: Any) -> BlogComment:
        traces: dict[str, Any] = {
            "ip_address": "192.0.2.7",
            "user_agent": "A browser",
            "user_url": "https://bob.example/",
        }
        return make_comment(
            article,
            user=bob,
            author_name="Bob Reader",
            user_email=bob.email,
            followup=True,
            **traces,
            **fields,
        )

    def test_kept_comment_loses_everything_but_its_text(self, article: Article, bob: User) -> None:
        kept = self.comment(article, bob, comment="A text that stays.")
        CommentVersion.objects.create(comment=kept, text="I, Bob", written_at=timezone.now())
        deletion.delete_account(bob, keep_comments=True)
        kept.refresh_from_db()
        assert (kept.comment, kept.name, kept.state) == ("A text that stays.", "Anonymous", State.PUBLIC)
        assert (kept.user, kept.user_email, kept.user_url, kept.user_name) == (None, "", "", "")
        assert (kept.ip_address, kept.user_agent, kept.followup) == (None, "", False)
        assert CommentVersion.objects.count() == 0
        assert "Bob" not in browser().get(article.get_absolute_url()).content.decode()

    def test_unanswered_comment_is_deleted_for_ever(self, article: Article, bob: User) -> None:
        mine = self.comment(article, bob)
        self.comment(article, bob, parent=mine)
        deletion.delete_account(bob, keep_comments=False)
        assert BlogComment.objects.count() == 0

    def test_answered_comment_is_emptied_and_the_answer_stays(self, article: Article, bob: User) -> None:
        mine = self.comment(article, bob, comment="A text that goes.")
        reply = make_comment(article, parent=mine, comment="An answer.")
        deletion.delete_account(bob, keep_comments=False)
        mine.refresh_from_db()
        assert (mine.comment, mine.comment_html, mine.state) == ("", "", State.TRASH)
        assert mine.withdrawn_at is not None
        page = browser().get(article.get_absolute_url()).content.decode()
        assert "An answer." in page
        assert "A text that goes." not in page
        assert threads.url_of(reply).endswith(f"#comment-{reply.pk}")

    def test_guest_comments_of_the_proven_address_go_too(self, article: Article, bob: User) -> None:
        bob.emailaddress_set.create(email="bob@example.org", verified=True)  # type: ignore[attr-defined]
        make_comment(article, user_email="bob@example.org", confirmed_at=timezone.now())
        other = make_comment(article, user_email="bob@example.org")  # anybody may type an address
        deletion.delete_account(bob, keep_comments=False)
        assert list(BlogComment.objects.values_list("pk", flat=True)) == [other.pk]

    def test_comments_of_others_stay_as_they_are(self, article: Article, bob: User, alice: User) -> None:
        hers = make_comment(article, user=alice, comment="Hers.", user_email="alice@example.org")
        deletion.delete_account(bob, keep_comments=False)
        hers.refresh_from_db()
        assert (hers.user, hers.user_email) == (alice, "alice@example.org")


class TestTheRest:
    def test_likes_are_removed_and_counted_again(self, article: Article, bob: User, alice: User) -> None:
        comment = make_comment(article)
        for person in (bob, alice):
            CommentLike.toggle(comment, user=person, visitor_key="")
            Like.add(article, user=person, visitor_key="")
        deletion.delete_account(bob, keep_comments=True)
        comment.refresh_from_db()
        assert (comment.like_count, Like.objects.count()) == (1, 1)

    def test_reports_are_removed_and_counted_again(self, article: Article, bob: User) -> None:
        comment = make_comment(article)
        CommentReport.objects.create(comment=comment, user=bob)
        BlogComment.objects.update(report_count=1)
        deletion.delete_account(bob, keep_comments=True)
        comment.refresh_from_db()
        assert comment.report_count == 0

    def test_mails_to_the_proven_addresses_are_forgotten(self, bob: User) -> None:
        bob.emailaddress_set.create(email="Bob@example.org", verified=True)  # type: ignore[attr-defined]
        for name in ("bob", "gustav"):
            make_mail(f"{name}@example.org", f"To {name}")
        deletion.delete_account(bob, keep_comments=True)
        assert list(OutgoingMail.objects.values_list("subject", flat=True)) == ["To gustav"]

    def test_subscriptions_of_the_proven_addresses_are_forgotten(self, bob: User) -> None:
        bob.emailaddress_set.create(email="bob@example.org", verified=True)  # type: ignore[attr-defined]
        for name in ("bob", "gustav"):
            Subscriber.objects.create(email=f"{name}@example.org", source="form")
        deletion.delete_account(bob, keep_comments=True)
        assert list(Subscriber.objects.values_list("email", flat=True)) == ["gustav@example.org"]
