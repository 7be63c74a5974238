"""Replies from the queue, and which articles take comments at all."""

import pytest

from accounts.models import User
from blog.comments.models import BlogComment, State
from blog.models import Article, OutgoingMail
from tests.comments.posts import sign_in
from tests.factories import make_comment

pytestmark = pytest.mark.django_db

LIST = "/admin/comments/blogcomment/"


def state_of(comment: BlogComment) -> str:
    return BlogComment.objects.values_list("state", flat=True).get(pk=comment.pk)


def test_a_reply_is_public_and_approves_what_it_answers(article: Article, owner: User) -> None:
    comment = make_comment(article, state=State.PENDING)
    client, address = sign_in(owner), f"{LIST}{comment.pk}/reply/"
    assert "Your reply approves it" in client.get(address).content.decode()
    assert state_of(comment) == State.PENDING
    for _press in range(2):  # a double click
        response = client.post(f"{address}?_changelist_filters=state%3Dall", {"comment": "Thank you."})
        assert response.headers["Location"] == f"{LIST}?state=all"
    reply = BlogComment.objects.exclude(pk=comment.pk).get()
    assert (reply.state, reply.parent_id, reply.user) == (State.PUBLIC, comment.pk, owner)
    assert reply.announced_at is None
    assert state_of(comment) == State.PUBLIC


@pytest.mark.parametrize("text", ["", "   ", "\u0000", "x" * 100_000])
def test_a_reply_that_is_none_keeps_what_was_typed(article: Article, owner: User, text: str) -> None:
    comment = make_comment(article, state=State.PENDING)
    response = sign_in(owner).post(f"{LIST}{comment.pk}/reply/", {"comment": text})
    assert response.status_code == 422
    assert text.strip("\0 ") in response.content.decode()
    assert state_of(comment) == State.PENDING


@pytest.mark.parametrize(("state", "why"), [(State.SPAM, "is spam"), (State.TRASH, "is in the trash")])
def test_nobody_replies_to_spam_and_trash(article: Article, owner: User, state: State, why: str) -> None:
    comment = make_comment(article, state=state)
    response = sign_in(owner).post(f"{LIST}{comment.pk}/reply/", {"comment": "Hello"})
    assert why in response.content.decode()
    assert BlogComment.objects.count() == 1


def test_authors_reply_under_their_own_texts_only(article: Article, charlie: User, alice: User) -> None:
    comment = make_comment(article)
    address = f"{LIST}{comment.pk}/reply/"
    assert sign_in(charlie).get(address).status_code == 404
    assert sign_in(alice).get(address).status_code == 200
    assert sign_in(alice).get(f"{LIST}{'9' * 9}/reply/").status_code == 404


def test_an_article_is_open_closed_or_closed_after_days(article: Article, alice: User) -> None:
    html = sign_in(alice).get(f"/admin/blog/article/{article.pk}/change/").content.decode()
    assert 'name="comments_open"' in html
    assert 'name="comments_close_after_days"' in html
    assert article.is_open_for_comments
    article.comments_close_after_days = 1  # it is of 2019
    assert not article.is_open_for_comments
    article.comments_close_after_days = 0
    assert article.is_open_for_comments
    article.comments_open = False
    assert not article.is_open_for_comments


def test_the_authors_mail_about_a_reply_of_a_moderator_is_queued(article: Article, owner: User) -> None:
    comment = make_comment(article)
    sign_in(owner).post(f"{LIST}{comment.pk}/reply/", {"comment": "From the desk."})
    mail = OutgoingMail.objects.get()
    assert mail.recipient == "alice@example.org"


@pytest.mark.parametrize("page", ["{number}/reply/?", "block/?comment={number}&"])
def test_who_changes_their_mind_gets_back_to_the_same_list(article: Article, owner: User, page: str) -> None:
    comment = make_comment(article, state=State.PENDING)
    address = f"{LIST}{page.format(number=comment.pk)}_changelist_filters=state%3Dall"
    html = sign_in(owner).get(address).content.decode()
    assert f'<a class="closelink" href="{LIST}?state=all">Cancel</a>' in html
