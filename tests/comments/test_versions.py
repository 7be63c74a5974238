"""Earlier texts are kept for moderators, and nobody approves another text than the one they saw."""

import pytest
from django.db import transaction
from django.test import Client

from accounts.models import User
from blog.comments import editing
from blog.comments.models import BlogComment, CommentVersion, State
from blog.models import Article
from tests.comments.pages import page_of
from tests.factories import make_comment

pytestmark = pytest.mark.django_db


def test_each_edit_keeps_the_text_before(article: Article, bob: User) -> None:
    comment = make_comment(article, user=bob)
    written_at = comment.submit_date
    assert editing.edit(comment, "Second", by=bob)
    second_at = comment.edited_at
    assert editing.edit(comment, "Third")
    versions = [(version.text, version.replaced_by) for version in CommentVersion.objects.all()]
    assert versions == [("Second", None), ("A fine walk.", bob)]
    assert [version.written_at for version in CommentVersion.objects.all()] == [second_at, written_at]


def test_the_same_text_is_no_edit(article: Article) -> None:
    comment = make_comment(article)
    assert editing.edit(comment, "A fine walk.")
    assert comment.edited_at is None
    assert not CommentVersion.objects.exists()


def test_readers_never_see_an_earlier_text(article: Article, bob: User) -> None:
    comment = make_comment(article, user=bob, comment="My telephone number is 555.")
    editing.edit(comment, "Call me.", by=bob)
    assert comment.state == State.PUBLIC
    assert "telephone" not in page_of(article)
    assert "telephone" not in Client().get("/comments/feed/").content.decode()


def test_a_text_that_changed_meanwhile_is_not_the_one_that_was_seen(article: Article) -> None:
    calm = make_comment(article, state=State.PENDING)
    lively = make_comment(article, state=State.PENDING, comment="A nice word.")
    leaving = make_comment(article, state=State.PENDING, comment="I was here.")
    seen = {comment.pk: editing.seen_version(comment) for comment in (calm, lively, leaving)}
    editing.edit(lively, "A bad word.")
    leaving.withdraw()
    with transaction.atomic():
        unchanged = editing.lock_unchanged(seen)
        BlogComment.objects.filter(pk__in=unchanged).approve()
    assert lively.pk not in unchanged
    assert list(BlogComment.objects.public()) == [calm]
