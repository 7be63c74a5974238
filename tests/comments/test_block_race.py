"""Twenty rounds each of what may happen at once to a block: one row, and nothing slips through."""

import functools

import pytest

from accounts.models import User
from blog.comments.models import Act, Block, BlockKind, BlogComment, ModerationRecord, State
from blog.models import Article
from tests.comments.posts import post, sign_in
from tests.comments.test_race import at_once
from tests.factories import make_article, make_author, make_comment, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def article(db: None) -> Article:
    """An article that other threads see."""
    return make_article(make_author("alice"))


@pytest.fixture
def moderators(db: None) -> list[User]:
    """Two who moderate everything."""
    return [make_user(name, is_staff=True, is_superuser=True) for name in ("olga", "otto")]


def test_block_against_post_leaves_nothing_in_sight(article: Article, moderators: list[User]) -> None:
    moderator = sign_in(moderators[0])
    for number in range(20):
        email = f"tom{number}@troll.example"
        first = make_comment(article, user_email=email)
        page = f"/admin/comments/blogcomment/block/?comment={first.pk}"
        block = functools.partial(moderator.post, page, {"chosen": f"email:{email}", "to_spam": "on"})
        posts = [functools.partial(post, article, email=email, comment=f"No. {each}") for each in range(4)]
        blocked, *answers = at_once(block, *posts)
        assert blocked.status_code == 302
        statuses = [answer.status_code for answer in answers]
        assert set(statuses) <= {302, 403}
        theirs = BlogComment.objects.filter(user_email=email).values_list("state", flat=True)
        assert list(theirs) == [State.SPAM] * (1 + statuses.count(302))
        assert post(article, email=email, comment="Later").status_code == 403


def test_two_who_block_at_once_make_one_block(article: Article, moderators: list[User]) -> None:
    clients = [sign_in(moderator) for moderator in moderators]
    add = "/admin/comments/block/add/"
    for number in range(20):
        given = {"kind": BlockKind.DOMAIN, "value": f"troll{number}.example", "note": ""}
        answers = at_once(*[functools.partial(client.post, add, given) for client in clients])
        assert {answer.status_code for answer in answers} <= {200, 302}
        blocked = ModerationRecord.objects.filter(act=Act.BLOCK)
        assert (Block.objects.count(), blocked.count()) == (1, number + 1)
        at_once(*[functools.partial(Block.objects.all().remove, by=by) for by in moderators])
        unblocked = ModerationRecord.objects.filter(act=Act.UNBLOCK)
        assert (Block.objects.count(), unblocked.count()) == (0, number + 1)
