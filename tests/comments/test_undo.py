"""Undo: what one act moved comes back at once, as it was, where nobody moved it on."""

from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import User
from blog.comments.models import BlogComment, ModerationRecord, State
from blog.comments.undo import UNDO
from blog.models import Article
from tests.comments.posts import sign_in
from tests.comments.putting_back import put_back
from tests.factories import make_comment

pytestmark = pytest.mark.django_db

LIST = "/admin/comments/blogcomment/"
UNDO_ADDRESS = f"{LIST}undo/?state=all"


def states() -> list[str]:
    return list(BlogComment.objects.order_by("pk").values_list("state", flat=True))


def mark_spam(client: Client, *comments: BlogComment) -> str:
    ticked = {"action": "mark_spam", "_selected_action": [comment.pk for comment in comments]}
    html = client.post(f"{LIST}?state=all", ticked, follow=True).content.decode()
    batch = str(ModerationRecord.objects.order_by("-pk")[0].batch)
    assert f'form="undo-form" name="batch" value="{batch}"' in html
    return batch


def test_all_that_moved_at_once_comes_back_as_it_was(article: Article, owner: User) -> None:
    held = [["links", "3"]]
    comments = [
        make_comment(article, comment=state, state=state, held_because=held)
        for state in (State.PENDING, State.PUBLIC, State.TRASH)
    ]
    client = sign_in(owner)
    batch = mark_spam(client, *comments)
    assert states() == ["spam"] * 3
    html = client.post(UNDO_ADDRESS, {"batch": batch}, follow=True).content.decode()
    assert "3 comments are back where they were." in html
    assert states() == ["pending", "public", "trash"]
    for comment in BlogComment.objects.all():
        assert (comment.moderated_at, comment.held_because) == (None, held)
        assert comment.is_public == (comment.state == State.PUBLIC)
        assert comment.is_removed == (comment.state == State.TRASH)
    assert ModerationRecord.objects.filter(undone_at=None, note=UNDO, actor=owner).count() == 3
    assert ModerationRecord.objects.exclude(undone_at=None).count() == 3


def test_putting_back_into_the_queue_gives_the_reasons_back(article: Article, owner: User) -> None:
    comment = make_comment(article, state=State.SPAM, held_because=[["word", "x"]])
    comment.hold(by=owner)
    put_back(ModerationRecord.objects.get().batch, BlogComment.objects.all(), owner)
    comment.refresh_from_db()
    assert (comment.state, comment.held_because) == (State.SPAM, [["word", "x"]])


def test_what_was_moved_on_stays(article: Article, owner: User) -> None:
    one, two = (make_comment(article, comment=text, state=State.PENDING) for text in "ab")
    client = sign_in(owner)
    batch = mark_spam(client, one, two)
    one.approve()
    client.post(UNDO_ADDRESS, {"batch": batch})
    assert states() == ["public", "pending"]


def test_a_second_undo_does_nothing(article: Article, owner: User) -> None:
    comment = make_comment(article, state=State.PENDING)
    client = sign_in(owner)
    batch = mark_spam(client, comment)
    client.post(UNDO_ADDRESS, {"batch": batch})
    comment.mark_spam()
    html = client.post(UNDO_ADDRESS, {"batch": batch}, follow=True).content.decode()
    assert "Nothing to undo" in html
    assert states() == ["spam"]


def test_an_undo_can_be_undone(article: Article, owner: User) -> None:
    comment = make_comment(article, state=State.PENDING)
    batch = mark_spam(sign_in(owner), comment)
    everything = BlogComment.objects.all()
    assert put_back(batch, everything, owner) == 1
    assert put_back(ModerationRecord.objects.get(note=UNDO).batch, everything, owner) == 1
    assert states() == ["spam"]


def test_others_undo_nothing_under_texts_that_are_not_theirs(
    article: Article, alice: User, charlie: User, bob: User
) -> None:
    comment = make_comment(article, state=State.PENDING)
    batch = mark_spam(sign_in(alice), comment)
    for client in (sign_in(charlie), sign_in(bob), Client()):
        client.post(UNDO_ADDRESS, {"batch": batch})
    assert sign_in(alice, enforce_csrf_checks=True).post(UNDO_ADDRESS, {"batch": batch}).status_code == 403
    assert states() == ["spam"]


@pytest.mark.parametrize("batch", ["", "x", "\u0000", "9" * 100_000, str(uuid4())])
def test_odd_batches_are_no_errors(owner: User, batch: str) -> None:
    assert sign_in(owner).post(UNDO_ADDRESS, {"batch": batch}).status_code == 302


def test_getting_the_address_undoes_nothing(article: Article, owner: User) -> None:
    comment = make_comment(article, state=State.PENDING)
    client = sign_in(owner)
    batch = mark_spam(client, comment)
    assert client.get(UNDO_ADDRESS, {"batch": batch}).status_code == 405
    assert states() == ["spam"]


def test_what_was_deleted_for_ever_stays_deleted(article: Article, owner: User) -> None:
    comment = make_comment(article, state=State.PENDING)
    client = sign_in(owner)
    batch = mark_spam(client, comment)
    comment.delete()
    assert client.post(UNDO_ADDRESS, {"batch": batch}).status_code == 302
    assert ModerationRecord.objects.get().comment_number == comment.pk or states() == []
