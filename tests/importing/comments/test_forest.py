"""Any forest of comments, in any order and in any portions, gets the places that replies get one by one."""

import random
from itertools import pairwise

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from blog.comments.models import BlogComment
from blog.models import Article
from tests import factories
from tests.importing.comments.records import make_record, make_source, make_writer, paths, write


@pytest.fixture
def article(alice: User) -> Article:
    return factories.make_article(alice)


@st.composite
def forests(draw: st.DrawFn) -> dict[int, int]:
    """Return the parent of each number, which comes before it; 0 at the head of a thread."""
    size = draw(st.integers(1, 40))
    is_deep = draw(st.booleans())
    found = {}
    for number in range(1, size + 1):
        lowest = max(0, number - 2) if is_deep else 0
        found[number] = draw(st.integers(lowest, number - 1))
    return found


def saved_one_by_one(article: Article, forest: dict[int, int]) -> dict[int, tuple[str, int, int, int]]:
    """Return the places of native comments, with the numbers of the forest."""
    found: dict[int, BlogComment] = {}
    for number, parent in forest.items():
        comment = BlogComment(article=article, parent_id=found[parent].pk if parent else 0, comment="x")
        comment.save()
        found[number] = comment
    numbers = {comment.pk: number for number, comment in found.items()}
    return {
        numbers[pk]: (
            "/".join(f"{numbers[int(step)]:010d}" for step in path.split("/")),
            numbers[thread],
            numbers[parent],
            level,
        )
        for pk, (path, thread, parent, level) in paths().items()
    }


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(forest=forests(), seed=st.integers(0, 2**32), size=st.integers(1, 15), finishes=st.booleans())
def test_places_are_those_of_replies_one_by_one(
    article: Article, forest: dict[int, int], seed: int, size: int, finishes: bool
) -> None:
    order = list(forest)
    random.Random(seed).shuffle(order)
    with transaction.atomic():
        wanted = saved_one_by_one(article, forest)
        BlogComment.objects.all().delete()
        source = make_source()
        records = [make_record(number, forest[number] or "") for number in order]
        for begin in range(0, len(records), size):
            write(source, article, records[begin : begin + size])
            if finishes:  # as when each portion is a file, imported by a run of its own
                make_writer(source).finish()
        assert make_writer(source).finish().oddities == []
        assert paths() == wanted
        transaction.set_rollback(True)


def test_chain_deeper_than_paths_go(article: Article) -> None:
    chain = {1: 0} | {number: above for above, number in pairwise(range(1, 131))}
    wanted = saved_one_by_one(article, chain)
    BlogComment.objects.all().delete()
    source = make_source()
    records = [make_record(number, parent or "") for number, parent in chain.items()]
    random.Random(1).shuffle(records)
    for begin in range(0, len(records), 7):
        write(source, article, records[begin : begin + 7])
        make_writer(source).finish()
    assert paths() == wanted


def test_page_shows_the_threads_as_they_were(article: Article) -> None:
    source = make_source()
    write(source, article, [make_record(4, 2), make_record(3, 1)])
    write(source, article, [make_record(1), make_record(5), make_record(2, 1)])
    make_writer(source).finish()
    page = Client().get(article.get_absolute_url()).content.decode()
    places = [page.index(f'id="comment-{number}" class="comment depth-{depth}"') for number, depth in
              ((1, 1), (2, 2), (4, 3), (3, 2), (5, 1))]  # fmt: skip
    assert places == sorted(places)
    assert "5 thoughts on" in page
