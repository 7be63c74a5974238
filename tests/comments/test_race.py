"""Many at once: nothing twice, nothing lost, nothing out of place. Real threads, real transactions."""

import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from blog.comments.models import BlogComment, CommentLike, State
from blog.models import Article
from tests.comments.posts import post, sign_in
from tests.factories import make_article, make_author, make_comment, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Run the jobs in threads that start together; return their results, raising what one raised."""
    barrier = threading.Barrier(len(jobs))
    results: list[Any] = [None] * len(jobs)

    def run(number: int, job: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=30)
            results[number] = job()
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    for result in results:
        if isinstance(result, Exception):
            raise result
    return results


def test_a_double_click_stores_one_comment(article: Article) -> None:
    answers = at_once(*[lambda: post(article)] * 4)
    assert sorted(answer.status_code for answer in answers) == [302, 409, 409, 409]
    assert BlogComment.objects.count() == 1


def test_haste_cannot_be_outrun(article: Article, settings: Any) -> None:
    settings.BLOG_COMMENT_INTERVAL = 15
    answers = at_once(*[lambda text=text: post(article, comment=text) for text in "abcd"])
    assert sorted(answer.status_code for answer in answers) == [302, 429, 429, 429]


def test_eight_threads_write_two_hundred_replies_in_exact_order(article: Article) -> None:
    root = make_comment(article)
    ids = [root.pk]

    def write(seed: int) -> None:
        chance = random.Random(seed)
        for number in range(25):
            email, text = f"reader{seed}@example.org", f"Reply {number}"
            answer = post(article, email=email, comment=text, comment_parent=chance.choice(ids))
            assert answer.status_code == 302
            written = BlogComment.objects.get(user_email=email, comment=text)
            written.approve()
            ids.append(written.pk)

    at_once(*[lambda seed=seed: write(seed) for seed in range(8)])
    shown = list(BlogComment.objects.public().on(article).in_thread_order())
    assert len(shown) == 201
    children: dict[int, list[BlogComment]] = {}
    for comment in sorted(shown, key=lambda comment: comment.pk):
        children.setdefault(comment.parent_id if comment.is_reply else 0, []).append(comment)

    def walk(parent: int) -> list[int]:
        return [pk for child in children.get(parent, []) for pk in (child.pk, *walk(child.pk))]

    assert [comment.pk for comment in shown] == walk(0)


def test_moderators_who_move_the_same_comments_do_not_block_each_other(article: Article) -> None:
    ids = [make_comment(article, state=State.PENDING, comment=f"No. {number}").pk for number in range(60)]
    up, down = BlogComment.objects.filter(pk__in=ids), BlogComment.objects.filter(pk__in=ids)
    at_once(
        lambda: up.order_by("pk").approve(),
        lambda: down.order_by("-pk").mark_spam(),
        lambda: down.order_by("?").move_to_trash(),
        lambda: up.order_by("-path").hold(),
    )
    assert len(set(BlogComment.objects.values_list("state", flat=True))) == 1


def test_a_confirmation_never_revives_what_is_being_thrown_away(article: Article) -> None:
    known = make_comment(article, comment="Known")
    known.confirm()
    comments = [
        make_comment(article, state=State.PENDING, held_because=[["first", ""]], comment=f"No. {number}")
        for number in range(10)
    ]
    for comment in comments:
        at_once(comment.confirm, BlogComment.objects.filter(pk=comment.pk).mark_spam)
        comment.refresh_from_db()
        assert comment.state == State.SPAM


def test_one_visitor_likes_once_however_often_at_once(article: Article) -> None:
    comment = make_comment(article)
    reader = make_user("rita")
    clients = [sign_in(reader) for _number in range(5)]
    at_once(*[lambda client=client: client.post(f"/comments/{comment.pk}/like/") for client in clients])
    comment.refresh_from_db()
    assert comment.like_count == CommentLike.objects.count() == 1


@pytest.fixture
def article(db: None) -> Article:
    """An article that other threads see."""
    return make_article(make_author("alice"))


@pytest.fixture
def alice(article: Article) -> User:
    """Its author."""
    return article.author
