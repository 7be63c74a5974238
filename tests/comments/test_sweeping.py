"""Acts on everything that fits: in portions, over several requests, and back again."""

import re
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from blog.comments import sifting, undo
from blog.comments.admin import sweeping
from blog.comments.models import BlogComment, ModerationRecord, State
from blog.models import Article
from tests.comments.posts import sign_in
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

LIST = "/admin/comments/blogcomment/"
SPAM = {"action": "mark_spam", "all_fitting": "1"}


@pytest.fixture
def many(article: Article, monkeypatch: pytest.MonkeyPatch) -> list[BlogComment]:
    """Sixty held comments, portions of ten, and no time for a second portion."""
    monkeypatch.setattr(sifting, "PORTIONS", (10,))
    monkeypatch.setattr(sifting, "PORTION", 10)
    monkeypatch.setattr(undo, "PORTION", 10)
    monkeypatch.setattr(sweeping, "MOST_SECONDS", 0)
    return [make_comment(article, comment=f"No. {number}", state=State.PENDING) for number in range(60)]


def go_on(client: Client, address: str, data: dict[str, Any]) -> tuple[int, str]:
    """Press “Go on” until the list comes back; return how many pages that took, and the list."""
    for page in range(1, 50):
        response = client.post(address, data)
        if response.status_code == 302:
            return page, client.get(response["Location"]).content.decode()
        data = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', response.content.decode()))
    raise AssertionError("never done")


def count(state: State) -> int:
    return BlogComment.objects.filter(state=state).count()


def test_all_that_fit_are_moved_and_come_back(many: list[BlogComment], owner: User) -> None:
    other = make_comment(make_article(title="Other"), state=State.PENDING)
    client = sign_in(owner)
    address = f"{LIST}?state=pending&article={many[0].article_id}"
    pages, html = go_on(client, address, SPAM)
    assert (pages, count(State.SPAM), count(State.PENDING)) == (7, 60, 1)
    assert "60 comments marked as spam." in html
    (batch,) = set(ModerationRecord.objects.values_list("batch", flat=True))
    _pages, html = go_on(client, f"{LIST}undo/?state=all", {"batch": str(batch)})
    assert "60 comments are back where they were." in html
    assert count(State.PENDING) == 61
    other.refresh_from_db()
    assert other.moderated_at is None


def test_only_the_first_step_is_done_by_one_request(many: list[BlogComment], owner: User) -> None:
    html = sign_in(owner).post(f"{LIST}?state=pending", SPAM).content.decode()
    assert "10 comments are done, and there are more." in html
    assert count(State.SPAM) == 10


def test_authors_sweep_what_is_theirs(many: list[BlogComment], charlie: User) -> None:
    make_comment(make_article(charlie, title="His"), state=State.PENDING)
    go_on(sign_in(charlie), f"{LIST}?state=pending", SPAM)
    assert (count(State.SPAM), count(State.PENDING)) == (1, 60)


def test_odd_fields_are_no_errors(many: list[BlogComment], owner: User) -> None:
    odd = {"batch": "x\u0000", "last": "9" * 40, "done": "-1"}
    assert sign_in(owner).post(f"{LIST}?state=pending", SPAM | odd).status_code == 200
    assert sign_in(owner).post(f"{LIST}?state=pending", SPAM | {"action": "x"}).status_code in (200, 302)
    assert Client().post(f"{LIST}?state=pending", SPAM).status_code == 302


def test_the_list_offers_all_only_where_there_is_more(many: list[BlogComment], owner: User) -> None:
    client = sign_in(owner)
    assert 'name="all_fitting"' in client.get(f"{LIST}?state=pending").content.decode()
    assert 'name="all_fitting"' not in client.get(f"{LIST}?state=pending&q=59").content.decode()
