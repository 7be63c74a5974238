"""What the filter learns from moderators, and what it says."""

import pytest

from blog.comments import bayes, training
from blog.comments.bayes import Counts
from blog.comments.models import TOTALS, BlogComment, SpamWord, State
from blog.models import Article
from tests.comments.posts import post
from tests.factories import make_comment


def learnt() -> dict[str, tuple[int, int]]:
    """Return spam and public counts of each word."""
    return {word.word: (word.spam_count, word.public_count) for word in SpamWord.objects.all()}


def test_few_comments_say_nothing() -> None:
    assert bayes.judge({"pills": Counts(9, 0)}, Counts(9, 100)) is None


def test_words_of_spam_and_of_others_are_told_apart() -> None:
    totals = Counts(50, 50)
    spam = bayes.judge({"pills": Counts(40, 0), "the": Counts(50, 50)}, totals)
    fine = bayes.judge({"harbour": Counts(0, 40), "the": Counts(50, 50)}, totals)
    assert spam
    assert fine
    assert spam.probability > 0.8
    assert fine.probability < 0.2
    assert spam.words == ["pills"]


def test_unknown_words_say_nothing() -> None:
    assert bayes.judge({}, Counts(50, 50)) == (0.5, [])


def test_tokens_are_bounded() -> None:
    found = bayes.tokens("x" * 100_000, " ".join(map(str, range(1000, 9000))))
    assert max(map(len, found)) <= 40
    assert len(bayes.tokens(" ".join(f"word{number}" for number in range(9999)))) <= 150


def test_hosts_and_pairs_are_words() -> None:
    assert {"//a.example", "東京"} <= bayes.tokens("https://a.example/x 東京都")


@pytest.mark.django_db
class TestTraining:
    """The worker's part."""

    def test_a_decision_is_learnt_once(self, article: Article) -> None:
        make_comment(article, state=State.PENDING, comment="pills").mark_spam()
        assert (training.learn_due(), training.learn_due()) == (1, 0)
        assert learnt() == {TOTALS: (1, 0), "pills": (1, 0)}

    def test_a_changed_decision_is_unlearnt_first(self, article: Article) -> None:
        comment = make_comment(article, comment="pills")
        for decide in (comment.mark_spam, comment.approve):
            decide()
            training.learn_due()
        assert learnt() == {TOTALS: (0, 1), "pills": (0, 1)}

    def test_what_waits_again_is_unlearnt(self, article: Article) -> None:
        comment = make_comment(article, comment="pills")
        for decide in (comment.mark_spam, comment.hold):
            decide()
            training.learn_due()
        assert learnt()["pills"] == (0, 0)

    def test_only_moderators_teach(self, article: Article) -> None:
        make_comment(article)
        make_comment(article, state=State.SPAM)
        assert training.learn_due() == 0

    def test_counts_never_fall_below_zero(self, article: Article) -> None:
        comment = make_comment(article, comment="pills")
        comment.mark_spam()
        training.learn_due()
        SpamWord.objects.update(spam_count=0)
        comment.approve()
        training.learn_due()
        assert learnt()["pills"] == (0, 1)

    def test_a_post_is_judged_by_what_was_learnt(self, article: Article) -> None:
        for number in range(12):
            make_comment(article, comment=f"cheap pills {number}")
            make_comment(article, comment=f"lovely harbour {number}")
        BlogComment.objects.filter(comment__startswith="cheap").mark_spam()
        BlogComment.objects.filter(comment__startswith="lovely").approve()
        training.learn_due()
        post(article, comment="Cheap cheap pills")
        comment = BlogComment.objects.latest("pk")
        assert comment.signals[0][0] == "words"
        assert comment.score >= 20
        assert "pills" in comment.signals[0][2]
