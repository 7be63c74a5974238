"""How comments nest, and which page they stand on."""

import itertools

import pytest
from django.test import Client

from accounts.models import User
from blog.comments import threads
from blog.comments.models import BlogComment, State
from blog.comments.ordering import Order
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
    assert f'href="{base}comment-page-2/#comments"' in html
    middle = page_of(article, "comment-page-2/")
    assert shown_ids(middle) == ids[2:4]
    assert f'href="{base}comment-page-1/#comments"' in middle
    assert f'href="{base}#comments"' in middle
    assert shown_ids(page_of(article, "comment-page-1/")) == [ids[0], reply.pk, ids[1]]


@pytest.mark.parametrize(
    ("wanted", "number"), [(None, 3), (1, 1), (3, 3), (4, 3), (0, 3), (10**12, 3), (-5, 1)]
)
def test_a_page_that_is_not_there_is_the_nearest(article: Article, wanted: int | None, number: int) -> None:
    SiteSettings(comment_threads_per_page=1).save()
    for _number in range(3):
        make_comment(article)
    assert threads.read_page(article, wanted).number == number


def test_newest_first_turns_the_threads_around_and_not_their_replies(article: Article) -> None:
    SiteSettings(comment_threads_per_page=2).save()
    heads = [make_comment(article, comment=f"No. {number}") for number in range(5)]
    replies = [make_comment(article, heads[3], comment=f"Reply {number}") for number in range(2)]
    pages = [_read_ids(article, number, Order.NEWEST) for number in (None, 2, 3, 99)]
    three = [heads[3].pk, *(reply.pk for reply in replies)]
    last = [heads[0].pk]
    assert pages == [[heads[4].pk, *three], [heads[2].pk, heads[1].pk], last, last]


def test_best_first_goes_by_the_likes_of_the_first_comment_then_by_age(article: Article) -> None:
    SiteSettings(comment_threads_per_page=2).save()
    likes = (0, 3, 5, 3, 0)
    heads = [make_comment(article, comment=f"{number}", like_count=n) for number, n in enumerate(likes)]
    reply = make_comment(article, heads[4], like_count=9)
    pages = [_read_ids(article, number, Order.BEST) for number in (None, 2, 3)]
    first, second, third = ([heads[2], heads[1]], [heads[3], heads[0]], [heads[4], reply])
    assert pages == [[comment.pk for comment in page] for page in (first, second, third)]


@pytest.mark.parametrize("order", Order)
def test_every_order_shows_each_comment_on_one_page(article: Article, order: Order) -> None:
    """Also where a thread lost its first comment to a moderator, or to its writer."""
    SiteSettings(comment_threads_per_page=2).save()
    heads = [make_comment(article, comment=f"No. {number}", like_count=number % 3) for number in range(9)]
    for head in heads[:4]:
        make_comment(article, make_comment(article, head))
    heads[1].move_to_trash()
    heads[2].withdraw()
    heads[7].withdraw()  # nobody answered
    heads[8].mark_spam()
    shown = [_read_ids(article, number, order) for number in range(1, 5)]
    assert sorted(itertools.chain(*shown)) == sorted(
        set(BlogComment.objects.values_list("pk", flat=True)) - {heads[n].pk for n in (1, 7, 8)}
    )
    assert {threads.read_page(article, None, order).page_count, article.comment_page_count} == {4}
    assert threads.read_page(article, None, order).thread_count == 7


def test_the_own_held_thread_is_counted_for_its_writer_only(article: Article, bob: User) -> None:
    SiteSettings(comment_threads_per_page=1).save()
    make_comment(article)
    held = make_comment(article, user=bob, state=State.PENDING)
    own = threads.read_page(article, user=bob)
    assert ([row.pk for row in own.rows], own.page_count, own.count) == ([held.pk], 2, 1)
    assert threads.read_page(article).page_count == 1


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


def _read_ids(article: Article, number: int | None, order: Order) -> list[int]:
    return [row.pk for row in threads.read_page(article, number, order).rows]
