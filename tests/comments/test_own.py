"""A signed-in reader edits or deletes the own comment; when that is possible is one rule."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from blog.comments.models import BlogComment, State
from blog.models import Article, SiteSettings
from tests.comments.pages import page_of
from tests.comments.posts import sign_in
from tests.factories import make_comment

pytestmark = pytest.mark.django_db


def by_bob(article: Article, bob: User, **fields: Any) -> BlogComment:
    return make_comment(article, user=bob, user_email=bob.email, **fields)


def set_site(**fields: Any) -> None:
    site = SiteSettings.current()
    for name, value in fields.items():
        setattr(site, name, value)
    site.save()


def as_stored(comment: BlogComment) -> dict[str, Any]:
    stored = BlogComment.objects.get(pk=comment.pk)
    return {field.attname: getattr(stored, field.attname) for field in BlogComment._meta.concrete_fields}


def edit(comment: BlogComment, client: Client, text: str = "A better walk.") -> Any:
    return client.post(f"/comments/{comment.pk}/edit/", {"action": "edit", "comment": text})


@pytest.mark.parametrize(
    ("minutes", "age", "is_editable"),
    [
        (15, timedelta(minutes=14, seconds=50), True),
        (15, timedelta(minutes=15, seconds=1), False),
        (1, timedelta(seconds=50), True),
        (1, timedelta(seconds=61), False),
        (0, timedelta(), False),
    ],
)
def test_it_is_editable_for_so_many_minutes(
    article: Article, minutes: int, age: timedelta, is_editable: bool
) -> None:
    set_site(comment_edit_minutes=minutes)
    assert make_comment(article, submit_date=timezone.now() - age).is_editable == is_editable


@pytest.mark.parametrize(
    ("state", "is_editable"),
    [(State.PUBLIC, False), (State.PENDING, False), (State.SPAM, True), (State.TRASH, True)],
)
def test_it_is_editable_until_somebody_replied(article: Article, state: State, is_editable: bool) -> None:
    comment = make_comment(article)
    assert comment.is_editable
    make_comment(article, comment, comment="Indeed.", state=state)
    assert comment.is_editable == is_editable


@pytest.mark.parametrize("state", [State.SPAM, State.TRASH])
def test_what_was_removed_is_not_editable(article: Article, state: State) -> None:
    assert not make_comment(article, state=state).is_editable


def test_the_signed_in_edit_their_comment_and_it_stays_public(article: Article, bob: User) -> None:
    comment = by_bob(article, bob)
    assert edit(comment, sign_in(bob)).status_code == 200
    comment.refresh_from_db()
    assert (comment.comment, comment.state) == ("A better walk.", State.PUBLIC)
    assert comment.edited_at


@pytest.mark.parametrize(
    ("text", "rules", "state"),
    [
        ("https://a.example https://b.example", {}, State.PENDING),
        ("Cheap pills", {"moderation_words": "pills"}, State.PENDING),
        ("Cheap pills", {"disallowed_words": "pills"}, State.TRASH),
        ("A better walk.", {"all_comments_are_held": True}, State.PENDING),
    ],
)
def test_an_edit_is_judged_by_the_rules(
    article: Article, bob: User, text: str, rules: dict[str, Any], state: State
) -> None:
    set_site(**rules)
    comment = by_bob(article, bob)
    edit(comment, sign_in(bob), text)
    comment.refresh_from_db()
    assert (comment.state, comment.is_public) == (state, False)
    assert comment.reasons[-1] == "Its writer changed it."


def test_no_rule_holds_up_the_author_of_the_text(article: Article, alice: User) -> None:
    set_site(all_comments_are_held=True)
    comment = make_comment(article, user=alice)
    edit(comment, sign_in(alice))
    comment.refresh_from_db()
    assert (comment.comment, comment.state) == ("A better walk.", State.PUBLIC)


def test_an_edit_publishes_nothing_that_was_held(article: Article, bob: User) -> None:
    by_bob(article, bob, comment="Known")
    comment = by_bob(article, bob, state=State.PENDING, held_because=[["links", "3"], ["moderator", ""]])
    edit(comment, sign_in(bob))
    comment.refresh_from_db()
    assert comment.state == State.PENDING
    assert comment.held_because == [["moderator", ""], ["edited", ""]]


def test_the_signed_in_delete_their_comment_at_any_time(article: Article, bob: User) -> None:
    comment = by_bob(article, bob, submit_date=timezone.now() - timedelta(days=900))
    make_comment(article, comment, comment="Indeed.")
    response = sign_in(bob).post(f"/comments/{comment.pk}/edit/", {"action": "delete"})
    assert "Your comment is deleted" in response.content.decode()
    comment.refresh_from_db()
    assert (comment.state, comment.is_public) == (State.TRASH, False)
    assert comment.withdrawn_at


@pytest.mark.parametrize("action", ["edit", "delete"])
def test_nobody_touches_the_comment_of_another(
    article: Article, bob: User, charlie: User, action: str
) -> None:
    comment = by_bob(article, bob)
    before = as_stored(comment)
    url, sent = f"/comments/{comment.pk}/edit/", {"action": action, "comment": "x"}
    assert sign_in(charlie).get(url).status_code == 404
    assert sign_in(charlie).post(url, sent).status_code == 404
    assert Client().post(url, sent).status_code == 302
    assert as_stored(comment) == before


def test_a_guests_comment_belongs_to_no_account(article: Article, bob: User) -> None:
    comment = make_comment(article, user_email=bob.email)
    assert sign_in(bob).get(f"/comments/{comment.pk}/edit/").status_code == 404


def test_the_signed_in_need_their_token(article: Article, bob: User) -> None:
    comment = by_bob(article, bob)
    client = sign_in(bob, enforce_csrf_checks=True)
    assert edit(comment, client).status_code == 403
    comment.refresh_from_db()
    assert comment.comment == "A fine walk."


def test_the_page_says_until_when(article: Article, bob: User) -> None:
    comment = by_bob(article, bob)
    page = sign_in(bob).get(f"/comments/{comment.pk}/edit/").content.decode()
    assert "You can change it until" in page
    make_comment(article, comment, comment="Indeed.")
    page = sign_in(bob).get(f"/comments/{comment.pk}/edit/").content.decode()
    assert "Somebody has replied, so the text stays as it is." in page
    assert "Delete this comment" in page


def test_who_changes_without_end_is_slowed_down_and_loses_no_text(article: Article, bob: User) -> None:
    comment, client = by_bob(article, bob), sign_in(bob)
    statuses = [edit(comment, client, f"No. {number}").status_code for number in range(31)]
    assert statuses == [200] * 30 + [429]
    assert "No. 30" in edit(comment, client, "No. 30").content.decode()


def test_the_signed_in_find_the_way_from_their_own_comments_only(article: Article, bob: User) -> None:
    own, other = by_bob(article, bob), make_comment(article, comment="Another's.")
    page = page_of(article, client=sign_in(bob))
    assert f'href="/comments/{own.pk}/edit/"' in page
    assert f"/comments/{other.pk}/edit/" not in page
    assert "/edit/" not in page_of(article)


def test_readers_see_that_a_text_was_edited(article: Article, bob: User) -> None:
    comment = by_bob(article, bob)
    assert "(edited)" not in page_of(article)
    edit(comment, sign_in(bob))
    assert "(edited)" in page_of(article)
