"""Replies that can be folded away: how many are below which comment, and where the list is opened."""

import re

import pytest

from blog.comments.models import State
from blog.models import Article
from tests.comments.pages import outline, page_of
from tests.factories import make_comment

pytestmark = pytest.mark.django_db


def summaries(html: str) -> list[str]:
    return re.findall(r"<details open><summary><span>([^<]*)</span>", html)


def test_each_comment_says_how_many_stand_below_it(article: Article) -> None:
    first = make_comment(article)
    answer = make_comment(article, first, comment="An answer")
    make_comment(article, answer, comment="An answer to it")
    make_comment(article, first, comment="Another answer")
    make_comment(article, comment="A thread of its own")
    html = page_of(article)
    assert outline(html) == "(1[(2[(3)])(2)])(1)"
    assert summaries(html) == ["Hide 3 replies", "Hide 1 reply"]
    assert html.count("<span>Show 3 replies</span>") == 1


def test_what_is_deeper_than_the_fifth_level_is_counted(article: Article) -> None:
    comment = None
    for number in range(8):
        comment = make_comment(article, comment, comment=f"No. {number}")
    html = page_of(article)
    assert summaries(html) == [f"Hide {count} replies" for count in (7, 6, 5, 4)]


def test_replies_that_are_not_shown_are_not_counted(article: Article) -> None:
    first = make_comment(article)
    make_comment(article, first, comment="Spam", state=State.SPAM)
    assert summaries(page_of(article)) == []
