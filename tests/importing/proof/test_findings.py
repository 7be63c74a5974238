"""Every old address is asked for, and must show what it showed."""

import json
from collections.abc import Iterator
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from blog.comments.models import State
from blog.importing.models import Imported, Source
from blog.importing.proof.addresses import Kind, OldAddress
from blog.importing.proof.asking import within_one_connection
from blog.importing.proof.findings import Finding, Proof, Verdict, check, prove
from blog.models import Article, Redirect, SiteSettings, Status
from tests.factories import make_article, make_comment, make_page

pytestmark = pytest.mark.django_db
HARBOUR = "/2019/05/15/a-walk-along-the-harbour/"


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Keep the transaction of the test, as a proof within a trial does."""
    with within_one_connection():
        yield


@pytest.fixture
def source() -> Source:
    return Source.objects.create(system="wordpress", address="https://example.wordpress.com")


@pytest.fixture
def article(source: Source, alice: User) -> Article:
    article = make_article(alice, wordpress_id=7)
    Imported.objects.create(source=source, kind="article", key="7", object_id=article.pk)
    return article


def one(source: Source, address: OldAddress) -> Finding:
    (finding,) = check(source.pk, [address])
    return finding


def test_address_that_shows_the_article_is_found(source: Source, article: Article) -> None:
    assert one(source, OldAddress(Kind.ARTICLE, HARBOUR, "7")) == Finding(
        "article", HARBOUR, Verdict.FOUND, 200
    )


def test_redirects_are_followed_and_told(source: Source, article: Article) -> None:
    found = one(source, OldAddress(Kind.NUMBER, "/?p=7", "7"))
    assert (found.verdict, found.leads_to) == (Verdict.FOUND, HARBOUR)


def test_page_that_many_addresses_lead_to_is_asked_for_once(source: Source, article: Article) -> None:
    path = article.get_absolute_url()
    addresses = [
        OldAddress(Kind.ARTICLE, path, "7"),
        OldAddress(Kind.NUMBER, "/?p=7", "7"),
        OldAddress(Kind.COMMENT, path, "7", ("1",)),
    ]
    with CaptureQueriesContext(connection) as alone:
        check(source.pk, addresses[:1])
    with CaptureQueriesContext(connection) as together:
        found = check(source.pk, addresses)
    assert [finding.verdict for finding in found] == [Verdict.FOUND, Verdict.FOUND, Verdict.FAILED]
    assert len(together) < 2 * len(alone)


def test_likeness_is_not_enough(source: Source, article: Article, alice: User) -> None:
    make_article(alice, title="Something else")
    found = one(source, OldAddress(Kind.ARTICLE, "/2019/05/15/something-else/", "7"))
    assert found.verdict == Verdict.FAILED
    assert HARBOUR in found.reason


def test_nothing_there_fails_with_the_status(source: Source) -> None:
    found = one(source, OldAddress(Kind.ATTACHMENT, "/wp-content/uploads/2019/05/x.jpg"))
    assert (found.verdict, found.status) == (Verdict.FAILED, 404)


def test_what_was_not_imported_fails(source: Source) -> None:
    assert one(source, OldAddress(Kind.ARTICLE, HARBOUR, "8")).verdict == Verdict.FAILED


@pytest.mark.parametrize("how", ["deleted", "hidden"])
def test_what_was_removed_here_does_not_fail(source: Source, article: Article, how: str) -> None:
    if how == "deleted":
        article.delete()
    else:
        article.status = Status.DRAFT
        article.save()
    assert one(source, OldAddress(Kind.ARTICLE, HARBOUR, "7")).verdict == Verdict.REMOVED


def test_loop_of_redirects_fails(source: Source) -> None:
    Redirect.objects.create(old_path="/round/", new_path="/about-that/")
    Redirect.objects.create(old_path="/about-that/", new_path="/round/")
    assert one(source, OldAddress(Kind.ARTICLE, "/round/")).verdict == Verdict.FAILED


def test_page_is_known_by_its_own_kind(source: Source, alice: User) -> None:
    page = make_page(alice)
    Imported.objects.create(source=source, kind="page", key="9", object_id=page.pk)
    assert one(source, OldAddress(Kind.PAGE, "/about/", "9")).verdict == Verdict.FOUND


class TestComments:
    """Comments must stand on a page of their article."""

    def ask(self, source: Source, *keys: str) -> dict[str, Finding]:
        found = check(source.pk, [OldAddress(Kind.COMMENT, HARBOUR, "7", keys)])
        return {finding.address.rpartition("-")[2]: finding for finding in found}

    def test_on_the_page_of_the_article(self, source: Source, article: Article) -> None:
        make_comment(article, wordpress_id=501)
        found = self.ask(source, "501")["501"]
        assert (found.verdict, found.address, found.leads_to) == (
            Verdict.FOUND,
            f"{HARBOUR}#comment-501",
            "",
        )

    def test_on_another_page_of_comments(self, source: Source, article: Article) -> None:
        SiteSettings(comment_threads_per_page=1).save()
        for number in (501, 502, 503):
            make_comment(article, wordpress_id=number)
        found = self.ask(source, "501", "502", "503")
        assert {finding.verdict for finding in found.values()} == {Verdict.FOUND}
        assert found["501"].leads_to == f"{HARBOUR}comment-page-1/#comment-501"

    def test_under_another_number(self, source: Source, article: Article) -> None:
        comment = make_comment(article)
        Imported.objects.create(source=source, kind="comment", key="501", object_id=comment.pk)
        assert self.ask(source, "501")["501"].leads_to == f"{HARBOUR}#comment-{comment.pk}"

    def test_not_imported_fails(self, source: Source, article: Article) -> None:
        assert self.ask(source, "501", "no number")["501"].verdict == Verdict.FAILED

    def test_moderated_here_is_no_failure(self, source: Source, article: Article) -> None:
        make_comment(article, wordpress_id=501, state=State.SPAM)
        assert self.ask(source, "501")["501"].verdict == Verdict.REMOVED


def test_proof_counts_lists_and_tells_progress(source: Source, article: Article) -> None:
    listing = StringIO()
    asked: list[int] = []
    addresses = [OldAddress(Kind.ARTICLE, HARBOUR, "7"), OldAddress(Kind.FEED, "/feed/")]
    addresses += [OldAddress(Kind.ATTACHMENT, f"/wp-content/uploads/{number}.jpg") for number in range(60)]
    proof = prove(addresses, source.pk, listing=listing, progress=asked.append)
    assert (proof.asked, proof.failed, asked) == (62, 60, [50, 62])
    lines = [json.loads(line) for line in listing.getvalue().splitlines()]
    assert lines[0] == {
        "kind": "article",
        "address": HARBOUR,
        "verdict": "found",
        "status": 200,
        "leads_to": "",
        "reason": "",
    }
    assert json.loads(json.dumps(proof.as_json()))["counts"]["attachment"] == {"failed": 60}


def test_failures_told_one_by_one_are_bounded() -> None:
    proof = Proof()
    for number in range(1_200):
        proof.add(Finding("feed", f"/{number}/", Verdict.FAILED, 404))
    assert (proof.failed, len(proof.failures)) == (1_200, 1_000)
