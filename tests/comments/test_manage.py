"""A guest edits or deletes the own comment by the link of the mail."""

import pytest
from django.test import Client

from blog.comments.models import State
from blog.comments.tokens import Purpose, link_to
from blog.models import Article
from tests.factories import make_comment

pytestmark = pytest.mark.django_db


def test_a_guest_edits_the_own_comment_and_it_is_held_again(article: Article) -> None:
    comment = make_comment(article)
    response = Client().post(
        link_to(Purpose.MANAGE, comment), {"action": "edit", "comment": "A **better** walk."}
    )
    comment.refresh_from_db()
    assert response.status_code == 200
    assert "<strong>better</strong>" in comment.comment_html
    assert comment.state == State.PENDING
    assert comment.reasons == ["Its writer changed it."]
    assert comment.edited_at


@pytest.mark.parametrize("text", ["", "  ", "x" * 65_526, "a\0b"])
def test_a_bad_edit_changes_nothing(article: Article, text: str) -> None:
    comment = make_comment(article)
    link = link_to(Purpose.MANAGE, comment)
    assert Client().post(link, {"action": "edit", "comment": text}).status_code == 400
    comment.refresh_from_db()
    assert comment.comment == "A fine walk."


def test_a_guest_deletes_the_own_comment(article: Article) -> None:
    comment = make_comment(article)
    link = link_to(Purpose.MANAGE, comment)
    Client().post(link, {"action": "delete"})
    comment.refresh_from_db()
    assert comment.state == State.TRASH
    Client().post(link, {"action": "edit", "comment": "Back!"})
    comment.refresh_from_db()
    assert (comment.state, comment.comment) == (State.TRASH, "A fine walk.")


def test_no_log_holds_the_secret_of_a_link(article: Article, caplog: pytest.LogCaptureFixture) -> None:
    link = link_to(Purpose.MANAGE, make_comment(article))
    assert Client().post(link, {"action": "edit", "comment": ""}).status_code == 400
    assert "/comments/manage/" not in caplog.text
