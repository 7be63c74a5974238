"""The links to other orders of the threads, and what such a page says of itself."""

import re

import pytest
from django.test import Client

from blog.comments.models import BlogComment
from blog.models import Article, SiteSettings
from tests.comments.pages import page_of, shown_ids
from tests.factories import make_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def ids(article: Article) -> list[int]:
    """Numbers of three comments on two pages; the second is liked most."""
    SiteSettings(comment_threads_per_page=2).save()
    return [make_comment(article, comment=f"No. {n}", like_count=n % 2).pk for n in range(3)]


def _orders(html: str) -> list[tuple[str, str]]:
    """Return address and text of each link, a current one's text in brackets."""
    inside = html.partition('<nav class="comment-orders"')[2].partition("</nav>")[0]
    found = re.findall(r'<a href="([^"]+)"( aria-current="true")?>([^<]+)</a>', inside)
    return [(url, f"[{text}]" if current else text) for url, current, text in found]


def test_there_is_nothing_to_order_with_one_thread(article: Article) -> None:
    make_comment(article, make_comment(article))
    assert _orders(page_of(article)) == []


def test_each_order_has_its_address(article: Article, ids: list[int]) -> None:
    base = article.get_absolute_url()
    expected = [
        (f"{base}comment-page-1/#comments", "Oldest"),
        (f"{base}?comments=newest#comments", "Newest"),
        (f"{base}?comments=best#comments", "Best"),
    ]
    assert _orders(page_of(article)) == expected
    assert [text for _url, text in _orders(page_of(article, "?comments=best"))] == [
        "Oldest",
        "Newest",
        "[Best]",
    ]
    assert _orders(page_of(article, "comment-page-1/"))[0][1] == "[Oldest]"


def test_pages_of_another_order_are_numbered_from_its_start(article: Article, ids: list[int]) -> None:
    base = article.get_absolute_url()
    first, second = page_of(article, "?comments=best"), page_of(article, "comment-page-2/?comments=best")
    assert (shown_ids(first), shown_ids(second)) == ([ids[1], ids[0]], [ids[2]])
    assert f'rel="next" href="{base}comment-page-2/?comments=best#comments"' in first
    assert f'rel="prev" href="{base}?comments=best#comments"' in second
    assert shown_ids(page_of(article, "?comments=newest")) == [ids[2], ids[1]]


def test_threads_that_lost_their_first_comment_come_after_the_best(article: Article) -> None:
    SiteSettings(comment_threads_per_page=2).save()
    removed, liked, withdrawn, plain = (make_comment(article, like_count=n) for n in (9, 3, 5, 0))
    replies = [make_comment(article, parent, like_count=7) for parent in (removed, withdrawn)]
    last = make_comment(article)
    removed.move_to_trash()
    withdrawn.withdraw()
    pages = [
        shown_ids(page_of(article, f"{path}?comments=best"))
        for path in ("", "comment-page-2/", "comment-page-3/")
    ]
    assert pages == [[liked.pk, plain.pk], [last.pk, replies[0].pk], [withdrawn.pk, replies[1].pk]]


@pytest.mark.parametrize("value", ["", "oldest", "worst", "NEWEST", "9" * 5000, "newest%00"])
def test_an_unknown_order_is_the_default(article: Article, ids: list[int], value: str) -> None:
    response = Client().get(f"{article.get_absolute_url()}?comments={value}")
    if response.status_code == 400:
        assert "%00" in value
    else:
        assert shown_ids(response.content.decode()) == ids[2:]


def test_another_order_is_not_indexed_and_names_the_article(article: Article, ids: list[int]) -> None:
    for query in ("?comments=best", "comment-page-2/?comments=newest"):
        html = page_of(article, query)
        assert '<meta name="robots" content="noindex' in html
        assert re.search(rf'rel="canonical" href="[^"]+{re.escape(article.get_absolute_url())}"', html)
    assert "noindex" not in page_of(article)


def test_permalinks_go_by_the_default_order(article: Article, ids: list[int]) -> None:
    location = Client().get(f"/comments/{ids[0]}/?comments=best")["Location"]
    assert location == f"{article.get_absolute_url()}comment-page-1/#comment-{ids[0]}"
    assert BlogComment.objects.get(pk=ids[0]).item == article
