"""Proof of work, asked of the browser where a comment is doubtful."""

import time
from itertools import count
from typing import Any

import pytest
from django.core import signing

from accounts.models import User
from blog.comments import proof
from blog.comments.models import BlogComment, State
from blog.models import Article, OutgoingMail, SiteSettings
from tests.comments.posts import OURS, post, sign_in
from tests.factories import make_article, make_comment

ABOUT = ("article 1", "gustav@example.org", "A fine walk.")
DOUBTFUL = {
    "comment": "soooooooooooo, see https://a.example and a few words more",
    "url": "https://b.example",
}
JSON = OURS | {"Accept": "application/json"}


def solve(challenge: str) -> str:
    """Do what the browser does."""
    return next(f"{challenge}:{number}" for number in count() if proof._is_solved(f"{challenge}:{number}"))


class TestChallenge:
    def test_a_solved_challenge_proves_its_comment(self) -> None:
        assert proof.is_proven(solve(proof.challenge(*ABOUT)), *ABOUT)

    @pytest.mark.parametrize("place", range(3))
    def test_it_proves_no_other_comment(self, place: int) -> None:
        answer = solve(proof.challenge(*ABOUT))
        other = [*ABOUT[:place], "other", *ABOUT[place + 1 :]]
        assert not proof.is_proven(answer, *other)

    def test_a_wrong_number_proves_nothing(self) -> None:
        challenge = proof.challenge(*ABOUT)
        wrong = next(n for n in count() if not proof._is_solved(f"{challenge}:{n}"))
        assert not proof.is_proven(f"{challenge}:{wrong}", *ABOUT)

    def test_a_forged_challenge_proves_nothing(self) -> None:
        signed, _mark, _signature = proof.challenge(*ABOUT).rpartition(":")
        assert not proof.is_proven(solve(f"{signed}:{'A' * 43}"), *ABOUT)
        other = signing.TimestampSigner(salt="blog.comments.confirm").sign(proof._digest(ABOUT))
        assert not proof.is_proven(solve(other), *ABOUT)

    def test_it_is_good_for_ten_minutes(self, monkeypatch: pytest.MonkeyPatch) -> None:
        answer = solve(proof.challenge(*ABOUT))
        now = time.time()
        monkeypatch.setattr(signing.time, "time", lambda: now + 9 * 60)  # type: ignore[attr-defined]
        assert proof.is_proven(answer, *ABOUT)
        monkeypatch.setattr(signing.time, "time", lambda: now + 11 * 60)  # type: ignore[attr-defined]
        assert not proof.is_proven(answer, *ABOUT)

    @pytest.mark.parametrize(
        "answer", ["", ":", "1", "a:b:c:1", "a:" * 40_000 + "1", "٣:٣", "é:1", "\ud800:1"]
    )
    def test_nonsense_proves_nothing(self, answer: str) -> None:
        assert not proof.is_proven(answer, *ABOUT)


@pytest.fixture
def _nobody_is_held_for_being_new(db: None) -> None:
    SiteSettings(first_comment_is_held=False).save()


def send(article: Article, client: Any = None, **changed: Any) -> Any:
    return post(article, client, JSON, **(DOUBTFUL | changed))


@pytest.mark.usefixtures("_nobody_is_held_for_being_new")
class TestPosting:
    def test_a_doubtful_comment_is_stored_when_its_browser_worked(self, article: Article) -> None:
        asked = send(article, proof="")
        assert asked.status_code == 202
        assert asked.json()["bits"] == proof.BITS
        assert not BlogComment.objects.exists()
        assert not OutgoingMail.objects.exists()
        answer = solve(asked.json()["challenge"])
        assert send(article, proof=answer).status_code == 201
        comment = BlogComment.objects.get()
        assert (comment.state, comment.held_because) == (State.PUBLIC, [])
        assert ["proof", -20, ""] in comment.signals
        assert send(article, proof=answer).status_code == 409  # good for once

    def test_without_javascript_it_is_held(self, article: Article) -> None:
        post(article, **DOUBTFUL)
        comment = BlogComment.objects.get()
        assert comment.state == State.PENDING
        assert comment.reasons == ["It is doubtful: 23 of 100 points, and no proof of work."]

    def test_a_browser_that_cannot_is_not_asked(self, article: Article) -> None:
        assert send(article).status_code == 201
        assert BlogComment.objects.get().state == State.PENDING

    @pytest.mark.parametrize("changed", [{"comment": DOUBTFUL["comment"] + "!"}, {"email": "x@example.org"}])
    def test_another_comment_is_asked_again(self, article: Article, changed: dict[str, str]) -> None:
        answer = solve(send(article, proof="").json()["challenge"])
        assert send(article, proof=answer, **changed).status_code == 202
        assert send(make_article(title="Another"), proof=answer).status_code == 202
        assert not BlogComment.objects.exists()

    def test_an_ordinary_comment_is_not_asked(self, article: Article) -> None:
        assert send(article, proof="", comment="A fine walk.", url="").status_code == 201

    def test_who_is_held_anyway_is_not_asked(self, article: Article) -> None:
        assert send(article, proof="", honeypot="x").status_code == 201
        assert BlogComment.objects.get().state == State.SPAM

    def test_known_people_and_authors_are_not_asked(self, article: Article, alice: User, bob: User) -> None:
        make_comment(article, user=bob, comment="Before.")
        text = {"comment": "soooooooooooo AND EVERYTHING IN CAPITAL LETTERS! https://a.example", "proof": ""}
        for person in (alice, bob):
            assert send(article, sign_in(person), **text).status_code == 201
            assert BlogComment.objects.get(user=person, comment=text["comment"]).state == State.PUBLIC

    def test_101_switches_it_off(self, article: Article) -> None:
        SiteSettings(first_comment_is_held=False, score_doubtful_from=101).save()
        assert send(article, proof="").status_code == 201
        assert BlogComment.objects.get().state == State.PUBLIC


@pytest.mark.django_db
def test_what_is_proven_waits_for_its_address_alone(article: Article) -> None:
    answer = solve(send(article, proof="").json()["challenge"])
    send(article, proof=answer)
    assert [code for code, _detail in BlogComment.objects.get().held_because] == ["first"]
