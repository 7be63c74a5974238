"""One portion of comments: ids, states, columns."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from blog.comments.models import BlogComment, CommentLike, State
from blog.comments.models.place import put_at
from blog.importing.comments import Target
from blog.importing.models import Imported
from blog.importing.records import CommentKind, TextKind
from blog.models import Article, OutgoingMail
from tests import factories
from tests.importing.comments.records import (
    MAY_16,
    codes,
    make_record,
    make_source,
    make_writer,
    paths,
    write,
)


def test_comment_is_stored_with_everything_it_has(article: Article, bob: User) -> None:
    record = make_record(
        12,
        body="Back\\slash\ttab\n\nSecond <b>bold</b>",
        author_name="Tom & Jerry",
        url="http://example.com/a",
        user_agent="Mozilla\t5",
        person="bob",
        service="twitter",
    )
    outcome = write(make_source(), article, [record], {"bob": bob.pk})
    comment = BlogComment.objects.get()
    assert outcome.counts["created"] == 1
    assert outcome.oddities == []
    assert (comment.pk, comment.wordpress_id, comment.public_id) == (12, 12, 12)
    assert comment.comment == "Back\\slash\ttab\n\nSecond <b>bold</b>"
    assert comment.comment_html == "<p>Back\\slash\ttab</p>\n<p>Second <strong>bold</strong></p>\n"
    assert (comment.author_name, comment.user_name, comment.user) == ("Tom & Jerry", "Tom & Jerry", bob)
    assert (comment.user_url, comment.ip_address) == ("http://example.com/a", "192.0.2.7")
    assert (comment.user_agent, comment.service, comment.submit_date) == ("Mozilla 5", "twitter", MAY_16)
    assert (comment.object_pk, comment.item, comment.state) == (str(article.pk), article, State.PUBLIC)
    assert comment.is_public
    assert not comment.followup
    assert not OutgoingMail.objects.exists()
    assert not Imported.objects.exists()  # the number says it all


def test_stored_comment_equals_one_that_was_saved(article: Article) -> None:
    write(make_source(), article, [make_record(12, url="http://example.com")])
    imported = BlogComment.objects.get(pk=12)
    saved = BlogComment(article=article, parent_id=0, wordpress_id=13)
    told = (
        "comment author_name user_email user_url ip_address submit_date state comment_format kind "
        "confirmed_at announced_at imported_as"
    )
    for name in told.split():
        setattr(saved, name, getattr(imported, name))
    saved.save()
    saved.refresh_from_db()
    apart = {"id", "comment_ptr", "xtdcomment_ptr", "path", "thread_id", "parent_id", "wordpress_id"}
    for field in BlogComment._meta.concrete_fields:
        if field.name not in apart:
            assert getattr(imported, field.attname) == getattr(saved, field.attname), field.name


@pytest.mark.parametrize("state", State.values)
def test_states_are_what_the_file_says_and_no_mail_is_due(article: Article, state: str) -> None:
    write(make_source(), article, [make_record(1, state=state)])
    comment = BlogComment.objects.get()
    assert comment.state == state
    assert (comment.is_public, comment.is_removed) == (state == "public", state == "trash")
    assert comment.announced_at == MAY_16
    assert not BlogComment.objects.waiting().filter(state=State.TRASH).exists()  # a moderator put it there


def test_what_does_not_fit_is_left_out_and_told(article: Article) -> None:
    outcome = write(
        make_source(),
        article,
        [
            make_record(1, email="no address", url="javascript:alert(1)", ip_address="::ffff:192.0.2.9"),
            make_record(2, ip_address="999.1.1.1", author_name="n" * 300, state="odd", submitted_at=None),
            make_record(3, body="w" * 70_000, body_format="markdown"),
            make_record(4, url="http://", email="", ip_address=""),
        ],
    )
    one, two, three, _four = BlogComment.objects.order_by("pk")
    assert (one.user_email, one.confirmed_at, one.user_url, one.ip_address) == (
        "no address", None, "", "192.0.2.9",
    )  # fmt: skip
    assert (two.ip_address, len(two.author_name), two.state) == (None, 245, State.PENDING)
    assert two.submit_date == article.published_at
    assert len(three.comment) == 70_000
    assert codes(outcome) == [
        "bad-email", "bad-ip", "bad-url", "long-comment", "long-name", "no-date", "unknown-state",
    ]  # fmt: skip


def test_number_of_a_native_comment_is_not_taken(article: Article, charlie: User) -> None:
    other = factories.make_article(charlie, title="Another walk")
    native = factories.make_comment(other)
    near = factories.make_comment(article)
    outcome = write(make_source(), article, [make_record(native.pk), make_record(near.pk, native.pk)])
    one, two = BlogComment.objects.exclude(imported_as=None).order_by("path")
    assert one.pk not in {native.pk, near.pk}
    assert one.wordpress_id == native.pk  # the anchor is another article's
    assert (two.wordpress_id, two.parent_id) == (None, one.pk)
    assert codes(outcome) == ["other-number", "other-number"]
    again = write(make_source("https://harbour.example:1"), article, [])
    assert again.counts.total() == 0


def test_repeated_import_knows_comments_with_other_numbers(article: Article, charlie: User) -> None:
    native = factories.make_comment(factories.make_article(charlie, title="Another walk"))
    source, records = make_source(), [make_record(native.pk), make_record(None, native.pk, key="third")]
    write(source, article, records)
    before = paths()
    outcome = write(source, article, records)
    assert outcome.counts["unchanged"] == 2
    assert paths() == before


def test_numbers_of_two_sources_do_not_mix(article: Article, charlie: User) -> None:
    other = factories.make_article(charlie, title="Another walk")
    write(make_source(), article, [make_record(5)])
    second = make_source("https://other.example")
    for _ in range(2):
        write(second, other, [make_record(5, body="Of another blog"), make_record(6, 5)])
    first, apart, reply = BlogComment.objects.order_by("submit_date", "pk")[:3]
    assert BlogComment.objects.count() == 3
    assert (first.pk, first.article_id) == (5, article.pk)
    by_number = {comment.wordpress_id: comment for comment in (apart, reply)}
    assert set(by_number) == {None, 6}
    assert by_number[6].parent_id == by_number[None].pk


def test_sequence_goes_on_behind_the_imported(article: Article) -> None:
    huge = [2**31 - 1, 2**31, 2**62]
    outcome = write(make_source(), article, [make_record(5000), *map(make_record, huge)])
    assert 5000 < factories.make_comment(article).pk < 6000
    for number in huge:  # would leave no numbers for those that are written here
        assert BlogComment.objects.get(wordpress_id=number).pk < 6000
    assert codes(outcome) == []  # links to them work


def test_page_shows_comments_with_the_largest_numbers(article: Article) -> None:
    write(make_source(), article, [make_record(7)])
    # Nothing moves the sequence so far in a test: it would stay there for the others.
    comment = BlogComment(article=article, comment="Late", state=State.PUBLIC, parent_id=0)
    put_at(comment, 2_000_000_001, None)
    comment.save()
    page = Client().get(article.get_absolute_url()).content.decode()
    assert 'id="comment-2000000001"' in page
    assert Client().get("/comments/2000000001/").status_code == 302
    assert Client().get("/comments/2147483648/").status_code == 404


def test_kinds_and_pages(alice: User) -> None:
    page = factories.make_page(alice)
    record = make_record(1, kind=CommentKind.PINGBACK, email="", url="http://other.example/walk")
    make_writer(make_source()).write([record], {"1": Target(TextKind.PAGE, page.pk)}, {})
    comment = BlogComment.objects.get()
    assert (comment.kind, comment.item, comment.content_type.model) == ("pingback", page, "page")


def test_likes_are_counted_once_per_visitor(article: Article, bob: User) -> None:
    source = make_source()
    write(source, article, [make_record(1, likes=("bob", "bob", "x", "y", "x"))], {"bob": bob.pk})
    assert BlogComment.objects.get().like_count == 3
    assert CommentLike.objects.filter(user=bob).count() == 1
    assert CommentLike.objects.count() == 3


def test_comments_without_their_text_are_skipped(article: Article) -> None:
    outcome = write(make_source(), article, [make_record(1, text="9"), make_record(2), make_record(2)])
    assert outcome.skipped == {"no-text": 1, "repeated-comment": 1}
    assert outcome.counts == {"created": 1, "skipped": 2, "unchanged": 0}


def test_queries_do_not_grow_with_the_portion(article: Article, django_assert_max_num_queries: Any) -> None:
    records = [make_record(number, number - 1 if number > 1 else "") for number in range(1, 301)]
    with django_assert_max_num_queries(14):
        write(make_source(), article, records)
