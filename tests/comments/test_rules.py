"""Duplicates, haste, and what is held or thrown away."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from accounts.models import User
from blog.comments import moderation
from blog.comments.models import BlogComment, State
from blog.models import Article, SiteSettings
from tests.comments.posts import OURS, post, sign_in
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

DUPLICATE = "Duplicate comment detected; it looks as though you’ve already said that!"
TOO_QUICK = "You are posting comments too quickly. Slow down."


def test_the_same_text_again_is_a_duplicate(article: Article) -> None:
    post(article)
    response = post(article)
    assert response.status_code == 409
    assert DUPLICATE in response.content.decode()
    assert BlogComment.objects.count() == 1


def test_a_duplicate_leads_to_the_comment_that_is_there(article: Article) -> None:
    first = post(article)
    again: Any = post(article, headers=OURS | {"Accept": "application/json"}, email="GUSTAV@example.org")
    assert again.json()["existing_url"] == first["Location"]


@pytest.mark.parametrize("state", State)
def test_a_duplicate_is_found_in_every_state(article: Article, state: State) -> None:
    make_comment(article, state=state)
    assert post(article).status_code == 409


def test_the_same_text_elsewhere_or_by_another_is_no_duplicate(article: Article, alice: User) -> None:
    post(article)
    assert post(make_article(alice, title="Elsewhere")).status_code == 302
    assert post(article, email="bea@example.org").status_code == 302
    assert post(article, comment="A fine walk!").status_code == 302


def test_a_typed_address_is_not_the_account_that_has_it(article: Article, bob: User) -> None:
    post(article, sign_in(bob))
    assert post(article, email=bob.email).status_code == 302


def test_a_second_comment_must_wait(article: Article, settings: Any) -> None:
    settings.BLOG_COMMENT_INTERVAL = 15
    post(article)
    BlogComment.objects.update(submit_date=timezone.now() - timedelta(seconds=5))
    response = post(article, comment="And another thing.")
    assert response.status_code == 429
    assert TOO_QUICK in response.content.decode()
    assert "And another thing." in response.content.decode()
    assert response["Retry-After"] == "10"
    assert BlogComment.objects.count() == 1


def test_waiting_helps(article: Article, settings: Any) -> None:
    settings.BLOG_COMMENT_INTERVAL = 15
    post(article)
    BlogComment.objects.update(submit_date=timezone.now() - timedelta(seconds=15))
    assert post(article, comment="And another thing.").status_code == 302


def test_haste_is_seen_across_articles_and_for_accounts(article: Article, bob: User, settings: Any) -> None:
    settings.BLOG_COMMENT_INTERVAL = 15
    post(make_article(article.author, title="Elsewhere"), sign_in(bob))
    assert post(article, sign_in(bob)).status_code == 429
    assert post(article).status_code == 302


def test_a_duplicate_is_told_before_haste(article: Article, settings: Any) -> None:
    settings.BLOG_COMMENT_INTERVAL = 15
    post(article)
    assert post(article).status_code == 409


def test_the_author_may_answer_as_fast_as_she_can(article: Article, alice: User, settings: Any) -> None:
    settings.BLOG_COMMENT_INTERVAL = 15
    client = sign_in(alice)
    assert post(article, client, comment="One").status_code == 302
    assert post(article, client, comment="Two").status_code == 302


def test_changing_the_address_does_not_help_for_long(article: Article, settings: Any) -> None:
    settings.BLOG_COMMENT_INTERVAL = 15
    answers = [post(article, email=f"bot{number}@example.org") for number in range(11)]
    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert 140 <= int(answers[-1]["Retry-After"]) <= 150


@pytest.mark.parametrize(
    ("text", "is_held"),
    [
        ("one [link](https://a.example)", False),
        ("one https://a.example", False),
        ("[one](https://a.example) and [two](https://b.example)", True),
        ("https://a.example and HTTP://b.example", True),
        ("[one](https://a.example) and https://b.example", True),
        ("www.a.example www.b.example", True),
        ("<https://a.example> <https://b.example>", True),
        ("`https://a.example` https://b.example", True),
    ],
)
def test_two_links_hold_a_comment(article: Article, bob: User, text: str, is_held: bool) -> None:
    make_comment(article, user=bob)
    post(article, sign_in(bob), comment=text)
    comment = BlogComment.objects.get(comment=text)
    assert (comment.state == State.PENDING) == is_held
    assert comment.reasons == (["It has 2 links."] if is_held else [])


@pytest.mark.parametrize("field", ["author", "email", "url", "comment"])
def test_a_word_of_the_moderation_list_holds_wherever_it_stands(article: Article, field: str) -> None:
    SiteSettings(first_comment_is_held=False, moderation_words="\nother\n  Casino  \n").save()
    value = {"email": "mycasino@example.org", "url": "https://xCASINOx.example"}.get(field, "a CASINOs b")
    post(article, **{field: value})
    comment = BlogComment.objects.get()
    assert (comment.state, comment.reasons) == (
        State.PENDING,
        ["It has “Casino” of the moderation list."],
    )


@pytest.mark.parametrize(("name", "word"), [("User-Agent", "evilbot"), ("", "127.0.0.1")])
def test_words_match_address_and_agent_too(article: Article, name: str, word: str) -> None:
    SiteSettings(first_comment_is_held=False, moderation_words=word).save()
    post(article, headers=OURS | ({name: "EvilBot/1"} if name else {}))
    assert BlogComment.objects.get().state == State.PENDING


def test_markup_does_not_hide_a_word(article: Article) -> None:
    SiteSettings(first_comment_is_held=False, moderation_words="casino").save()
    post(article, comment="Come to the cas**ino**.")
    assert BlogComment.objects.get().state == State.PENDING


def test_a_disallowed_word_goes_to_the_trash(article: Article) -> None:
    SiteSettings(disallowed_words="casino").save()
    response = post(article, comment="Casino!")
    comment = BlogComment.objects.get()
    assert response.status_code == 302
    assert (comment.state, comment.reasons) == (State.TRASH, ["It has “casino” of the disallowed list."])


def test_an_empty_list_matches_nothing(article: Article) -> None:
    SiteSettings(first_comment_is_held=False, moderation_words="\n \n", disallowed_words="\r\n").save()
    post(article)
    assert BlogComment.objects.get().state == State.PUBLIC


def test_everything_can_be_held(article: Article) -> None:
    SiteSettings(first_comment_is_held=False, all_comments_are_held=True).save()
    post(article)
    assert BlogComment.objects.get().reasons == ["Every comment is held."]


def test_an_account_is_known_by_its_approved_comment(article: Article, bob: User) -> None:
    post(article, sign_in(bob), comment="First")
    assert BlogComment.objects.get().state == State.PENDING
    BlogComment.objects.all().approve()
    post(article, sign_in(bob), comment="Second")
    assert BlogComment.objects.get(comment="Second").state == State.PUBLIC


def test_a_typed_name_and_address_prove_nothing(article: Article) -> None:
    make_comment(article, confirmed_at=timezone.now())
    post(article, comment="It is me, Gustav.")
    assert BlogComment.objects.get(comment="It is me, Gustav.").state == State.PENDING


def test_an_account_with_the_proven_address_of_a_known_guest_is_known(article: Article, bob: User) -> None:
    make_comment(article, user_email=bob.email, confirmed_at=timezone.now())
    EmailAddress.objects.create(user=bob, email=bob.email, verified=True, primary=True)
    post(article, sign_in(bob), comment="Now with an account.")
    comment = BlogComment.objects.get(user=bob)
    assert comment.state == State.PUBLIC
    assert comment.confirmed_at


def test_every_reason_is_told() -> None:
    draft = moderation.Draft("n", "e", "u", "casino", '<a href="x">1</a><a href="y">2</a>', "", "")
    rules = moderation.Rules(True, True, 2, "casino", "")
    codes = [code for code, _detail in moderation.held_because(draft, rules, is_known=False)]
    assert codes == ["all", "first", "links", "word"]
