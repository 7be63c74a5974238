"""Reading the conversation in a browser: what comes meanwhile, and what is new since last time."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from blog.comments import live
from blog.comments.models import BlogComment
from blog.models import Article, SiteSettings
from tests import factories
from tests.e2e.conftest import Axe, SignIn
from tests.e2e.conversation import anchors, shown

QUESTION = 10_000  # milliseconds until an open page asks
LONG = 60 * 60_000  # milliseconds that make the next visit another one

SCRIPT_HAS_RUN = "() => import('/static/js/comments.js').then(() => true)"  # the page's own, which runs once


@pytest.fixture(autouse=True)
def _always_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "FRESH_SECONDS", 1e-9)


@pytest.fixture
def open_page(page: Page, article: Article) -> Callable[[], Page]:
    """Return a function that opens the article and waits until the script of the comments runs."""
    page.clock.install()

    def open_article() -> Page:
        page.goto("about:blank")
        page.goto(f"{article.get_absolute_url()}#comments")
        page.evaluate(SCRIPT_HAS_RUN)
        return page

    return open_article


def top_of(page: Page, selector: str) -> float:
    return float(page.locator(selector).evaluate("item => item.getBoundingClientRect().top"))


class TestLive:
    def test_new_comments_wait_until_they_are_asked_for_and_move_nothing(
        self, open_page: Callable[[], Page], article: Article, threads: list[BlogComment]
    ) -> None:
        page = open_page()
        read = f"#comment-{threads[6].pk}"
        page.locator(read).evaluate("item => item.scrollIntoView({ block: 'start' })")
        before = top_of(page, read)
        reply = factories.make_comment(article, threads[1], comment="A reply, far above.")
        last = factories.make_comment(article, comment="A new thread.")
        page.clock.fast_forward(QUESTION)
        bar = page.get_by_role("status").get_by_role("link", name="2 new comments")
        expect(bar).to_be_visible()
        assert top_of(page, read) == before
        assert len(shown(page)) == 12
        bar.focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"#comment-{reply.pk} > article")).to_be_focused()
        assert shown(page) == anchors(threads[0], threads[1], reply, *threads[2:], last)
        expect(
            page.locator(f"#comment-{threads[1].pk} > details > .children > .depth-2.comment")
        ).to_have_count(1)
        expect(page.locator(".is-new")).to_have_text(["New", "New"])
        expect(page.get_by_role("heading", name="14 thoughts on")).to_be_visible()
        expect(bar).to_have_count(0)

    def test_a_chain_of_replies_lands_where_a_reload_would_put_it(
        self, open_page: Callable[[], Page], article: Article, threads: list[BlogComment]
    ) -> None:
        page = open_page()
        parent = threads[3]
        for _level in range(6):
            parent = factories.make_comment(article, parent, comment=f"Level {_level}")
        factories.make_comment(article, threads[3], comment="A second reply")
        factories.make_comment(article, threads[0], comment="Elsewhere")
        page.clock.fast_forward(QUESTION)
        page.get_by_role("link", name="8 new comments").click()
        outline = "() => [...document.querySelectorAll('.comment')].map((item) => [item.id, item.className,"
        outline += " item.parentElement.closest('.comment')?.id, item.querySelector('summary')?.textContent])"
        live = page.evaluate(outline)
        page.reload()
        assert page.evaluate(outline) == live

    def test_the_draft_and_the_focus_stay(
        self, open_page: Callable[[], Page], article: Article, threads: list[BlogComment]
    ) -> None:
        page = open_page()
        page.locator("#comment").press_sequentially("Half a sent")
        before = top_of(page, "#comment")
        factories.make_comment(article, comment="A new thread.")
        page.clock.fast_forward(QUESTION)
        expect(page.get_by_role("link", name="1 new comment")).to_be_visible()
        page.keyboard.type("ence")
        expect(page.locator("#comment")).to_have_value("Half a sentence")
        expect(page.locator("#comment")).to_be_focused()
        assert top_of(page, "#comment") == before

    def test_a_hidden_page_asks_nothing_and_goes_on_when_it_is_looked_at(
        self, open_page: Callable[[], Page], article: Article, threads: list[BlogComment]
    ) -> None:
        page = open_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        hide = "is => { Object.defineProperty(document, 'hidden', { get: () => is, configurable: true });"
        hide += " document.dispatchEvent(new Event('visibilitychange')) }"
        page.evaluate(hide, True)
        factories.make_comment(article, comment="A new thread.")
        page.clock.run_for(10 * QUESTION)
        assert asked == []
        page.evaluate(hide, False)
        page.clock.run_for(1000)
        expect(page.get_by_role("link", name="1 new comment")).to_be_visible()

    def test_a_page_that_nobody_touches_asks_less_and_less(
        self, open_page: Callable[[], Page], threads: list[BlogComment]
    ) -> None:
        page = open_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        for number, seconds in enumerate((10, 15, 22, 33, 50, 75, 113, 120, 120)):
            page.clock.run_for(seconds * 500)
            assert len(asked) == number
            with page.expect_response("**/comments/live/**"):
                page.clock.run_for(seconds * 500 + 1000)

    def test_failures_end_the_questions(
        self, open_page: Callable[[], Page], watch: object, threads: list[BlogComment]
    ) -> None:
        page = open_page()
        failed: list[str] = []
        page.route("**/comments/live/**", lambda route: route.abort())
        page.on("requestfailed", lambda request: failed.append(request.url))
        watch.allow("net::ERR_FAILED")  # type: ignore[attr-defined]
        for _second in range(1200):
            page.clock.run_for(1_000)
            if len(failed) == 5:
                break
        page.clock.run_for(600_000)
        page.evaluate("1")  # whatever was asked has been told by then
        assert len(failed) == 5

    def test_what_stands_on_another_page_is_a_link_to_there(
        self, open_page: Callable[[], Page], article: Article, threads: list[BlogComment]
    ) -> None:
        SiteSettings(comment_threads_per_page=5).save()
        page = open_page()
        reply = factories.make_comment(article, threads[0], comment="On page 1.")
        page.clock.fast_forward(QUESTION)
        page.get_by_role("link", name="1 new comment", exact=True).click()
        page.wait_for_url(f"**/comment-page-1/#comment-{reply.pk}")

    def test_the_own_comment_does_not_come_twice(
        self, open_page: Callable[[], Page], article: Article, threads: list[BlogComment], sign_in: SignIn
    ) -> None:
        bob = User.objects.create_user("bob", "bob@example.org", display_name="Bob Reader")
        known = "An earlier one, so that the next one is public."
        factories.make_comment(article, user=bob, comment=known, submit_date=factories.MAY_15)
        page = open_page()
        sign_in(page, bob)
        page.reload()
        page.locator("#comment").fill("My own thought.")
        page.get_by_role("button", name="Post Comment").click()
        page.wait_for_url("**#comment-*")
        with page.expect_response("**/comments/live/**"):
            page.clock.run_for(2 * QUESTION)
        expect(page.get_by_text("My own thought.")).to_have_count(1)
        expect(page.locator("#comment-news")).to_be_empty()
        expect(page.locator(".is-new")).to_have_count(0)


class TestSinceTheLastVisit:
    def test_the_next_visit_marks_what_is_new(
        self, open_page: Callable[[], Page], article: Article, threads: list[BlogComment], axe: Axe
    ) -> None:
        page = open_page()
        expect(page.locator(".is-new")).to_have_count(0)
        page.clock.fast_forward(LONG)
        reply = factories.make_comment(article, threads[8], comment="Since then.")
        factories.make_comment(article, comment="And this.")
        open_page()
        expect(page.locator(".is-new")).to_have_text(["New", "New"])
        link = page.get_by_role("link", name="2 new since your last visit")
        axe(page)
        link.focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"#comment-{reply.pk}")).to_be_in_viewport()
        page.reload()
        expect(page.locator(".is-new")).to_have_count(2)
        page.clock.fast_forward(LONG)
        open_page()
        expect(page.locator(".is-new")).to_have_count(0)

    def test_only_the_last_articles_are_kept(
        self, open_page: Callable[[], Page], threads: list[BlogComment]
    ) -> None:
        page = open_page()
        page.evaluate(
            "localStorage.setItem('broadside-visits', JSON.stringify(Object.fromEntries("
            "[...Array(80).keys()].map((n) => [`article/0${n}`, { seen: n, since: n, at: n }]))))"
        )
        open_page()
        kept = page.evaluate("Object.keys(JSON.parse(localStorage.getItem('broadside-visits')))")
        assert len(kept) == 50
        assert "article/079" in kept
        assert "article/00" not in kept

    @pytest.mark.parametrize("value", ["", "nonsense", "[]", "7", "null", '{"article/1": 5}'])
    def test_a_broken_storage_is_no_error(
        self, open_page: Callable[[], Page], threads: list[BlogComment], value: str
    ) -> None:
        page = open_page()
        page.evaluate("value => localStorage.setItem('broadside-visits', value)", value)
        open_page()
        expect(page.locator(".is-new")).to_have_count(0)

    def test_without_a_storage_nothing_is_marked(
        self, page: Page, article: Article, threads: list[BlogComment]
    ) -> None:
        page.add_init_script(
            "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no') } })"
        )
        page.clock.install()
        page.goto(f"{article.get_absolute_url()}#comments")
        page.evaluate(SCRIPT_HAS_RUN)
        factories.make_comment(article, comment="A new thread.")
        with page.expect_response("**/comments/live/**"):
            page.clock.run_for(2 * QUESTION)
        page.get_by_role("link", name="1 new comment", exact=True).click()
        expect(page.locator(".is-new")).to_have_count(1)
