"""How comments nest, and which page they stand on."""

import pytest
from django.test import Client

from accounts.models import User
from blog.comments import threads
from blog.comments.models import BlogComment, State
from blog.models import Article, SiteSettings
from tests.comments.pages import outline, page_of, shown_ids
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


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
