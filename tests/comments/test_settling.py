"""Reported comments in the queue: what moderators read, and what settles reports."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from blog.comments.models import Act, BlogComment, CommentReport, ModerationRecord, State
from blog.models import Article
from tests.comments.posts import sign_in
from tests.comments.putting_back import put_back
from tests.comments.reports import QUEUE, count_of, file
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment(article: Article) -> BlogComment:
    """A public comment of a guest."""
    return make_comment(article)


def test_moderator_reads_number_and_notes_in_the_queue(
    article: Article, comment: BlogComment, owner: User
) -> None:
    for number in range(7):
        file(comment, f"visitor {number}", f"Note {number} <i>")
    other = make_comment(article, comment="Another")
    client = sign_in(owner)
    with CaptureQueriesContext(
        connection,
    ) as few:
        html = client.get(f"{QUEUE}?state=reported").content.decode()
    assert "7 reports" in html
    assert "It is spam or an advertisement. Note 6 &lt;i&gt;" in html
    assert "Note 1 " not in html
    file(other, "somebody")
    with CaptureQueriesContext(connection) as more:
        client.get(f"{QUEUE}?state=reported")
    assert len(more) == len(few)


def test_moderator_settles_by_button_and_leaves_the_comment_public(comment: BlogComment, owner: User) -> None:
    file(comment, "one")
    client = sign_in(owner)
    page = client.post(f"{QUEUE}?state=reported", {"row": f"settle:{comment.pk}"}, follow=True)
    assert "Reports of 1 comment settled." in page.content.decode()
    comment.refresh_from_db()
    assert (comment.report_count, comment.state) == (0, State.PUBLIC)
    assert CommentReport.objects.get().settled_at
    record = ModerationRecord.objects.get()
    assert (record.act, record.actor, record.comment_id) == (Act.SETTLE, owner, comment.pk)
    page = client.post(f"{QUEUE}?state=reported", {"row": f"settle:{comment.pk}"}, follow=True)
    assert "that was done already" in page.content.decode()


def test_moderator_settles_many_at_once(article: Article, owner: User) -> None:
    comments = [make_comment(article, comment=text) for text in "ab"]
    for comment in comments:
        file(comment, "one")
    ticked = {"action": "settle", "_selected_action": [comment.pk for comment in comments]}
    page = sign_in(owner).post(f"{QUEUE}?state=reported", ticked, follow=True)
    assert "Reports of 2 comments settled." in page.content.decode()
    assert not BlogComment.objects.reported().exists()


def test_moderator_of_other_texts_settles_nothing(comment: BlogComment, charlie: User) -> None:
    file(comment, "one")
    sign_in(charlie).post(f"{QUEUE}?state=reported", {"row": f"settle:{comment.pk}"})
    assert count_of(comment) == 1


@pytest.mark.parametrize("move", ["approve", "mark_spam", "move_to_trash"])
def test_who_decides_settles(comment: BlogComment, owner: User, move: str) -> None:
    comment.approve(by=owner)
    file(comment, "one")
    getattr(comment, move)(by=owner)
    assert count_of(comment) == 0
    assert ModerationRecord.objects.filter(act=Act.SETTLE, actor=owner).count() == 1


def test_undo_brings_the_reports_back(comment: BlogComment, owner: User) -> None:
    file(comment, "one")
    CommentReport.objects.create(comment=comment, visitor_key="old", settled_at=timezone.now())
    comment.mark_spam(by=owner)
    assert count_of(comment) == 0
    put_back(ModerationRecord.objects.get(act=Act.MOVE).batch, BlogComment.objects.all(), owner)
    assert count_of(comment) == 1
    assert CommentReport.objects.get(settled_at=None).visitor_key == "one"


def test_who_holds_has_not_decided(comment: BlogComment, owner: User) -> None:
    file(comment, "one")
    comment.hold(by=owner)
    assert count_of(comment) == 1


def test_deleting_the_own_comment_settles(comment: BlogComment) -> None:
    file(comment, "one")
    comment.withdraw()
    assert not BlogComment.objects.reported().exists()


@pytest.mark.django_db(transaction=True)
def test_reports_and_decisions_at_once_leave_an_exact_count(alice: User) -> None:
    comments = [make_comment(make_article(alice), comment=str(number)) for number in range(4)]
    numbers = [comment.pk for comment in comments]

    def act(turn: int) -> None:
        try:
            if turn % 4 == 3:
                BlogComment.objects.filter(pk__in=numbers).approve()
            else:
                file(BlogComment.objects.with_item().get(pk=numbers[turn % 4]), f"visitor {turn}")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(act, range(48)))
    for comment in comments:
        assert count_of(comment) == comment.reports.filter(settled_at=None).count()
