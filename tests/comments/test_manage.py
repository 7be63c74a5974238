"""A guest edits or deletes the own comment by the link of the mail."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from blog.comments.models import BlogComment, State
from blog.comments.tokens import Purpose, link_to
from blog.models import Article
from tests.factories import make_comment

pytestmark = pytest.mark.django_db


def test_a_guest_whose_address_is_not_proven_is_held_again_after_an_edit(article: Article) -> None:
    comment = make_comment(article)
    response = Client().post(
        link_to(Purpose.MANAGE, comment), {"action": "edit", "comment": "A **better** walk."}
    )
    comment.refresh_from_db()
    assert response.status_code == 200
    assert "awaiting moderation" in response.content.decode()
    assert "<strong>better</strong>" in comment.comment_html
    assert (comment.state, comment.is_public) == (State.PENDING, False)
    assert comment.reasons == ["First comment, or address not confirmed.", "Its writer changed it."]
    assert comment.edited_at


def test_a_known_guests_comment_stays_public_after_an_edit(article: Article) -> None:
    comment = make_comment(article, confirmed_at=timezone.now())
    response = Client().post(
        link_to(Purpose.MANAGE, comment), {"action": "edit", "comment": "A better walk."}
    )
    comment.refresh_from_db()
    assert "Everybody can read the new text." in response.content.decode()
    assert (comment.state, comment.comment) == (State.PUBLIC, "A better walk.")
    assert comment.held_because == []


@pytest.mark.parametrize("text", ["", "  ", "x" * 65_526, "a\0b"])
def test_a_bad_edit_changes_nothing(article: Article, text: str) -> None:
    comment = make_comment(article)
    link = link_to(Purpose.MANAGE, comment)
    assert Client().post(link, {"action": "edit", "comment": text}).status_code == 400
    comment.refresh_from_db()
    assert comment.comment == "A fine walk."
    assert not comment.versions.exists()


def test_an_edit_that_comes_too_late_says_so_and_keeps_what_was_typed(article: Article) -> None:
    comment = make_comment(article, submit_date=timezone.now() - timedelta(minutes=16))
    response = Client().post(link_to(Purpose.MANAGE, comment), {"action": "edit", "comment": "Too late."})
    page = response.content.decode()
    assert response.status_code == 409
    assert "The time for changes is over." in page
    assert "Too late." in page
    comment.refresh_from_db()
    assert comment.comment == "A fine walk."


def test_a_guest_deletes_the_own_comment(article: Article) -> None:
    comment = make_comment(article)
    link = link_to(Purpose.MANAGE, comment)
    Client().post(link, {"action": "delete"})
    comment.refresh_from_db()
    assert comment.state == State.TRASH
    assert comment.withdrawn_at
    assert "Your comment is deleted" in Client().post(link, {"action": "delete"}).content.decode()
    assert Client().post(link, {"action": "edit", "comment": "Back!"}).status_code == 409
    comment.refresh_from_db()
    assert (comment.state, comment.comment) == (State.TRASH, "A fine walk.")


def test_a_guest_deletes_long_after_the_time_for_changes(article: Article) -> None:
    comment = make_comment(article, submit_date=timezone.now() - timedelta(days=300))
    Client().post(link_to(Purpose.MANAGE, comment), {"action": "delete"})
    comment.refresh_from_db()
    assert comment.withdrawn_at


def test_opening_the_link_changes_nothing(article: Article) -> None:
    comment = make_comment(article)
    assert Client().get(link_to(Purpose.MANAGE, comment) + "?action=delete").status_code == 200
    assert BlogComment.objects.get().state == State.PUBLIC


def test_another_link_does_not_open_it(article: Article) -> None:
    token = link_to(Purpose.CONFIRM, make_comment(article)).rstrip("/").rsplit("/", 1)[1]
    response = Client().post(f"/comments/manage/{token}/", {"action": "delete"})
    assert response.status_code == 410
    assert BlogComment.objects.public().count() == 1


def test_a_comment_deleted_for_ever_is_an_expired_link(article: Article) -> None:
    comment = make_comment(article)
    link = link_to(Purpose.MANAGE, comment)
    comment.delete()
    assert Client().post(link, {"action": "delete"}).status_code == 410


def test_no_log_holds_the_secret_of_a_link(article: Article, caplog: pytest.LogCaptureFixture) -> None:
    link = link_to(Purpose.MANAGE, make_comment(article))
    assert Client().post(link, {"action": "edit", "comment": ""}).status_code == 400
    assert "/comments/manage/" not in caplog.text
