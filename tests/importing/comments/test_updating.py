"""The same file again, and newer ones."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from blog.comments.models import BlogComment, State
from blog.comments.personal_data import erase_comments
from blog.importing.models import Source
from blog.models import Article
from tests import factories
from tests.importing.comments.records import codes, make_record, make_source, write


def test_unchanged_comment_is_left_alone(article: Article, source: Source) -> None:
    write(source, article, [make_record(1)])
    outcome = write(source, article, [make_record(1), make_record(2)])
    assert (outcome.counts["unchanged"], outcome.counts["created"]) == (1, 1)


def test_changed_comment_follows_the_file(article: Article, source: Source) -> None:
    write(source, article, [make_record(1, state="pending"), make_record(2, state="trash")])
    outcome = write(source, article, [make_record(1, body="New <i>words</i>"), make_record(2)])
    assert outcome.counts["updated"] == 2
    one, two = BlogComment.objects.order_by("pk")
    assert one.comment_html == "<p>New <em>words</em></p>\n"
    assert (one.state, one.is_public, two.state, two.moderated_at) == (State.PUBLIC, True, State.PUBLIC, None)
    assert write(source, article, [make_record(1, body="New <i>words</i>")]).counts["unchanged"] == 1


def stored() -> dict[str, Any]:
    return dict(
        BlogComment.objects.values(*(field.attname for field in BlogComment._meta.concrete_fields)).get()
    )


def moderate(comment: BlogComment) -> None:
    comment.mark_spam()


def edit(comment: BlogComment) -> None:
    comment.rewrite("Other words")
    comment.save()


def withdraw(comment: BlogComment) -> None:
    comment.withdraw()


def rename(comment: BlogComment) -> None:
    comment.author_name = "Somebody"
    comment.save()


@pytest.mark.parametrize(
    ("change", "state"),
    [
        *((change, "public") for change in (moderate, edit, withdraw, rename)),
        (moderate, "trash"),
        (rename, "trash"),
    ],
)
def test_what_was_changed_here_is_kept_and_told(
    article: Article, source: Source, change: Callable[[BlogComment], None], state: str
) -> None:
    write(source, article, [make_record(1, state=state)])
    change(BlogComment.objects.get())
    before = stored()
    assert write(source, article, [make_record(1, state=state)]).counts["unchanged"] == 1
    outcome = write(source, article, [make_record(1, state=state, body="From the newer file")])
    assert (outcome.counts["kept"], codes(outcome)) == (1, ["kept-comment"])
    assert stored() == before


def test_name_that_was_taken_off_does_not_come_back(article: Article, source: Source, bob: User) -> None:
    write(source, article, [make_record(1, person="bob", email="")], {"bob": bob.pk})
    erase_comments(bob, keep_texts=True)
    write(source, article, [make_record(1, person="bob", email="", body="Newer")], {"bob": bob.pk})
    comment = BlogComment.objects.get()
    assert (comment.user, comment.author_name, comment.comment) == (None, "Anonymous", "Comment 1")


def test_traces_that_were_forgotten_do_not_come_back(article: Article, source: Source) -> None:
    write(source, article, [make_record(1, user_agent="Mozilla")])
    BlogComment.objects.all().forget_traces(days=30)
    outcome = write(source, article, [make_record(1, user_agent="Mozilla", body="Newer")])
    comment = BlogComment.objects.get()
    assert outcome.counts["updated"] == 1
    assert (comment.ip_address, comment.user_agent, comment.comment) == (None, "", "Newer")


@pytest.mark.parametrize("number", [1, None])
def test_what_was_deleted_here_stays_deleted(article: Article, source: Source, number: int | None) -> None:
    records = [make_record(number, key="1"), make_record(2)]
    write(source, article, records)
    BlogComment.objects.exclude(wordpress_id=2).get().delete()
    outcome = write(source, article, records)
    assert outcome.skipped == {"deleted-here": 1}
    BlogComment.objects.filter(pk=2).delete()
    assert write(source, article, records).skipped == {"deleted-here": 2}
    assert not BlogComment.objects.exists()


def test_deleted_number_of_one_source_is_free_for_another(
    article: Article, source: Source, charlie: User
) -> None:
    write(source, article, [make_record(1)])
    BlogComment.objects.all().delete()
    other = factories.make_article(charlie, title="Another walk")
    write(make_source("https://other.example"), other, [make_record(1)])
    assert BlogComment.objects.get().pk == 1


def test_what_is_no_longer_in_the_file_stays(article: Article, source: Source) -> None:
    write(source, article, [make_record(1), make_record(2, 1)])
    write(source, article, [make_record(2)])
    assert list(BlogComment.objects.values_list("pk", "parent_id")) == [(1, 1), (2, 1)]
