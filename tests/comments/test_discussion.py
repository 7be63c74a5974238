"""The conversation under an article: order, nesting, pages, what is held, and its cost."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from blog.comments import conversation, threads
from blog.comments.models import BlogComment, CommentLike, State
from blog.models import Article, SiteSettings
from tests.comments.posts import post, sign_in
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


def page_of(article: Article, query: str = "", client: Client | None = None) -> str:
    response = (client or Client()).get(article.get_absolute_url() + query)
    assert response.status_code == 200
    return response.content.decode()


def shown_ids(html: str) -> list[int]:
    return [int(number) for number in re.findall(r'<li id="comment-(\d+)"', html)]


def outline(html: str) -> str:
    """Return the list's tags and nothing else."""
    inside = html.split('<ol class="comment-list">', 1)[1].rsplit("</ol>", 1)[0]
    tags = re.findall(
        r'<li id="comment-\d+" class="comment depth-\d|</li>|<ol class="children">|</ol>', inside
    )
    short = {"</li>": ")", '<ol class="children">': "[", "</ol>": "]"}
    return "".join(short.get(tag) or f"({tag[-1]}" for tag in tags)


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


def test_replies_nest_to_the_fifth_level_and_stay_there(article: Article) -> None:
    comment = make_comment(article)
    for _number in range(6):
        comment = make_comment(article, comment)
    make_comment(article)
    assert outline(page_of(article)) == "(1[(2[(3[(4[(5)(5)(5)])])])])(1)"


def test_lists_close_where_the_level_falls(article: Article) -> None:
    first = make_comment(article)
    second = make_comment(article, make_comment(article, first))
    make_comment(article, first)
    make_comment(article, second)
    assert outline(page_of(article)) == "(1[(2[(3[(4)])])(2)])"


def test_replies_to_a_removed_comment_move_up(article: Article) -> None:
    root = make_comment(article)
    middle = make_comment(article, root)
    make_comment(article, middle)
    alone = make_comment(article)
    make_comment(article, alone)
    BlogComment.objects.filter(pk__in=[middle.pk, alone.pk]).move_to_trash()
    assert outline(page_of(article)) == "(1[(2)])(1)"


def test_a_chain_of_three_hundred_replies_keeps_its_order(article: Article) -> None:
    chain = [make_comment(article)]
    for _number in range(300):
        chain.append(make_comment(article, chain[-1]))
    assert shown_ids(page_of(article)) == [comment.pk for comment in chain]


def test_the_newest_page_comes_first_with_its_oldest_thread_on_top(article: Article) -> None:
    SiteSettings(comment_threads_per_page=2).save()
    ids = [make_comment(article, comment=f"No. {number}").pk for number in range(5)]
    reply = make_comment(article, BlogComment.objects.get(pk=ids[0]))
    html = page_of(article)
    base = article.get_absolute_url()
    assert shown_ids(html) == ids[4:]
    assert f'href="{base}comment-page-2/"' in html
    middle = page_of(article, "comment-page-2/")
    assert shown_ids(middle) == ids[2:4]
    assert f'href="{base}comment-page-1/"' in middle
    assert f'href="{base}"' in middle
    assert shown_ids(page_of(article, "comment-page-1/")) == [ids[0], reply.pk, ids[1]]


@pytest.mark.parametrize(
    ("wanted", "number"), [(None, 3), (1, 1), (3, 3), (4, 3), (0, 3), (10**12, 3), (-5, 1)]
)
def test_a_page_that_is_not_there_is_the_nearest(article: Article, wanted: int | None, number: int) -> None:
    SiteSettings(comment_threads_per_page=1).save()
    for _number in range(3):
        make_comment(article)
    assert threads.read_page(article, wanted).number == number


def test_a_permalink_leads_to_the_right_page(article: Article) -> None:
    SiteSettings(comment_threads_per_page=2).save()
    comments = [make_comment(article, comment=f"No. {number}") for number in range(5)]
    addresses = [Client().get(f"/comments/{comment.pk}/")["Location"] for comment in comments]
    base = article.get_absolute_url()
    pages = ["comment-page-1/", "comment-page-1/", "comment-page-2/", "comment-page-2/", ""]
    expected = [f"{base}{page}#comment-{comment.pk}" for page, comment in zip(pages, comments, strict=True)]
    assert addresses == expected


def test_permalinks_of_what_nobody_may_see_are_not_there(article: Article, alice: User) -> None:
    held = make_comment(article, state=State.PENDING)
    hidden = make_comment(make_article(alice, title="Closed", password="sesame"))
    for number in (held.pk, hidden.pk, 999_999):
        assert Client().get(f"/comments/{number}/").status_code == 404
    assert Client().get(f"/comments/{10**30}/").status_code == 404


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


def test_a_comment_is_liked_and_unliked(article: Article, bob: User) -> None:
    comment = make_comment(article)
    client = sign_in(bob)
    address = f"/comments/{comment.pk}/like/"
    assert client.get(address).status_code == 405
    assert client.post(address)["Location"].endswith(f"#comment-{comment.pk}")
    assert ">Liked</button>" in page_of(article, client=client)
    answer = client.post(address, headers={"Accept": "application/json"}).json()
    assert answer == {"count": 0, "is_liked": False}


def test_a_guest_likes_once_from_one_browser(article: Article) -> None:
    comment = make_comment(article)
    address, ours = f"/comments/{comment.pk}/like/", {"Sec-Fetch-Site": "same-origin"}
    client = Client(enforce_csrf_checks=True)
    assert client.post(address).status_code == 403
    assert client.post(address, headers=ours).status_code == 302
    assert Client(enforce_csrf_checks=True).post(address, headers=ours).status_code == 302
    comment.refresh_from_db()
    assert comment.like_count == 2
    client.post(address, headers=ours)
    assert CommentLike.objects.count() == 1


def test_held_comments_cannot_be_liked(article: Article) -> None:
    comment = make_comment(article, state=State.PENDING, submit_date=timezone.now())
    ours = {"Sec-Fetch-Site": "same-origin"}
    assert Client().post(f"/comments/{comment.pk}/like/", headers=ours).status_code == 404
