"""Parents that come later, never, from elsewhere, or in circles."""

import pytest

from accounts.models import User
from blog.comments.models import BlogComment
from blog.comments.models.place import DEEPEST_LEVEL
from blog.importing.models import Imported, Source
from blog.models import Article
from tests import factories
from tests.importing.comments.records import codes, make_record, make_writer, paths, write


def test_parent_later_in_the_portion(article: Article, source: Source) -> None:
    write(source, article, [make_record(3, 2), make_record(2, 1), make_record(1)])
    assert paths()[3] == ("0000000001/0000000002/0000000003", 1, 2, 2)


def test_late_parent_takes_the_subtree_with_it(article: Article, source: Source) -> None:
    writer = make_writer(source)
    write(source, article, [make_record(3, 2), make_record(4, 3)])
    reply = factories.make_comment(article, parent=BlogComment.objects.get(pk=4))
    BlogComment.objects.get(pk=4).delete()  # its step stays in the path of the reply
    waiting = writer.finish()
    assert codes(waiting) == ["unknown-parent"]
    write(source, article, [make_record(1), make_record(2, 1)])
    assert codes(writer.finish()) == []
    assert paths()[3] == ("0000000001/0000000002/0000000003", 1, 2, 2)
    end = f"0000000001/0000000002/0000000003/0000000004/{reply.pk:010d}"
    assert paths()[reply.pk] == (end, 1, 4, 4)
    assert Imported.objects.exclude(missing=[]).count() == 0
    before = paths()
    writer.finish()
    assert paths() == before


def test_parent_that_never_comes_is_told_and_waited_for(article: Article, source: Source) -> None:
    write(source, article, [make_record(2, 1)])
    for _ in range(2):
        assert codes(make_writer(source).finish()) == ["unknown-parent"]
    assert paths()[2] == ("0000000002", 2, 2, 0)


def test_own_parent_and_parent_elsewhere_begin_threads(
    article: Article, source: Source, charlie: User
) -> None:
    other = factories.make_article(charlie, title="Another walk")
    records = [make_record(1, 1), make_record(2, text="2"), make_record(3, 2)]
    outcome = write(source, article, records, _2=other)
    assert codes(outcome) == ["own-parent", "parent-elsewhere"]
    assert {row[1] for row in paths().values()} == {1, 2, 3}


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 1, 2), (2, 3, 1), (3, 2, 1)])
@pytest.mark.parametrize("size", [1, 2, 3])
def test_circle_is_broken_at_its_smallest_number(
    article: Article, source: Source, order: tuple[int, ...], size: int
) -> None:
    parents = {1: 3, 2: 1, 3: 2}
    records = [make_record(number, parents[number]) for number in order] + [make_record(4, 3)]
    told = []
    for start in range(0, 4, size):
        told += codes(write(source, article, records[start : start + size]))
    told += codes(make_writer(source).finish())
    assert told == ["comment-circle"]
    assert paths()[4] == ("0000000001/0000000002/0000000003/0000000004", 1, 3, 3)
    before = paths()
    write(source, article, records)
    make_writer(source).finish()
    assert paths() == before


def test_deep_threads_stay_at_the_deepest_level(article: Article, source: Source) -> None:
    deep = DEEPEST_LEVEL + 10
    records = [make_record(number, number - 1 if number > 1 else "") for number in range(1, deep + 1)]
    write(source, article, records[5:])
    write(source, article, records[:5])
    make_writer(source).finish()
    assert paths()[deep][2:] == (deep - 1, DEEPEST_LEVEL)
    assert paths()[deep][0].startswith("0000000001/0000000002/")


def test_newer_file_moves_a_reply(article: Article, source: Source) -> None:
    write(source, article, [make_record(1), make_record(2), make_record(3, 1), make_record(4, 3)])
    write(source, article, [make_record(3, 2)])
    assert paths()[4] == ("0000000002/0000000003/0000000004", 2, 3, 2)
