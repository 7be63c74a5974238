"""Moderation in the admin, and what is forgotten."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from blog.comments.models import BlogComment, State
from blog.models import Article
from tests.comments.posts import sign_in
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

LIST = "/admin/comments/blogcomment/"


def run(client: Client, action: str, *comments: BlogComment) -> Any:
    data = {"action": action, "_selected_action": [comment.pk for comment in comments]}
    return client.post(f"{LIST}?state=all", data, follow=True)


def test_the_queue_comes_first_with_everything_a_moderator_needs(article: Article, owner: User) -> None:
    make_comment(article, author_name="Shown already")
    make_comment(
        article,
        author_name="Waiting",
        state=State.PENDING,
        ip_address="192.0.2.7",
        held_because=[["links", "3"], ["word", "casino"]],
    )
    html = sign_in(owner).get(LIST).content.decode()
    assert "Shown already" not in html
    for text in ("Waiting", "gustav@example.org", "192.0.2.7", "It has 3 links.", "“casino”", article.title):
        assert text in html
    assert 'Pending <span class="count">1</span>' in html
    assert 'All <span class="count">2</span>' in html


@pytest.mark.parametrize(
    ("action", "state"),
    [
        ("approve", State.PUBLIC),
        ("mark_spam", State.SPAM),
        ("move_to_trash", State.TRASH),
        ("restore", State.PENDING),
    ],
)
def test_many_comments_move_at_once(article: Article, owner: User, action: str, state: State) -> None:
    comments = [make_comment(article, state=each, comment=each) for each in State]
    untouched = make_comment(article, state=State.PENDING)
    response = run(sign_in(owner), action, *comments)
    assert response.status_code == 200
    for comment in comments:
        comment.refresh_from_db()
        assert comment.state == state
        assert comment.is_public == (state == State.PUBLIC)
        assert comment.is_removed == (state == State.TRASH)
    untouched.refresh_from_db()
    assert untouched.moderated_at is None


def test_authors_see_and_move_only_what_is_under_their_texts(
    article: Article, alice: User, charlie: User
) -> None:
    own = make_comment(article, author_name="On Alice", state=State.PENDING)
    other = make_comment(make_article(charlie, title="His"), author_name="On Charlie", state=State.PENDING)
    client = sign_in(alice)
    html = client.get(LIST).content.decode()
    assert "On Alice" in html
    assert "On Charlie" not in html
    run(client, "approve", own, other)
    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.state, other.state) == (State.PUBLIC, State.PENDING)
    assert client.get(f"{LIST}{other.pk}/change/").status_code in (302, 403)


def test_the_permission_opens_all(article: Article, charlie: User) -> None:
    comment = make_comment(article, state=State.PENDING)
    charlie.user_permissions.add(Permission.objects.get(codename="moderate"))
    run(sign_in(charlie), "mark_spam", comment)
    comment.refresh_from_db()
    assert comment.state == State.SPAM


def test_readers_and_guests_are_shown_the_door(article: Article, bob: User) -> None:
    comment = make_comment(article, state=State.PENDING)
    for client in (Client(), sign_in(bob)):
        assert client.get(LIST).status_code == 302
        client.post(LIST, {"action": "approve", "_selected_action": [comment.pk]})
    comment.refresh_from_db()
    assert comment.state == State.PENDING


def test_staff_who_write_nothing_are_refused(article: Article, bob: User) -> None:
    User.objects.filter(pk=bob.pk).update(is_staff=True)
    assert sign_in(bob).get(LIST).status_code == 403


def test_get_moves_nothing(article: Article, owner: User) -> None:
    comment = make_comment(article, state=State.PENDING)
    sign_in(owner).get(LIST, {"action": "approve", "_selected_action": comment.pk})
    comment.refresh_from_db()
    assert comment.state == State.PENDING


def test_the_change_page_moves_and_rewrites(article: Article, owner: User) -> None:
    comment = make_comment(article, state=State.PENDING)
    client, address = sign_in(owner), f"{LIST}{comment.pk}/change/"
    assert client.get(address).status_code == 200
    data = {"state": "public", "comment": "Now *milder*.", "author_name": "Gustav", "user_url": ""}
    assert client.post(address, data).status_code == 302
    comment.refresh_from_db()
    assert comment.state == State.PUBLIC
    assert "<em>milder</em>" in comment.comment_html
    assert comment.moderated_at
    assert comment.user_email == "gustav@example.org"


def test_comments_are_not_written_and_rarely_deleted_in_the_admin(article: Article, alice: User) -> None:
    comment = make_comment(article)
    client = sign_in(alice)
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{comment.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("query", ["?state=x", "?state=", "?q=%00", "?p=99", "?state=all&q=walk"])
def test_odd_queries_are_no_errors(article: Article, owner: User, query: str) -> None:
    make_comment(article)
    assert sign_in(owner).get(LIST + query).status_code in (200, 302, 400)


def test_the_list_costs_the_same_for_many(article: Article, owner: User) -> None:
    client = sign_in(owner)
    counts = []
    for number in range(30):
        make_comment(article, state=State.PENDING, comment=f"No. {number}")
        if number in (0, 29):
            with CaptureQueriesContext(connection) as queries:
                client.get(LIST)
            counts.append(len(queries))
    assert counts[0] == counts[1]


def test_editing_a_comment_publishes_no_held_reply(article: Article) -> None:
    parent = make_comment(article)
    reply = make_comment(article, parent, state=State.PENDING)
    parent.comment = "Changed"
    parent.save()
    reply.refresh_from_db()
    assert (reply.state, reply.is_public) == (State.PENDING, False)


def test_traces_are_forgotten_after_their_days(article: Article) -> None:
    now = timezone.now()
    traces: dict[str, Any] = {"ip_address": "192.0.2.7", "user_agent": "Browser/7"}
    old = make_comment(article, submit_date=now - timedelta(days=31), **traces)
    new = make_comment(article, submit_date=now - timedelta(days=29), **traces)
    assert BlogComment.objects.all().forget_traces(days=30) == 1
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.ip_address, old.user_agent) == (None, "")
    assert (new.ip_address, new.user_agent) == ("192.0.2.7", "Browser/7")


def test_the_markup_of_a_comment_is_not_run_in_the_admin(article: Article, owner: User) -> None:
    evil = "<script>alert(1)</script>"
    comment = make_comment(
        article, state=State.PENDING, author_name=evil, comment=evil, held_because=[["word", evil]]
    )
    client = sign_in(owner)
    for address in (LIST, f"{LIST}{comment.pk}/change/"):
        assert not re.search(r"<script>alert", client.get(address).content.decode())


def test_the_change_page_links_to_the_comment_on_the_page(article: Article, owner: User) -> None:
    comment = make_comment(article, state=State.PENDING)
    html = sign_in(owner).get(f"{LIST}{comment.pk}/change/").content.decode()
    assert f'href="/2019/05/15/{article.slug}/?unapproved={comment.pk}&amp;moderation-hash=' in html
