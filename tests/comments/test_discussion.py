"""The conversation under an article: what is shown to whom, and its cost."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from blog.comments import conversation
from blog.comments.models import BlogComment, State
from blog.models import Article
from tests.comments.pages import page_of
from tests.comments.posts import post, sign_in
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


def test_without_comments_there_is_no_list_and_no_heading(article: Article) -> None:
    html = page_of(article)
    assert '<ol class="comment-list">' not in html
    assert "thoughts on" not in html
    assert "Leave a Reply" in html


def test_one_comment_has_its_own_heading(article: Article) -> None:
    make_comment(article)
    assert "One thought on “A walk along the harbour”" in page_of(article)


def test_the_heading_counts_public_comments_only(article: Article) -> None:
    for state in State:
        make_comment(article, state=state, comment=state)
    make_comment(article)
    assert "2 thoughts on “A walk along the harbour”" in page_of(article)


def test_a_guest_sees_the_own_held_comment_and_nobody_else_does(article: Article) -> None:
    location = post(article, comment="See [this](https://a.example).")["Location"]
    html = Client().get(location.partition("#")[0]).content.decode()
    assert "Your comment is awaiting moderation." in html
    assert "See this." in html.replace("<p>", "")
    assert "https://a.example" not in html
    assert "Gustav Guest" not in page_of(article)


@pytest.mark.parametrize("given", ["", "0" * 32, "x", "é", "0" * 10_000])
def test_a_wrong_hash_shows_nothing(article: Article, given: str) -> None:
    comment = make_comment(article, state=State.PENDING)
    html = page_of(article, f"?unapproved={comment.pk}&moderation-hash={given}")
    assert "Gustav Guest" not in html


@pytest.mark.parametrize("number", ["", "0", "-1", "9" * 40, "x", "²"])
def test_an_odd_number_with_a_hash_shows_nothing(article: Article, number: str) -> None:
    html = page_of(article, f"?unapproved={number}&moderation-hash=abc")
    assert '<ol class="comment-list">' not in html


def test_the_hash_shows_no_spam_and_nothing_on_another_article(article: Article, alice: User) -> None:
    comment = make_comment(article, state=State.PENDING)
    query = f"?unapproved={comment.pk}&moderation-hash={comment.moderation_hash}"
    assert "Gustav Guest" in page_of(article, query)
    assert "Gustav Guest" not in page_of(make_article(alice, title="Elsewhere"), query)
    comment.mark_spam()
    assert "Gustav Guest" not in page_of(article, query)


def test_a_signed_in_reader_sees_the_own_held_comment(article: Article, bob: User, charlie: User) -> None:
    post(article, sign_in(bob))
    assert "Your comment is awaiting moderation." in page_of(article, client=sign_in(bob))
    assert "Your comment is awaiting moderation." not in page_of(article, client=sign_in(charlie))


def test_the_address_of_a_commenter_is_nowhere_on_the_page(article: Article) -> None:
    make_comment(article, ip_address="192.0.2.7", user_agent="Browser/7", user_email="secret@example.org")
    html = page_of(article)
    assert "secret" not in html
    assert "192.0.2.7" not in html
    assert "Browser/7" not in html


def test_a_reply_link_addresses_the_form(article: Article) -> None:
    comment = make_comment(article)
    html = page_of(article, f"?replytocom={comment.pk}")
    assert "Leave a Reply to Gustav Guest" in html
    assert re.search(rf'name="comment_parent" value="{comment.pk}"', html)


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 40, "999999"])
def test_an_odd_reply_link_shows_the_plain_form(article: Article, number: str) -> None:
    assert "Leave a Reply<" in page_of(article, f"?replytocom={number}")


def test_nobody_replies_to_a_held_comment(article: Article) -> None:
    comment = make_comment(article, state=State.PENDING)
    assert ">Leave a Reply</" in page_of(article, f"?replytocom={comment.pk}")


def test_a_closed_article_shows_its_comments_and_no_form(article: Article) -> None:
    make_comment(article)
    Article.objects.filter(pk=article.pk).update(comments_open=False)
    html = page_of(article)
    assert "Comments are closed." in html
    assert 'id="commentform"' not in html
    assert "replytocom" not in html


def test_names_and_websites_cannot_break_out(article: Article) -> None:
    make_comment(article, author_name='"><script>alert(1)</script>', user_url="https://e.example/'\"><b>")
    html = page_of(article)
    assert "<script>alert" not in html
    assert "'\"><b>" not in html


def test_the_author_of_the_article_is_marked(article: Article, alice: User) -> None:
    make_comment(article, user=alice)
    assert re.search(r'<li id="comment-\d+" class="comment depth-1 bypostauthor">', page_of(article))


def test_a_guest_page_holds_no_token_and_sets_no_cookie(article: Article) -> None:
    make_comment(article)
    response = Client().get(article.get_absolute_url())
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert not response.cookies


@pytest.mark.parametrize("count", [0, 1, 60, 300])
def test_the_cost_does_not_grow_with_the_comments(article: Article, count: int) -> None:
    for number in range(count):
        make_comment(article, comment=f"No. {number}")
    request: Any = RequestFactory().get("/")
    client = Client()
    client.get("/")  # what is asked once in a process
    with CaptureQueriesContext(connection) as all_queries:
        client.get(article.get_absolute_url())
    assert len(all_queries) <= 8
    request.user, request.session = AnonymousUser(), {}
    with CaptureQueriesContext(connection) as queries:
        conversation.describe(request, article)
    assert len(queries) <= 3


def test_a_changed_comment_is_shown_changed(article: Article, bob: User) -> None:
    comment = make_comment(article, user=bob)
    assert "Bob Reader" in page_of(article)
    User.objects.filter(pk=bob.pk).update(display_name="Robert")
    BlogComment.objects.filter(pk=comment.pk).update(comment_html="<p>New words</p>", like_count=7)
    html = page_of(article)
    assert "Robert" in html
    assert "New words" in html
    assert "Bob Reader" not in html


def test_lists_ask_once_for_all_counts(article: Article, alice: User) -> None:
    others = [make_article(alice, title=f"No. {number}") for number in range(3)]
    make_comment(article)
    make_comment(article, state=State.PENDING)
    make_comment(others[0])
    each = "{% for one in all %}{{ counts|of:one }},{% endfor %}"
    source = "{% load discussion %}{% comment_counts all as counts %}" + each
    with CaptureQueriesContext(connection) as queries:
        html = Template(source).render(Context({"all": [article, *others]}))
    assert html == "1,1,0,0,"
    assert len(queries) == 1
