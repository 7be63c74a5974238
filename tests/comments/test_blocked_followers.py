"""Who is blocked begins to follow by no link; ending mails stays possible."""

import pytest
from django.test import Client
from django.utils import timezone

from blog.comments.models import BlockKind, State
from blog.comments.tokens import Purpose, link_to
from blog.models import Article
from blog.subscriptions import links
from blog.subscriptions.models import Source, Subscriber
from tests.comments.test_blocks import block
from tests.factories import make_comment

pytestmark = pytest.mark.django_db


def test_a_blocked_guest_can_end_mails_but_begin_none(article: Article) -> None:
    comment = make_comment(article, confirmed_at=timezone.now())
    link = link_to(Purpose.MAILS, comment)
    block(BlockKind.EMAIL, "gustav@example.org")
    assert Client().post(link, {"action": "follow"}).status_code == 403
    assert Client().post(link, {"action": "everything"}).status_code == 200
    assert not Subscriber.objects.active().exists()


def test_who_asked_to_follow_before_the_block_cannot_confirm() -> None:
    asked = Subscriber.objects.locked("gustav+news@example.org", Source.FORM)
    link = links.link_to(links.Purpose.CONFIRM, asked)
    block(BlockKind.EMAIL, "gustav@example.org")
    assert Client().get(link).status_code == 200
    answer = Client().post(link)
    assert answer.status_code == 403
    assert answer["Referrer-Policy"] == "same-origin"
    assert not Subscriber.objects.active().exists()


def test_who_followed_before_the_block_can_end_it_but_not_begin_again() -> None:
    rita = Subscriber.objects.start("rita@example.org", Source.FORM)
    link = links.link_to(links.Purpose.MANAGE, rita)
    block(BlockKind.DOMAIN, "example.org")
    assert Client().post(link, {"action": "frequency", "frequency": "weekly"}).status_code == 200
    assert Client().post(link, {"action": "end"}).status_code == 200
    assert Client().post(link, {"action": "follow"}).status_code == 403
    assert not Subscriber.objects.active().exists()


def test_nobody_begins_to_follow_from_a_blocked_network() -> None:
    asked = Subscriber.objects.locked("rita@example.org", Source.FORM)
    link = links.link_to(links.Purpose.CONFIRM, asked)
    block(BlockKind.ADDRESS, "203.0.113.0/24")
    assert Client(REMOTE_ADDR="203.0.113.9").post(link).status_code == 403
    assert Client(REMOTE_ADDR="203.0.114.9").post(link).status_code == 200


def test_confirming_a_comment_lets_nobody_blocked_follow(article: Article) -> None:
    comment = make_comment(article, wants_posts=True, state=State.PENDING)
    link = link_to(Purpose.CONFIRM, comment)
    block(BlockKind.EMAIL, "gustav@example.org")
    assert Client().post(link).status_code == 200
    assert not Subscriber.objects.active().exists()
