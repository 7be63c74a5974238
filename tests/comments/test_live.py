"""New comments for a page that is open: what is told to whom, where it belongs, and its cost."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from blog.comments import followups, live
from blog.comments.models import BlogComment, State
from blog.models import Article, Page, SiteSettings, Status
from tests.comments.pages import page_of, shown_ids
from tests.factories import make_article, make_comment, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _always_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "FRESH_SECONDS", 1e-9)


def _ask(item: Article | Page, after: str = "0", **headers: str) -> Any:
    kind = item._meta.model_name
    return Client().get(f"/comments/live/{kind}/{item.pk}/?after={after}", headers=headers or None)


def _news(response: Any) -> dict[int, Any]:
    """Return what was told of each comment, by its number."""
    assert response.status_code == 200
    return {comment["id"]: comment for comment in json.loads(response.content)["comments"]}


def _address(html: str) -> str:
    """Return where the page asks."""
    return html.partition('data-live="')[2].partition('"')[0]


def test_a_page_that_was_just_loaded_has_all(article: Article) -> None:
    make_comment(article)
    followups.queue_due()
    assert Client().get(_address(page_of(article))).status_code == 204


def test_a_comment_is_told_once_its_announcement_included(article: Article) -> None:
    address = _address(page_of(article))
    comment = make_comment(article)
    assert list(_news(Client().get(address))) == [comment.pk]
    followups.queue_due()
    response = Client().get(address)
    assert list(_news(response)) == [comment.pk]
    assert Client().get(json.loads(response.content)["next"]).status_code == 204


def test_a_held_comment_is_told_when_it_becomes_public(article: Article) -> None:
    held = make_comment(article, state=State.PENDING)
    make_comment(article, comment="Newer, and public before.")
    followups.queue_due()
    address = _address(page_of(article))
    assert Client().get(address).status_code == 204
    held.approve()
    followups.queue_due()
    assert list(_news(Client().get(address))) == [held.pk]


@pytest.mark.parametrize("state", [State.PENDING, State.SPAM, State.TRASH])
def test_what_is_not_public_is_never_told(article: Article, state: State) -> None:
    make_comment(article, state=state)
    assert _ask(article).status_code == 204


def test_the_html_is_that_of_the_page(article: Article) -> None:
    comment = make_comment(article)
    reply = make_comment(article, comment)
    news = _news(_ask(article))
    page = page_of(article).replace("\n", "")
    for told in news.values():
        assert told["html"].removesuffix("</li>").replace("\n", "") in page
    assert list(news) == [comment.pk, reply.pk]
    assert news[reply.pk]["url"] == f"/comments/{reply.pk}/"


def test_news_say_where_they_belong(article: Article) -> None:
    """Each one below the comment that the list shows before it, at the depth that the list gives it."""
    first = make_comment(article)
    child = make_comment(article, first)
    last = make_comment(article)
    deep = [child]
    for _level in range(5):
        deep.append(make_comment(article, deep[-1]))
    make_comment(article, first, state=State.SPAM)
    sibling = make_comment(article, first)
    news = _news(_ask(article))
    order = shown_ids(page_of(article))
    assert [news[number]["before"] for number in order] == [None, *order[:-1]]
    depths = {number: told["depth"] for number, told in news.items()}
    assert [depths[comment.pk] for comment in (first, child, *deep[1:], sibling, last)] == [
        1, 2, 3, 4, 5, 5, 5, 2, 1,
    ]  # fmt: skip


def test_a_reply_to_what_its_writer_deleted_stands_below_the_tombstone(article: Article) -> None:
    root = make_comment(article, wordpress_id=77)
    reply = make_comment(article, root)
    root.withdraw()
    told = _news(_ask(article))[reply.pk]
    assert (told["before"], told["depth"]) == (77, 2)


def test_a_reply_to_what_a_moderator_removed_moves_up(article: Article) -> None:
    before = make_comment(article)
    root = make_comment(article)
    reply = make_comment(article, root)
    root.move_to_trash()
    assert (_news(_ask(article))[reply.pk]["before"], _news(_ask(article))[reply.pk]["depth"]) == (
        before.pk,
        1,
    )


def test_the_heading_counts_what_is_public_now(article: Article) -> None:
    make_comment(article)
    make_comment(article, comment="Another.")
    assert json.loads(_ask(article).content)["heading"] == "2 thoughts on “A walk along the harbour”"


@pytest.mark.parametrize(
    "fields",
    [
        {"status": Status.DRAFT},
        {"status": Status.PRIVATE},
        {"password": "sesame"},
        {"published_at": timezone.now() + timedelta(days=1)},
    ],
)
def test_what_visitors_may_not_read_tells_nothing(alice: User, fields: dict[str, Any]) -> None:
    hidden = make_article(alice, **fields)
    make_comment(hidden)
    assert _ask(hidden).status_code == 404


def test_pages_have_news_too(alice: User, article: Article) -> None:
    page = make_page(alice, comments_open=True)
    comment = BlogComment(page=page, comment="Hello.", author_name="Gustav", state=State.PUBLIC)
    comment.save()
    assert list(_news(_ask(page))) == [comment.pk]
    assert _ask(article).status_code == 204


def test_a_closed_article_does_not_ask(article: Article) -> None:
    make_comment(article)
    Article.objects.filter(pk=article.pk).update(comments_open=False)
    assert _address(page_of(article)) == ""


@pytest.mark.parametrize("after", ["", "x", "-1", "1.5", "²", "9" * 16, "9" * 10_000, "%00", "<b>"])
def test_an_odd_time_is_refused(article: Article, after: str) -> None:
    assert _ask(article, after).status_code == 400


def test_the_latest_time_and_unknown_items_are_no_errors(article: Article) -> None:
    assert _ask(article, str(live.LATEST)).status_code == 204
    for path in ("article/999999999/", "article/9999999999999999999/", "page/1/", "user/1/", "article/0/"):
        assert Client().get(f"/comments/live/{path}?after=0").status_code == 404
    assert Client().post(f"/comments/live/article/{article.pk}/?after=0").status_code == 405


def test_answers_may_be_kept_for_seconds_and_set_no_cookie(article: Article, bob: User) -> None:
    assert _ask(article)["Cache-Control"] == "public, max-age=5"
    make_comment(article)
    response = _ask(article)
    assert response["Cache-Control"] == "public, max-age=5"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    again = _ask(article, if_none_match=response["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_a_question_without_news_is_one_query_whatever_the_number(article: Article) -> None:
    for number in range(60):
        make_comment(article, comment=f"No. {number}", announced_at=timezone.now())
    SiteSettings.current()
    after = str(live.moment(timezone.now()))
    with CaptureQueriesContext(connection) as queries:
        assert _ask(article, after).status_code == 204
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        assert len(_news(_ask(article))) == live.MOST_NEWS
    assert len(queries) <= 5


def test_many_questions_within_a_moment_ask_the_database_once(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "FRESH_SECONDS", 1e9)
    SiteSettings.current()
    after = live.moment(timezone.now())
    with CaptureQueriesContext(connection) as queries:
        for number in range(20):
            assert _ask(article, str(after + number)).status_code == 204
    assert len(queries) == 1
