"""The score of a comment, and what it does."""

from dataclasses import replace

import pytest

from accounts.models import User
from blog.comments import scoring
from blog.comments.bayes import Verdict
from blog.comments.models import BlogComment, State
from blog.comments.moderation import Draft
from blog.comments.scoring import Circumstances
from blog.models import Article, OutgoingMail, SiteSettings
from tests.comments.posts import post, sign_in
from tests.factories import make_comment

DRAFT = Draft("Gustav", "g@example.org", "", "A fine walk.", "<p>A fine walk.</p>", "", "")


def score(draft: Draft = DRAFT, around: Circumstances | None = None) -> dict[str | int, str | int]:
    """Return the points of each signal."""
    return {
        signal: points for signal, points, _detail in scoring.signals_of(draft, around or Circumstances())
    }


def test_an_ordinary_comment_has_no_signal() -> None:
    assert score() == {}


@pytest.mark.parametrize(
    ("changed", "signal"),
    [
        ({"text": "BUY THE BEST WATCHES OF THE WORLD"}, "upper"),
        ({"text": "Come to the c\u0430sino."}, "scripts"),
        ({"text": "soooooooooooo"}, "repeated"),
        ({"text": "https://a.example/x", "html": '<a href="https://a.example/x">x</a>'}, "ratio"),
        ({"text": "https://a.example/x", "html": '<a href="https://a.example/x">x</a>'}, "links"),
    ],
)
def test_the_text_gives_signals(changed: dict[str, str], signal: str) -> None:
    assert int(score(replace(DRAFT, **changed))[signal]) > 0


@pytest.mark.parametrize("text", ["Привет, how are you?", "----------------", "OK", "Größe 日本語 naïve"])
def test_other_languages_and_lines_are_no_signal(text: str) -> None:
    assert score(replace(DRAFT, text=text)) == {}


def test_who_writes_counts() -> None:
    assert score(around=Circumstances(public_count=2)) == {"good-name": -20}
    assert score(around=Circumstances(spam_count=9)) == {"bad-name": 40}
    assert score(around=Circumstances(is_trapped=True, seconds=0.5)) == {"trap": 80, "haste": 20}
    assert score(replace(DRAFT, url="https://a.example"), Circumstances(is_guest=True)) == {"website": 5}


def test_signals_are_told_as_sentences() -> None:
    signals = scoring.signals_of(DRAFT, Circumstances(spam_count=2, verdict=Verdict(1.0, ["pills"])))
    assert scoring.total(signals) == 80
    assert scoring.explain_signals(signals) == [
        "+40: This person’s comments that were spam: 2.",
        "+40: Its words, compared with what moderators decided: pills.",
    ]


def test_a_percent_sign_in_a_detail_is_no_format() -> None:
    assert scoring.explain_signals([["repeated", 10, "%"], ["unknown", 1, ""]]) == [
        "+10: It repeats “%” many times."
    ]


@pytest.mark.django_db
class TestPosting:
    """What a post makes of the score."""

    def test_a_score_holds(self, article: Article) -> None:
        SiteSettings(first_comment_is_held=False).save()
        post(article, honeypot="x", comment="A word.")
        comment = BlogComment.objects.get()
        assert (comment.state, comment.reasons) == (State.PENDING, ["It looks like spam: 80 of 100 points."])

    def test_a_high_score_is_spam_and_told_to_nobody(self, article: Article) -> None:
        response = post(article, honeypot="x", open_ms="100", url="https://a.example")
        comment = BlogComment.objects.get()
        assert (response.status_code, comment.state, comment.score) == (302, State.SPAM, 100)
        assert not OutgoingMail.objects.exists()

    def test_101_switches_it_off(self, article: Article) -> None:
        SiteSettings(
            first_comment_is_held=False, score_doubtful_from=101, score_held_from=101, score_spam_from=101
        ).save()
        post(article, honeypot="x", open_ms="0", comment="AAAAAAAAAAAAAAAAAAAAAAAAA BBBBB")
        assert BlogComment.objects.get().state == State.PUBLIC

    @pytest.mark.parametrize("told", ["", "-1", "NaN", "9" * 50, "٣"])
    def test_nonsense_of_the_script_is_no_haste(self, article: Article, told: str) -> None:
        post(article, open_ms=told)
        assert BlogComment.objects.get().signals == []

    def test_the_author_is_never_scored(self, article: Article, alice: User) -> None:
        post(article, sign_in(alice), honeypot="x")
        comment = BlogComment.objects.get()
        assert (comment.state, comment.score) == (State.PUBLIC, 0)

    def test_a_known_account_has_credit(self, article: Article, bob: User) -> None:
        make_comment(article, user=bob, comment="Before.")
        post(article, sign_in(bob), comment="[one](https://a.example) and a word or two more to read")
        assert BlogComment.objects.get(comment__startswith="[one]").score == 0
