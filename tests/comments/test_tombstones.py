"""What is left on the page where a writer deleted a comment."""

import pytest
from django.test import Client

from blog.comments import threads
from blog.comments.models import State
from blog.models import Article, SiteSettings
from tests import factories
from tests.factories import make_comment

pytestmark = pytest.mark.django_db
WORDS = "This comment was deleted by its writer."


def page_of(article: Article, client: Client | None = None) -> str:
    return (client or Client()).get(article.get_absolute_url()).content.decode()


def test_deleted_comment_with_a_reply_leaves_a_tombstone(article: Article) -> None:
    comment = make_comment(article, author_name="Gone Person", comment="Words to forget.")
    make_comment(article, parent=comment, comment="I answer.")
    comment.withdraw()
    page = page_of(article)
    assert page.count(WORDS) == 1
    assert "Gone Person" not in page
    assert "Words to forget." not in page
    assert "I answer." in page
    assert f'id="comment-{comment.pk}"' in page
    assert "One thought on" in page
    assert f"replytocom={comment.pk}#" not in page


def test_deleted_comment_without_replies_vanishes(article: Article) -> None:
    comment = make_comment(article)
    comment.withdraw()
    page = page_of(article)
    assert WORDS not in page
    assert f'id="comment-{comment.pk}"' not in page


def test_tombstone_goes_with_its_last_reply(article: Article) -> None:
    comment = make_comment(article)
    reply = make_comment(article, parent=comment)
    comment.withdraw()
    reply.move_to_trash()
    assert WORDS not in page_of(article)


def test_writer_sees_no_more_than_others(article: Article) -> None:
    writer = factories.make_user("wendy")
    comment = make_comment(article, user=writer, comment="Mine no more.")
    comment.withdraw()
    client = Client()
    client.force_login(writer)
    assert "Mine no more." not in page_of(article, client)


def test_tombstone_counts_as_a_thread_in_paging(article: Article) -> None:
    SiteSettings(comment_threads_per_page=1).save()
    first, gone = make_comment(article), make_comment(article)
    make_comment(article, parent=gone)
    gone.withdraw()
    newest = threads.read_page(article)
    assert (newest.page_count, newest.count) == (2, 2)
    assert [row.pk for row in threads.read_page(article, 1).rows] == [first.pk]


def test_moderator_cannot_revive_what_its_writer_deleted(article: Article) -> None:
    comment = make_comment(article, state=State.PENDING)
    comment.withdraw()
    comment.approve()
    comment.refresh_from_db()
    assert comment.state == State.TRASH
    assert comment.withdrawn_at
