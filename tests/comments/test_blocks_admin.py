"""Blocks in the admin: the list, and the way from a comment to a block."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from blog.comments.models import Act, Block, BlockKind, BlogComment, ModerationRecord, State
from blog.models import Article
from tests.comments.posts import sign_in
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db

BLOCKS = "/admin/comments/block/"
QUEUE = "/admin/comments/blogcomment/"
PAGE = f"{QUEUE}block/"


def add(client: Client, kind: BlockKind, value: str, **more: Any) -> str:
    answer = client.post(f"{BLOCKS}add/", {"kind": kind, "value": value, "note": "Spam", **more}, follow=True)
    return answer.content.decode()


def blocked() -> set[tuple[str, str]]:
    return set(Block.objects.values_list("kind", "value"))


def test_a_block_is_typed_found_and_taken_away(owner: User, bob: User) -> None:
    client = sign_in(owner)
    add(client, BlockKind.ACCOUNT, "bob")
    add(client, BlockKind.DOMAIN, "https://Spam.example/x")
    assert blocked() == {("account", str(bob.pk)), ("domain", "spam.example")}
    html = client.get(BLOCKS).content.decode()
    for text in (
        f"Bob Reader (#{bob.pk})",
        "spam.example",
        "Spam",
        "Olga Owner",
        "Domain of e-mail or website",
    ):
        assert text in html
    assert "Bob Reader" not in client.get(BLOCKS, {"q": "spam.example"}).content.decode()
    numbers = [str(number) for number in Block.objects.values_list("pk", flat=True)]
    html = client.post(BLOCKS, {"action": "unblock", "_selected_action": numbers}, follow=True).text
    assert "2 blocks were taken away." in html
    assert not blocked()
    acts = ModerationRecord.objects.order_by("pk").values_list("act", "actor")
    assert list(acts) == [(act, owner.pk) for act in [Act.BLOCK] * 2 + [Act.UNBLOCK] * 2]


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        (BlockKind.ACCOUNT, "nobody", "There is no such account."),
        (BlockKind.ACCOUNT, "9" * 100, "There is no such account."),
        (BlockKind.ACCOUNT, "olga", "You would block yourself."),
        (BlockKind.ACCOUNT, "alice", "Alice Writer works here and cannot be blocked."),
        (BlockKind.EMAIL, "Alice+x@example.org", "Alice Writer works here and cannot be blocked."),
        (BlockKind.EMAIL, "olga@example.org", "You would block yourself."),
        (BlockKind.DOMAIN, "example.org", "You would block yourself."),
        (BlockKind.ADDRESS, "127.0.0.1", "This is the machine of the blog itself."),
        (BlockKind.ADDRESS, "0.0.0.0/0", "This network is too large: take /8 or a smaller one."),
        (BlockKind.ADDRESS, "203.0.113.0/24", "You would block yourself."),
    ],
)
def test_a_wrong_block_is_refused_with_a_reason(
    owner: User, alice: User, kind: BlockKind, value: str, told: str
) -> None:
    client = sign_in(owner)
    client.defaults["REMOTE_ADDR"] = "203.0.113.9"
    assert told in add(client, kind, value)
    assert not blocked()


def test_the_same_block_twice_is_said_to_be_there(owner: User) -> None:
    client = sign_in(owner)
    add(client, BlockKind.EMAIL, "spam@spam.example")
    assert "already exists" in add(client, BlockKind.EMAIL, "SPAM+2@spam.example")
    assert len(blocked()) == 1


def test_a_row_leads_to_the_choice_of_what_to_block(article: Article, owner: User) -> None:
    comment = make_comment(article, ip_address="2001:db8::7", user_url="https://www.spam.example/")
    make_comment(article, comment="Another", state=State.PENDING)
    make_comment(article, comment="A friend's", user_email="fay@example.com")
    client = sign_in(owner)
    assert f'href="{PAGE}?comment={comment.pk}&amp;' in client.get(QUEUE, {"state": "all"}).content.decode()
    page = client.get(PAGE, {"comment": comment.pk})
    assert "E-mail address: gustav@example.org – not confirmed, 2 comments" in page.text
    assert "2001:db8::/64 – 1 comment" in page.text
    assert "Domain of e-mail or website: example.org – You would block yourself." in page.text
    given = {
        "chosen": ["email:gustav@example.org", "domain:www.spam.example"],
        "note": "Ads",
        "to_spam": "on",
    }
    answer = client.post(f"{PAGE}?comment={comment.pk}&_changelist_filters=state%3Dall", given, follow=True)
    assert answer.redirect_chain == [(f"{QUEUE}?state=all", 302)]
    assert "Blocked: gustav@example.org, www.spam.example" in answer.text
    assert "2 comments marked as spam." in answer.text
    assert blocked() == {("email", "gustav@example.org"), ("domain", "www.spam.example")}
    assert BlogComment.objects.filter(state=State.SPAM).count() == 2
    records = ModerationRecord.objects.filter(act=Act.BLOCK)
    assert {(record.actor, record.comment) for record in records} == {(owner, comment)}
    batch = ModerationRecord.objects.filter(act=Act.MOVE).values_list("batch", flat=True)[0]
    client.post(f"{QUEUE}undo/", {"batch": str(batch)})
    assert not BlogComment.objects.filter(state=State.SPAM).exists()
    assert "is blocked already" in client.get(PAGE, {"comment": comment.pk}).text


def test_selected_comments_lead_there_together(article: Article, owner: User, bob: User) -> None:
    one, two = make_comment(article, user=bob), make_comment(article, user_email="fay@fay.example")
    client = sign_in(owner)
    numbers = {"_selected_action": [one.pk, two.pk]}
    answer = client.post(f"{QUEUE}?state=all", {"action": "block_writers", **numbers}, follow=True)
    assert "Account: Bob Reader – 1 comment" in answer.text
    assert "E-mail address: fay@fay.example" in answer.text
    assert answer.text.count("checked") == 2


def test_nothing_is_blocked_unasked(article: Article, owner: User, alice: User) -> None:
    comment, hers = make_comment(article), make_comment(article, user=alice, user_email=alice.email)
    client = sign_in(owner)
    address = f"{PAGE}?comment={comment.pk}"
    assert client.post(address, {"note": "x"}).status_code == 422
    assert client.post(address, {"chosen": ["email:else@example.com"]}).status_code == 422
    assert client.post(address, {"chosen": ["email:gustav@example.org\0"]}).status_code == 422
    assert client.post(f"{PAGE}?comment={hers.pk}", {"chosen": [f"account:{alice.pk}"]}).status_code == 422
    for query in ("", "?comment=x", f"?comment={'9' * 40}", "?comment=0"):
        assert client.get(PAGE + query).status_code == 404
    assert not blocked()


def test_only_who_moderates_everything_blocks(article: Article, alice: User, bob: User) -> None:
    comment = make_comment(article)
    client = sign_in(alice)
    assert "Block…" not in client.get(QUEUE, {"state": "all"}).text
    numbers = {"_selected_action": [comment.pk]}
    client.post(f"{QUEUE}?state=all", {"action": "block_writers", **numbers})
    for address in (f"{PAGE}?comment={comment.pk}", BLOCKS, f"{BLOCKS}add/"):
        assert client.get(address).status_code == 403
        assert client.post(address, {"chosen": "email:gustav@example.org"}).status_code == 403
    assert sign_in(bob).get(BLOCKS).status_code == 302
    assert not blocked()


def test_the_list_asks_as_often_for_many_as_for_few(owner: User) -> None:
    client = sign_in(owner)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(BLOCKS).status_code == 200
        return len(queries)

    Block.objects.add(BlockKind.ACCOUNT, str(make_user("ann").pk), by=owner)
    asked()  # the first also asks for the content types
    few = asked()
    for number in range(20):
        Block.objects.add(BlockKind.ACCOUNT, str(make_user(f"u{number}").pk), by=owner)
    assert asked() == few
