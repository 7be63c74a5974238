"""The comment form: what it answers, in the words of WordPress."""

from datetime import timedelta
from typing import Any

import django_comments
import pytest
from django.test import Client
from django.utils import timezone
from django_comments.signals import comment_will_be_posted

from accounts.models import User
from blog.comments.forms import CommentForm
from blog.comments.models import BlogComment, State
from blog.models import Article, SiteSettings, Status
from tests.comments.posts import ADDRESS, OURS, fields, post, sign_in
from tests.factories import make_article, make_comment, make_page

pytestmark = pytest.mark.django_db


def test_a_guests_comment_is_stored_and_held(article: Article) -> None:
    response = post(article)
    comment = BlogComment.objects.get()
    assert response.status_code == 302
    assert comment.state == State.PENDING
    assert [code for code, _detail in comment.held_because] == ["first"]
    assert response["Location"] == (
        f"/2019/05/15/{article.slug}/?unapproved={comment.pk}"
        f"&moderation-hash={comment.moderation_hash}#comment-{comment.pk}"
    )


def test_a_guests_comment_keeps_everything_that_was_given(article: Article) -> None:
    post(
        article,
        url="example.org/me",
        email="Gustav@Example.ORG",
        subscribe_comments="on",
        subscribe_blog="on",
        comment="One\r\ntwo",
        headers=OURS | {"User-Agent": "Browser\t1"},
    )
    comment = BlogComment.objects.get()
    assert (comment.author_name, comment.user_email) == ("Gustav Guest", "gustav@example.org")
    assert comment.user_url == "https://example.org/me"
    assert comment.comment == "One\ntwo"
    assert comment.followup
    assert comment.wants_posts
    assert comment.ip_address == "127.0.0.1"
    assert comment.user_agent == "Browser 1"
    assert not comment.is_public


def test_get_is_not_allowed(article: Article) -> None:
    assert Client().get(ADDRESS).status_code == 405


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("comment", " \n ", "Please enter a comment"),
        ("email", "", "Please enter your email address here"),
        ("email", "gustav", "Invalid email address"),
        ("author", "", "Please enter your name here"),
        ("author", "x" * 246, "Name: at most 245 characters."),
        ("email", "x" * 90 + "@example.org", "Email: at most 100 characters."),
        ("url", "https://example.org/" + "x" * 181, "Website: at most 200 characters."),
        ("url", "example.org/" + "x" * 185, "Website: at most 200 characters."),
        ("url", "javascript:alert(1)", "This is no web address."),
        ("url", "ftp://example.org", "This is no web address."),
        ("comment", "x" * 65_526, "Comment: at most 65525 characters."),
        ("email", "x" * 100_000, "Email: at most 100 characters."),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_lost(
    article: Article, field: str, value: str, message: str
) -> None:
    response = post(article, headers=OURS | {"Accept": "application/json"}, **{field: value})
    assert response.status_code == 400
    assert response.json()["errors"] == {field: message}  # type: ignore[attr-defined]
    page = post(article, **{field: value})
    assert page.status_code == 400
    html = page.content.decode()
    assert message in html
    assert (value.strip() in html) or "<" in value
    assert "Gustav Guest" in html or field == "author"
    assert not BlogComment.objects.exists()


def test_the_longest_allowed_values_are_stored(article: Article) -> None:
    post(article, author="ü" * 245, comment="ü" * 65_525, email="x" * 60 + "@" + "y" * 35 + ".org")
    assert BlogComment.objects.get().author_name == "ü" * 245


def test_line_breaks_count_once(article: Article) -> None:
    assert post(article, comment="a\r\n" * 32_762).status_code == 302


def test_a_filled_trap_holds_the_comment(article: Article) -> None:
    assert post(article, honeypot="buy").status_code == 302
    assert BlogComment.objects.get().score == 80


def test_a_closed_article_takes_no_comments(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(comments_open=False)
    response = post(article)
    assert response.status_code == 403
    assert "Sorry, comments are closed for this item." in response.content.decode()
    assert "A fine walk." in response.content.decode()


def test_an_old_article_closes_by_itself(article: Article) -> None:
    SiteSettings(comments_close_after_days=14).save()
    assert post(article).status_code == 403
    Article.objects.filter(pk=article.pk).update(published_at=timezone.now() - timedelta(days=13))
    assert post(article).status_code == 302


def test_an_article_behind_a_password_takes_no_comments(alice: User) -> None:
    assert post(make_article(alice, password="sesame")).status_code == 403


@pytest.mark.parametrize("status", [Status.DRAFT, Status.PENDING, Status.PRIVATE])
def test_an_unpublished_article_is_not_there(alice: User, status: Status) -> None:
    assert post(make_article(alice, status=status)).status_code == 404


def test_a_scheduled_article_is_not_there(alice: User) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    assert post(make_article(alice, published_at=tomorrow)).status_code == 404


@pytest.mark.parametrize("number", ["", "0", "-1", "abc", "9" * 30, "1e3", "٣", "page-", "page-x", "../1"])
def test_an_odd_article_number_is_not_there(article: Article, number: str) -> None:
    assert post(article, comment_post_ID=number).status_code == 404


def test_a_page_takes_comments(alice: User) -> None:
    page = make_page(alice)
    assert post(page, comment_post_ID=f"page-{page.pk}").status_code == 302
    assert BlogComment.objects.get().page == page


@pytest.mark.parametrize("state", [State.PENDING, State.SPAM, State.TRASH])
def test_only_public_comments_are_answered(article: Article, state: State) -> None:
    parent = make_comment(article, state=state)
    response = post(article, comment_parent=parent.pk)
    assert response.status_code == 403
    assert "Sorry, replies to unapproved comments are not allowed." in response.content.decode()
    assert BlogComment.objects.count() == 1


@pytest.mark.parametrize("number", ["999999", "9" * 40, "-1", "abc", "1.5", "²"])
def test_an_odd_parent_is_refused(article: Article, number: str) -> None:
    response = post(article, comment_parent=number)
    assert response.status_code == 403
    assert not BlogComment.objects.exists()


def test_a_parent_on_another_article_is_refused(article: Article, alice: User) -> None:
    elsewhere = make_comment(make_article(alice, title="Elsewhere"))
    assert post(article, comment_parent=elsewhere.pk).status_code == 403


def test_a_reply_stands_under_its_parent(article: Article) -> None:
    parent = make_comment(article)
    post(article, comment_parent=parent.pk, email="bea@example.org", comment="So it is.")
    reply = BlogComment.objects.get(user_email="bea@example.org")
    assert reply.parent_id == parent.pk
    assert reply.path == f"{parent.path}/{reply.pk:010}"


@pytest.mark.parametrize(
    "field", ["comment", "author", "email", "url", "comment_parent", "comment_post_ID", "x"]
)
@pytest.mark.parametrize("odd", ["a\0b", "a\ud800b"])
def test_what_no_text_can_hold_is_a_bad_request(article: Article, field: str, odd: str) -> None:
    given = fields(article, **{field: odd})
    body = "&".join(f"{name}={_quote(str(value))}" for name, value in given.items())
    kind = "application/x-www-form-urlencoded"
    response = Client().post(ADDRESS, body, content_type=kind, headers=OURS)
    if "\0" in odd:
        assert response.status_code == 400
        assert not BlogComment.objects.exists()
    else:  # Django reads it as a replacement character
        assert response.status_code < 500


def _quote(text: str) -> str:
    return "".join(f"%{byte:02X}" for byte in text.encode("utf-8", "surrogatepass"))


def test_a_signed_in_reader_needs_no_name_and_no_address(article: Article, bob: User) -> None:
    response = post(article, sign_in(bob), without=("author", "email", "url"))
    comment = BlogComment.objects.get()
    assert response.status_code == 302
    assert (comment.user, comment.author_name, comment.user_email) == (bob, "Bob Reader", bob.email)


def test_a_signed_in_reader_cannot_take_another_name(article: Article, bob: User) -> None:
    post(article, sign_in(bob), author="Alice Writer", email="alice@example.org")
    assert BlogComment.objects.get().author_name == "Bob Reader"


def test_the_author_of_the_article_is_public_at_once(article: Article, alice: User) -> None:
    SiteSettings(all_comments_are_held=True, disallowed_words="walk").save()
    response = post(article, sign_in(alice))
    comment = BlogComment.objects.get()
    assert comment.state == State.PUBLIC
    assert response["Location"] == f"/2019/05/15/{article.slug}/#comment-{comment.pk}"


def test_another_author_is_held_like_everybody(article: Article, charlie: User) -> None:
    post(article, sign_in(charlie))
    assert BlogComment.objects.get().state == State.PENDING


def test_a_script_gets_the_address(article: Article) -> None:
    response: Any = post(article, headers=OURS | {"Accept": "application/json"})
    assert response.status_code == 201
    assert response.json()["url"].endswith(f"#comment-{BlogComment.objects.get().pk}")


def test_the_package_finds_our_model_and_our_form() -> None:
    assert django_comments.get_model() is BlogComment
    assert django_comments.get_form() is CommentForm


def test_a_hook_of_the_package_may_refuse(article: Article) -> None:
    def refuse(sender: type[BlogComment], comment: BlogComment, **_more: Any) -> bool:
        return "walk" not in comment.comment

    comment_will_be_posted.connect(refuse, sender=BlogComment)
    try:
        assert post(article).status_code == 400
        assert post(article, comment="Fine.").status_code == 302
    finally:
        comment_will_be_posted.disconnect(refuse, sender=BlogComment)
