"""Twenty rounds each of what may happen at once to one comment or thread: nothing lost, nothing revived."""

import functools
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from django_comments.signals import comment_was_posted

from blog.comments import editing
from blog.comments.models import BlogComment, CommentVersion, State
from blog.comments.tokens import Purpose, link_to
from blog.models import Article
from tests.comments.posts import post
from tests.comments.test_race import at_once
from tests.factories import make_article, make_author, make_comment

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = pytest.mark.parametrize("round_number", range(20))


@pytest.fixture
def article(db: None) -> Article:
    """An article that other threads see."""
    return make_article(make_author("alice"))


@ROUNDS
def test_eight_writers_into_one_thread_lose_nothing(article: Article, round_number: int) -> None:
    root = make_comment(article)

    def write(number: int) -> Any:
        email = f"reader{number}@example.org"
        return post(article, email=email, comment=f"Reply {number}", comment_parent=root.pk)

    answers = at_once(*[lambda number=number: write(number) for number in range(8)])
    assert [answer.status_code for answer in answers] == [302] * 8
    replies = BlogComment.objects.filter(parent_id=root.pk).exclude(pk=root.pk).in_thread_order()
    assert sorted(reply.comment for reply in replies) == [f"Reply {number}" for number in range(8)]
    assert [reply.pk for reply in replies] == sorted(reply.pk for reply in replies)
    assert all(reply.path == f"{root.path}/{reply.pk:010}" for reply in replies)


@ROUNDS
def test_twenty_confirmations_of_one_link_are_one(article: Article, round_number: int) -> None:
    make_comment(article, comment="Known").confirm()
    comment = make_comment(article, state=State.PENDING, held_because=[["first", ""]], comment="New")
    link = link_to(Purpose.CONFIRM, comment)
    answers = at_once(*[lambda: Client().post(link)] * 20)
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    comment.refresh_from_db()
    assert (comment.state, comment.is_public) == (State.PUBLIC, True)


@ROUNDS
def test_approve_against_delete_never_revives_it(article: Article, round_number: int) -> None:
    comment = make_comment(article, state=State.PENDING)
    at_once(
        BlogComment.objects.filter(pk=comment.pk).approve, BlogComment.objects.get(pk=comment.pk).withdraw
    )
    comment.refresh_from_db()
    assert (comment.state, comment.is_public, comment.is_removed) == (State.TRASH, False, True)
    assert comment.withdrawn_at


@ROUNDS
def test_approve_against_edit_never_publishes_what_nobody_saw(article: Article, round_number: int) -> None:
    comment = make_comment(article, state=State.PENDING)
    seen: dict[int, str | None] = {comment.pk: editing.seen_version(comment)}

    def approve() -> None:
        with transaction.atomic():
            BlogComment.objects.filter(pk__in=editing.lock_unchanged(seen)).approve()

    at_once(approve, lambda: editing.edit(BlogComment.objects.get(pk=comment.pk), "Another text."))
    comment.refresh_from_db()
    assert (comment.comment, comment.state) == ("Another text.", State.PENDING)
    assert CommentVersion.objects.get().text == "A fine walk."


@ROUNDS
def test_two_edits_and_a_delete_at_once_keep_every_text(article: Article, round_number: int) -> None:
    comment = make_comment(article)
    first, second, third = (BlogComment.objects.get(pk=comment.pk) for _number in range(3))
    at_once(lambda: editing.edit(first, "First"), lambda: editing.edit(second, "Second"), third.withdraw)
    comment.refresh_from_db()
    assert (comment.state, comment.is_public) == (State.TRASH, False)
    texts = [version.text for version in CommentVersion.objects.order_by("pk")]
    assert [*texts, comment.comment][0] == "A fine walk."
    assert len({*texts, comment.comment}) == len(texts) + 1


def test_an_edit_never_wins_against_a_reply_that_is_being_stored(article: Article) -> None:
    is_stored = threading.Event()

    def wait_for_the_edit(**_given: Any) -> None:
        is_stored.set()
        wait_until(somebody_waits_for_a_row)

    def edit(comment: BlogComment) -> bool:
        assert is_stored.wait(timeout=30)
        return editing.edit(comment, "I never said that.")

    comment_was_posted.connect(wait_for_the_edit)
    try:
        for number in range(20):
            comment = make_comment(article)
            is_stored.clear()
            reply = functools.partial(post, article, comment_parent=comment.pk, comment=f"Reply {number}")
            answer, is_changed = at_once(reply, functools.partial(edit, comment))
            assert (answer.status_code, is_changed) == (302, False)
            comment.refresh_from_db()
            assert comment.comment == "A fine walk."
    finally:
        comment_was_posted.disconnect(wait_for_the_edit)


def test_a_reply_waits_for_an_edit_that_is_being_stored(article: Article) -> None:
    is_edited = threading.Event()

    def edit(comment: BlogComment) -> None:
        with transaction.atomic():
            assert editing.edit(comment, "A fine, long walk.")
            is_edited.set()
            wait_until(somebody_waits_for_a_row)

    def reply(comment: BlogComment, text: str) -> Any:
        assert is_edited.wait(timeout=30)
        return post(article, comment_parent=comment.pk, comment=text)

    for number in range(20):
        comment = make_comment(article, confirmed_at=timezone.now())
        is_edited.clear()
        change = functools.partial(edit, comment)
        _nothing, answer = at_once(change, functools.partial(reply, comment, f"Reply {number}"))
        assert answer.status_code == 302
        comment.refresh_from_db()
        assert (comment.comment, comment.has_replies) == ("A fine, long walk.", True)


def somebody_waits_for_a_row() -> bool:
    """Whether a transaction of this test's database waits for a lock of another one."""
    waiting = "datname = current_database() AND wait_event_type = 'Lock'"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else a transaction sees the same all the time
        cursor.execute(f"SELECT count(*) FROM pg_stat_activity WHERE {waiting}")
        return bool(cursor.fetchone()[0])


def wait_until(is_so: Callable[[], bool]) -> None:
    """Ask again and again; give up after half a minute."""
    end = time.monotonic() + 30  # seconds
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)
