"""The log of moderation in the admin: read by moderators, by authors in part, written by nobody."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from blog.comments.models import Act, Block, BlockKind, BlogComment, ModerationRecord, State, record
from blog.comments.moderation import Reason
from blog.models import Article
from blog.serving import worker
from tests.comments.posts import sign_in
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

LOG = "/admin/comments/moderationrecord/"


def test_the_log_says_who_did_what_to_which_comment(article: Article, owner: User) -> None:
    comment = make_comment(article, state=State.PENDING)
    comment.mark_spam(by=owner)
    html = sign_in(owner).get(LOG).content.decode()
    for text in (
        "Olga Owner",
        "Moved",
        "Pending",
        "Spam",
        f"/admin/comments/blogcomment/{comment.pk}/change/",
    ):
        assert text in html


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        (BlockKind.ADDRESS, "192.0.2.7", "IP address or network: …"),
        (BlockKind.ADDRESS, "192.0.2.0/24", "IP address or network: …"),
        (BlockKind.ADDRESS, "2001:db8:1:2::/64", "IP address or network: …"),
        (BlockKind.EMAIL, "cafe@192.example", "E-mail address: cafe@192.example"),
        (BlockKind.DOMAIN, "cafe.de", "Domain of e-mail or website: cafe.de"),
        (BlockKind.ACCOUNT, "12", "Account: 12"),
    ],
)
def test_the_log_forgets_addresses_while_the_block_goes_on(kind: BlockKind, value: str, kept: str) -> None:
    block, _is_new = Block.objects.add(kind, value, by=None)
    old = ModerationRecord.objects.get()
    Block.objects.filter(pk=block.pk).remove(by=None)
    Block.objects.add(kind, value, by=None)
    ModerationRecord.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=31))
    worker.forget_comment_traces()
    notes = list(ModerationRecord.objects.order_by("pk").values_list("note", flat=True))
    assert notes == [kept, str(block), str(block)]
    assert Block.objects.get().value == value


def test_the_log_counts_its_entries(article: Article, owner: User) -> None:
    browser = sign_in(owner)
    assert "0 entries" in browser.get(LOG).content.decode()
    make_comment(article, state=State.PENDING).mark_spam(by=owner)
    page = browser.get(LOG)
    assert page.context["title"] == "Moderation log"
    assert "1 entry\n" in page.content.decode()


def test_the_log_outlives_the_comment_and_the_person(article: Article, owner: User, alice: User) -> None:
    comment = make_comment(article, state=State.PENDING)
    comment.mark_spam(by=alice)
    number = comment.pk
    BlogComment.objects.filter(pk=number).delete()
    html = sign_in(owner).get(LOG).content.decode()
    assert f"#{number}" in html
    assert "Alice Writer" in html


def test_filters_keep_a_person_and_an_act(article: Article, owner: User, alice: User) -> None:
    one, two = (make_comment(article, comment=text, state=State.PENDING) for text in "ab")
    one.mark_spam(by=owner)
    two.mark_spam(by=alice)
    ModerationRecord.note_act(Act.EDIT, [one.pk], owner)
    client = sign_in(owner)
    assert f"#{two.pk}<" not in client.get(LOG, {"by": owner.pk}).content.decode()
    assert f"#{two.pk}<" in client.get(LOG, {"by": alice.pk}).content.decode()
    assert f"#{two.pk}<" not in client.get(LOG, {"act__exact": "edit"}).content.decode()


@pytest.mark.parametrize("query", ["?by=x", "?by=", "?by=%00", f"?by={'9' * 40}", "?p=7", "?act__exact=x"])
def test_odd_queries_are_no_errors(owner: User, query: str) -> None:
    assert sign_in(owner).get(LOG + query).status_code in (200, 302, 400)


def test_authors_read_of_their_own_texts_only(article: Article, alice: User, charlie: User) -> None:
    hers = make_comment(article, state=State.PENDING)
    his = make_comment(make_article(charlie, title="His"), state=State.PENDING)
    hers.mark_spam()
    his.mark_spam()
    html = sign_in(alice).get(LOG).content.decode()
    assert f"#{hers.pk}<" in html
    assert f"#{his.pk}<" not in html


def test_nobody_writes_into_the_log(article: Article, owner: User, bob: User) -> None:
    make_comment(article, state=State.PENDING).mark_spam(by=owner)
    record = ModerationRecord.objects.get()
    client = sign_in(owner)
    assert client.get(f"{LOG}add/").status_code == 403
    assert client.post(f"{LOG}{record.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.post(f"{LOG}{record.pk}/change/", {"note": "x"}).status_code == 403
    for stranger in (sign_in(bob), Client()):
        assert stranger.get(LOG).status_code == 302
    assert ModerationRecord.objects.count() == 1


def test_the_log_costs_the_same_for_many(article: Article, owner: User) -> None:
    client = sign_in(owner)
    counts = []
    for number in range(20):
        make_comment(article, state=State.PENDING, comment=f"No. {number}").mark_spam(by=owner)
        if number in (0, 19):
            client.get(LOG)  # what is asked for once in a while is asked for here
            with CaptureQueriesContext(connection) as queries:
                client.get(LOG)
            # The settings are read anew every second, which is no matter of the log.
            counts.append(sum("blog_sitesettings" not in query["sql"] for query in queries))
    assert counts[0] == counts[1]


def test_filters_offer_what_something_does() -> None:
    """Every act has its call in the code, so that no filter is empty for ever."""
    package = Path(record.__file__).parents[1]
    code = "".join(path.read_text() for path in package.rglob("*.py") if "migrations" not in path.parts)
    assert [act for act in Act if f"Act.{act.name}" not in code] == []
    assert [reason for reason in Reason if f"Reason.{reason.name}" not in code] == []
