"""Who is blocked can read, and nothing else; who works here never is."""

import json
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from blog.comments import marks
from blog.comments.models import Act, Block, BlockKind, BlogComment, CommentLike, ModerationRecord, State
from blog.comments.tokens import Purpose, link_to
from blog.models import Article, Like
from blog.subscriptions.models import Subscriber
from tests.comments.posts import OURS, post, sign_in
from tests.factories import make_comment

pytestmark = pytest.mark.django_db

REFUSAL = "You cannot comment here."
JSON = OURS | {"Accept": "application/json"}


def block(kind: BlockKind, typed: str, **more: Any) -> None:
    Block.objects.add(kind, marks.normalise(kind, typed), by=None, **more)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (BlockKind.EMAIL, "gustav@example.org"),
        (BlockKind.EMAIL, " Gustav+Blog@EXAMPLE.org "),
        (BlockKind.DOMAIN, "example.org"),
        (BlockKind.DOMAIN, "@Example.ORG."),
        (BlockKind.DOMAIN, "spam.example"),
        (BlockKind.DOMAIN, "https://bücher.spam.example/shop?x=1"),
        (BlockKind.DOMAIN, "xn--bcher-kva.spam.example"),
        (BlockKind.ADDRESS, "203.0.113.9"),
        (BlockKind.ADDRESS, "203.0.113.77/24"),
        (BlockKind.ADDRESS, "203.0.0.0/8"),
        (BlockKind.ADDRESS, "::ffff:203.0.113.9"),
        (BlockKind.ADDRESS, "::ffff:203.0.113.0/120"),
    ],
)
def test_a_blocked_guest_is_told_and_keeps_the_draft(article: Article, kind: BlockKind, typed: str) -> None:
    block(kind, typed)
    client = Client(enforce_csrf_checks=True, REMOTE_ADDR="203.0.113.9")
    given = {"url": "https://www.BÜCHER.spam.example:8000/a", "comment": "What I wrote."}
    answer = post(article, client, **given)
    assert answer.status_code == 403
    assert REFUSAL in answer.text
    assert "write to the owner" in answer.text
    assert "What I wrote.</textarea>" in answer.text
    told = post(article, client, headers=JSON, **given)
    assert told.status_code == 403
    assert REFUSAL in json.loads(told.content)["message"]
    assert not BlogComment.objects.exists()


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (BlockKind.EMAIL, "stav@example.org"),
        (BlockKind.EMAIL, "gustav@example.com"),
        (BlockKind.DOMAIN, "ample.org"),
        (BlockKind.DOMAIN, "mail.example.org"),
        (BlockKind.ADDRESS, "203.0.113.8"),
        (BlockKind.ADDRESS, "203.0.112.0/24"),
        (BlockKind.ADDRESS, "2001:db8::/32"),
    ],
)
def test_a_block_covers_nobody_else(article: Article, kind: BlockKind, typed: str) -> None:
    block(kind, typed)
    assert post(article, Client(REMOTE_ADDR="203.0.113.9")).status_code == 302


def test_an_address_of_ipv6_is_blocked_with_its_network(article: Article) -> None:
    network = marks.network_of("2001:db8:1:2:3:4:5:6")
    assert network == "2001:db8:1:2::/64"
    block(BlockKind.ADDRESS, network)
    assert post(article, Client(REMOTE_ADDR="2001:db8:1:2:ffff::1")).status_code == 403
    assert post(article, Client(REMOTE_ADDR="2001:db8:1:3::1")).status_code == 302


def test_a_blocked_account_cannot_write_like_or_follow(article: Article, bob: User) -> None:
    comment = make_comment(article)
    EmailAddress.objects.create(user=bob, email=bob.email, verified=True)
    block(BlockKind.ACCOUNT, str(bob.pk))
    client = sign_in(bob)
    assert post(article, client).status_code == 403
    like = client.post(f"/like/{article.pk}/", headers=OURS)
    assert like.status_code == 403
    assert "You cannot do this here." in like.text
    assert client.post(f"/like/{article.pk}/", headers=JSON).json()["error"]
    assert client.post(f"/comments/{comment.pk}/like/", headers=OURS).status_code == 403
    assert client.post("/subscriptions/", {"email": "bob@example.org"}).status_code == 403
    assert client.post("/subscriptions/mine/", {"action": "follow"}).status_code == 403
    assert client.post("/subscriptions/mine/", {"action": "end"}).status_code == 200
    for model in (Like, CommentLike, Subscriber):
        assert not model._default_manager.exists()
    assert BlogComment.objects.count() == 1


def test_a_blocked_guest_cannot_like_or_follow(article: Article) -> None:
    block(BlockKind.ADDRESS, "203.0.113.9")
    block(BlockKind.EMAIL, "gustav@example.org")
    client = Client(REMOTE_ADDR="203.0.113.9")
    assert client.post(f"/like/{article.pk}/", headers=OURS).status_code == 403
    follow = Client().post("/subscriptions/", {"email": "Gustav+x@example.org"}, headers=OURS)
    assert follow.status_code == 403
    assert not Subscriber.objects.exists()
    hostile = Client().post("/subscriptions/", {"email": "a\0@" + "é." * 50_000}, headers=OURS)
    assert hostile.status_code == 400


def test_a_blocked_account_is_known_by_its_address_too(article: Article, bob: User) -> None:
    block(BlockKind.EMAIL, "bob@example.org")
    assert post(article, sign_in(bob)).status_code == 403


def test_a_blocked_person_can_delete_but_not_edit(article: Article) -> None:
    comment = make_comment(article)
    link = link_to(Purpose.MANAGE, comment)
    block(BlockKind.EMAIL, "gustav@example.org")
    answer = Client().post(link, {"action": "edit", "comment": "Buy now"})
    assert answer.status_code == 403
    assert REFUSAL in answer.text
    assert "Buy now" in answer.text
    assert Client().post(link, {"action": "delete"}).status_code == 200
    comment.refresh_from_db()
    assert (comment.comment, comment.state) == ("A fine walk.", State.TRASH)


def test_a_blocked_person_gets_no_preview(article: Article) -> None:
    block(BlockKind.DOMAIN, "example.org")
    assert post(article, headers=JSON, preview="1").status_code == 403


def test_a_confirmation_publishes_nothing_of_the_blocked(article: Article) -> None:
    make_comment(article, comment="Known").confirm()
    waiting = make_comment(article, state=State.PENDING, held_because=[["first", ""]])
    block(BlockKind.EMAIL, "gustav@example.org")
    assert Client().post(link_to(Purpose.CONFIRM, waiting)).status_code == 200
    waiting.refresh_from_db()
    assert (waiting.state, bool(waiting.confirmed_at)) == (State.PENDING, True)


def test_who_works_here_is_not_stopped(article: Article, alice: User, charlie: User) -> None:
    block(BlockKind.DOMAIN, "example.org")
    block(BlockKind.ADDRESS, "203.0.113.9")
    for person in (alice, charlie):
        client = sign_in(person)
        client.defaults["REMOTE_ADDR"] = "203.0.113.9"
        assert post(article, client).status_code == 302
        assert client.post(f"/like/{article.pk}/", headers=OURS).status_code == 303


def test_pages_ask_nothing_about_blocks(article: Article) -> None:
    for address in ("/", article.get_absolute_url(), "/subscriptions/", f"/likes/{article.pk}/"):
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(address).status_code == 200
        assert not [query for query in queries if "comments_block" in query["sql"]]


def test_a_post_asks_once_and_by_the_index(article: Article) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    with CaptureQueriesContext(connection) as queries:
        assert post(article).status_code == 302
    planned = [query["sql"] for query in queries if "comments_block" in query["sql"]]
    asked = [query["sql"] for query in queries if query["sql"].startswith("EXECUTE ")]
    assert (len(planned), len(asked)) == (1, 1)
    assert planned[0].startswith(asked[0].replace("EXECUTE", "PREPARE").partition("(")[0])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL plan_cache_mode = force_custom_plan")
        cursor.execute(f"EXPLAIN {asked[0]}")
        assert "block_once" in str(cursor.fetchall())


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (BlockKind.EMAIL, "no address"),
        (BlockKind.EMAIL, "@example.org"),
        (BlockKind.EMAIL, "x" * 500),
        (BlockKind.DOMAIN, "org"),
        (BlockKind.DOMAIN, "192.0.2.1"),
        (BlockKind.DOMAIN, "-a.example"),
        (BlockKind.DOMAIN, "a..example"),
        (BlockKind.DOMAIN, "http://["),
        (BlockKind.ADDRESS, "192.0.2"),
        (BlockKind.ADDRESS, "0.0.0.0/0"),
        (BlockKind.ADDRESS, "10.0.0.0/7"),
        (BlockKind.ADDRESS, "::/0"),
        (BlockKind.ADDRESS, "2001::/15"),
        (BlockKind.ADDRESS, "::ffff:0:0/96"),
        (BlockKind.ADDRESS, "127.0.0.1"),
        (BlockKind.ADDRESS, "127.0.0.0/8"),
        (BlockKind.ADDRESS, "::1"),
        (BlockKind.ADDRESS, "::/16"),
    ],
)
def test_what_cannot_be_blocked_is_refused(kind: BlockKind, typed: str) -> None:
    with pytest.raises(ValidationError):
        marks.normalise(kind, typed)


def test_the_log_keeps_who_blocked_and_who_let_in_again(article: Article, owner: User) -> None:
    comment = make_comment(article)
    add = Block.objects.add
    assert add(BlockKind.EMAIL, "a@example.org", by=owner, because_of=comment)[1]
    assert not add(BlockKind.EMAIL, "a@example.org", by=owner)[1]
    assert Block.objects.all().remove(by=owner) == 1
    blocked, unblocked = ModerationRecord.objects.order_by("pk")
    assert (blocked.act, blocked.actor, blocked.comment) == (Act.BLOCK, owner, comment)
    assert (unblocked.act, unblocked.actor) == (Act.UNBLOCK, owner)
    assert blocked.note == unblocked.note == "E-mail address: a@example.org"
