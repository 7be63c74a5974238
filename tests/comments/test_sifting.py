"""Sifting finds exactly what a plain query finds, page after page, whatever is asked together."""

import random
from itertools import pairwise
from typing import Any

import pytest
from django.contrib import admin
from django.test import RequestFactory

from accounts.models import User
from blog.comments import sifting
from blog.comments.admin.listing import PER_PAGE
from blog.comments.models import BlogComment, State
from blog.comments.moderation import Reason
from blog.models import Article
from tests.factories import make_article, make_comment, make_page

pytestmark = pytest.mark.django_db

STATES = (*State.values, "reported", "all")
TEXTS = (
    "harbour",
    "harbour lantern",
    "HARBOUR",
    "nowhere",
    "one@",
    "@example.net",
    "192.0.2.1",
    "192.0.2.0/24",
)


@pytest.fixture
def crowd(article: Article, alice: User, bob: User, charlie: User) -> dict[str, list[Any]]:
    """Return what can be asked of 300 comments that were thrown together."""
    dice = random.Random(7)
    articles, page = [article, make_article(charlie, title="His")], make_page(alice)
    first = make_comment(article)
    comments = [
        BlogComment(
            article=(place := dice.choice([*articles, None])),
            page=None if place else page,
            state=dice.choice(State.values),
            author_name=dice.choice(["Ann", "Bea Harbour"]),
            user=dice.choice([None, None, bob]),
            user_email=dice.choice(["one@example.org", "two@example.net", ""]),
            ip_address=dice.choice(["192.0.2.1", "192.0.2.7", "198.51.100.1", None]),
            comment=f"No. {number} "
            + " ".join(dice.sample(["harbour", "lantern", "Harbourmaster", "Möwe"], 2)),
            held_because=[[reason, ""] for reason in dice.sample(Reason.values, dice.randrange(3))],
            report_count=dice.choice([0, 0, 0, 2]),
        )
        for number in range(300)
    ]
    for comment in comments:
        comment.save()
    people = [first, *dice.sample(comments, 6)]
    return {
        "article": [place.pk for place in articles],
        "page": [page.pk],
        "person": [comment.pk for comment in people],
        "reason": Reason.values,
        "q": list(TEXTS),
    }


def list_for(user: User, asked: dict[str, Any]) -> Any:
    request = RequestFactory().get("/admin/comments/blogcomment/", asked)
    request.user = user
    return admin.site._registry[BlogComment].get_changelist_instance(request), request


def combinations(crowd: dict[str, list[Any]], count: int) -> list[dict[str, Any]]:
    """Every single thing in every state, and some of the combinations."""
    dice = random.Random(11)
    singles = [
        {"state": state, name: value}
        for name, some in crowd.items()
        for value in some
        for state in dice.sample(STATES, 2)
    ]
    mixed = [
        {"state": dice.choice(STATES)}
        | {name: dice.choice(crowd[name]) for name in dice.sample(list(crowd), 2 + dice.randrange(2))}
        for _number in range(count)
    ]
    return [{"state": state} for state in STATES] + singles + mixed


@pytest.mark.parametrize(("few", "name"), [(0, "owner"), (3_000, "owner"), (25, "charlie")])
def test_what_is_found_is_what_a_plain_query_finds(
    crowd: dict[str, list[Any]],
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    few: int,
    name: str,
) -> None:
    monkeypatch.setattr(sifting, "FEW", few)
    monkeypatch.setattr(sifting, "MOST_SECONDS", 60)
    user = request.getfixturevalue(name)
    for asked in combinations(crowd, 60):
        page, asking = list_for(user, asked)
        plain = list(page.get_queryset(asking).values_list("pk", flat=True))
        question = page.question(asking)
        assert page.found.numbers == plain[:PER_PAGE], asked
        assert [number for _last, part in sifting.find_all(question) for number in part] == plain, asked
        assert page.found.is_all == (len(plain) <= PER_PAGE), asked


@pytest.mark.parametrize("seconds", [0, 60])
def test_leafing_to_the_end_and_back_shows_everything_once(
    crowd: dict[str, list[Any]], owner: User, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    monkeypatch.setattr(sifting, "FEW", 0)
    monkeypatch.setattr(sifting, "MOST_SECONDS", seconds)
    monkeypatch.setattr(sifting, "PORTIONS", (10, 20, 5))
    page, asking = list_for(owner, {"state": "public", "q": "harbour"})
    question, plain = page.question(asking), list(page.get_queryset(asking).values_list("pk", flat=True))
    down, before = [], None
    while True:
        found = sifting.find(question, 10, before=before)
        down += found.numbers
        if not found.goes_on:
            break
        before = found.looked_to or found.numbers[-1]
    assert down == plain
    up: list[int] = []
    after = 0
    while True:
        found = sifting.find(question, 10, after=after)
        up = found.numbers + up
        if not found.goes_on:
            break
        after = found.looked_to or found.numbers[0]
    assert up == plain
    assert all(older < newer for newer, older in pairwise(down))


def test_the_page_says_how_far_a_search_came(
    article: Article, owner: User, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sifting, "FEW", 0)
    monkeypatch.setattr(sifting, "MOST_SECONDS", 0)
    monkeypatch.setattr(sifting, "PORTIONS", (4,))
    oldest = make_comment(article, comment="A lantern")
    for number in range(6):
        make_comment(article, comment=f"No. {number}")
    client.force_login(owner)
    address = "/admin/comments/blogcomment/?state=public&q=lantern"
    html = client.get(address).content.decode()
    assert "Few comments fit. The search came as far back as" in html
    assert "A lantern" not in html
    older = html.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert f"before={oldest.pk + 3}" in older
    assert "A lantern" in client.get(f"/admin/comments/blogcomment/{older}").content.decode()
