"""The queue: filters and search, rows and their buttons, and texts that changed meanwhile."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from blog.comments.admin import paging
from blog.comments.models import Act, BlogComment, CommentVersion, ModerationRecord, State
from blog.models import Article, SiteSettings
from tests.comments.posts import sign_in
from tests.factories import make_article, make_comment, make_page

pytestmark = pytest.mark.django_db

LIST = "/admin/comments/blogcomment/"


def html_of(client: Client, query: str = "") -> str:
    response = client.get(LIST + query)
    assert response.status_code == 200
    return response.content.decode()


def state_of(comment: BlogComment) -> str:
    return BlogComment.objects.values_list("state", flat=True).get(pk=comment.pk)


def press(client: Client, act: str, comment: BlogComment, **extra: Any) -> str:
    response = client.post(f"{LIST}?state=all", {"row": f"{act}:{comment.pk}", **extra}, follow=True)
    assert response.redirect_chain == [(f"{LIST}?state=all", 302)]
    return response.content.decode()


def test_each_state_is_counted_and_shown_alone(article: Article, owner: User) -> None:
    for state in State:
        make_comment(article, author_name=f"In {state}", comment=f"{state}", state=state)
    make_comment(article, author_name="Told of", comment="reported", report_count=2)
    client = sign_in(owner)
    tabs = re.findall(r"(\w+) <span class=\"count\">(\d+)</span>", html_of(client))
    assert tabs == [
        ("Pending", "1"), ("Public", "2"), ("Spam", "1"), ("Trash", "1"), ("Reported", "1"), ("All", "5"),
    ]  # fmt: skip
    for state in State:
        assert f"In {state}" in html_of(client, f"?state={state}")
    reported = html_of(client, "?state=reported")
    assert "Told of" in reported
    assert "2 reports" in reported
    assert "In public" not in reported


def test_more_than_anybody_leafs_through_is_not_counted(
    article: Article, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "MOST_COUNTED", 2)
    for number in range(3):
        make_comment(article, state=State.PENDING, comment=f"No. {number}")
    html = html_of(sign_in(owner))
    assert ">2+</span>" in html
    assert "No. 2" in html
    assert "No. 1" in html


def test_a_row_says_why_and_who(article: Article, owner: User) -> None:
    for state in (State.PUBLIC, State.SPAM, State.SPAM):
        make_comment(article, comment=f"Earlier {state}", state=state)
    signals = [["links", 24, "3"]]
    make_comment(article, state=State.PENDING, held_because=[["links", "3"]], score=24, signals=signals)
    html = html_of(sign_in(owner))
    assert "Score 24 of 100" in html
    assert "+24: Links: 3." in html
    assert "It has 3 links." in html
    assert re.search(r"Pending: 1,\s+Public: 1,\s+Spam: 2", html)


def test_the_history_is_the_accounts_or_the_guests_own(article: Article, owner: User, bob: User) -> None:
    make_comment(article, user=bob, user_email="gustav@example.org")
    make_comment(article, state=State.PENDING, comment="By a guest with the same address")
    assert "Pending: 1<br>" in html_of(sign_in(owner))


@pytest.mark.parametrize(
    "query",
    ["harbour", "HARBOUR walk", "gustav@example.org", "gus@", "@example.org", "192.0.2.7", "192.0.2.0/24"],
)
def test_search_finds_words_addresses_and_networks(article: Article, owner: User, query: str) -> None:
    make_comment(article, comment="A harbour walk", ip_address="192.0.2.7", user_email="gustav@example.org")
    make_comment(article, comment="Other", ip_address="198.51.100.1", user_email="x@example.net")
    html = sign_in(owner).get(LIST, {"state": "all", "q": query}).content.decode()
    assert ("A harbour walk" in html) == (query != "gus@")
    assert ">Other<" not in html


@pytest.mark.parametrize(
    "query", ["'", "!!", "a & | b", "%", "\\", "<:*", "\0", "é" * 300, "1" * 300, "fe80::1%eth0"]
)
def test_any_search_is_answered(article: Article, owner: User, query: str) -> None:
    make_comment(article)
    assert sign_in(owner).get(LIST, {"state": "all", "q": query}).status_code in (200, 302, 400)


@pytest.mark.parametrize("name", ["article", "page", "person", "reason", "p", "state"])
@pytest.mark.parametrize("value", ["", "0", "-1", "x", "9" * 30, "\u0000", "²"])
def test_any_filter_is_answered(article: Article, owner: User, name: str, value: str) -> None:
    make_comment(article, state=State.PENDING)
    assert sign_in(owner).get(LIST, {name: value}).status_code in (200, 302, 400)


def test_filters_keep_an_article_a_page_a_person_and_a_reason(article: Article, owner: User) -> None:
    first = make_comment(article, comment="On the first", held_because=[["word", "x"]], state=State.PENDING)
    make_comment(make_article(title="Second"), comment="On the second", user_email="other@example.org")
    page = make_page()
    BlogComment(page=page, comment="On a page", user_email="third@example.org", state=State.PUBLIC).save()
    client = sign_in(owner)
    for query in (f"article={article.pk}", f"person={first.pk}", "reason=word"):
        html = html_of(client, f"?state=all&{query}")
        assert "On the first" in html
        assert "On the second" not in html
        assert "On a page" not in html
    assert "On a page" in html_of(client, f"?state=all&page={page.pk}")


def test_authors_learn_nothing_of_who_wrote_under_others_texts(
    article: Article, alice: User, charlie: User
) -> None:
    theirs = make_comment(article, author_name="Secret Person")
    own = make_comment(make_article(charlie, title="His"), comment="Under his own")
    html = html_of(sign_in(charlie), f"?state=all&person={theirs.pk}")
    assert "Secret Person" not in html
    assert f">{own.comment}<" not in html


@pytest.mark.parametrize(
    ("act", "state"), [("approve", State.PUBLIC), ("spam", State.SPAM), ("trash", State.TRASH)]
)
def test_a_button_of_the_row_moves_one(article: Article, owner: User, act: str, state: State) -> None:
    comment, other = (make_comment(article, state=State.PENDING, comment=text) for text in "ab")
    html = press(sign_in(owner), act, comment)
    assert "1 comment" in html
    assert "Undo" in html
    assert (state_of(comment), state_of(other)) == (state, State.PENDING)
    assert ModerationRecord.objects.get().actor == owner


def test_odd_buttons_do_nothing(article: Article, owner: User) -> None:
    comment = make_comment(article, state=State.PENDING)
    client = sign_in(owner)
    for value in (
        "",
        "approve",
        "approve:",
        "approve:x",
        "nothing:1",
        f"approve:{'9' * 40}",
        "approve:\u0000",
    ):
        assert client.post(LIST, {"row": value}).status_code == 302
    assert state_of(comment) == State.PENDING


def test_the_button_needs_the_token_and_the_right(article: Article, owner: User, charlie: User) -> None:
    comment = make_comment(article, state=State.PENDING)
    data = {"row": f"approve:{comment.pk}"}
    assert sign_in(owner, enforce_csrf_checks=True).post(LIST, data).status_code == 403
    sign_in(charlie).post(LIST, data)
    Client().post(LIST, data)
    assert state_of(comment) == State.PENDING


def test_what_changed_since_it_was_seen_is_not_moved(article: Article, owner: User) -> None:
    changed, same = (make_comment(article, state=State.PENDING, comment=text) for text in "ab")
    client = sign_in(owner)
    seen = dict(re.findall(r'name="(seen-\d+)" value="(\w+)"', html_of(client)))
    assert set(seen) == {f"seen-{changed.pk}", f"seen-{same.pk}"}
    BlogComment.objects.filter(pk=changed.pk).update(comment="Buy pills")
    ticked = {"action": "approve", "_selected_action": [changed.pk, same.pk]}
    html = client.post(f"{LIST}?state=all", ticked | seen, follow=True).content.decode()
    assert "1 comment was left alone: it changed since you saw it." in html
    assert "1 comment approved." in html
    assert (state_of(changed), state_of(same)) == (State.PENDING, State.PUBLIC)
    assert "left alone" in press(client, "approve", changed, **seen)
    assert state_of(changed) == State.PENDING


def test_an_edit_keeps_the_old_text_and_is_logged(article: Article, owner: User) -> None:
    comment = make_comment(article, comment="Was *rude*.")
    data = {"state": "public", "comment": "Is mild.", "author_name": "Gustav", "user_url": ""}
    client = sign_in(owner)
    assert client.post(f"{LIST}{comment.pk}/change/", data).status_code == 302
    version = CommentVersion.objects.get()
    assert (version.text, version.replaced_by) == ("Was *rude*.", owner)
    assert ModerationRecord.objects.get().act == Act.EDIT
    assert "Was *rude*." in client.get(f"{LIST}{comment.pk}/change/").content.decode()


def test_an_edit_of_what_changed_meanwhile_is_refused(article: Article, owner: User) -> None:
    comment = make_comment(article, state=State.PENDING)
    data = {"state": "public", "comment": "Mine", "author_name": "G", "user_url": "", "seen": "0" * 16}
    response = sign_in(owner).post(f"{LIST}{comment.pk}/change/", data)
    assert "changed since you opened this page" in response.content.decode()
    assert state_of(comment) == State.PENDING


def test_deleting_for_ever_is_logged(article: Article, owner: User) -> None:
    one, two = (make_comment(article, comment=text, state=State.TRASH) for text in "ab")
    client = sign_in(owner)
    client.post(f"{LIST}{one.pk}/delete/", {"post": "yes"})
    ticked = {"action": "delete_selected", "_selected_action": [two.pk], "post": "yes"}
    client.post(f"{LIST}?state=all", ticked)
    assert not BlogComment.objects.exists()
    records = ModerationRecord.objects.filter(act=Act.DELETE, comment=None)
    assert set(records.values_list("comment_number", flat=True)) == {one.pk, two.pk}


def test_the_list_costs_the_same_for_many_people(article: Article, owner: User) -> None:
    client = sign_in(owner)
    counts = []
    for number in range(60):
        make_comment(
            article, state=State.PENDING, comment=f"No. {number}", user_email=f"r{number}@example.org"
        )
        if number in (0, 59):
            SiteSettings.forget()
            with CaptureQueriesContext(connection) as queries:
                html_of(client)
            counts.append(len(queries))
    assert max(counts) <= 9
