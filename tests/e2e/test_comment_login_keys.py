"""Logging in from the comment form by keys alone, by ear, and without JavaScript."""

from contextlib import suppress

import pytest
from playwright.sync_api import Error, Locator, Page, expect

from blog.models import Article
from tests.e2e.conftest import Axe, NewPage
from tests.e2e.test_comment_login import TEXT, choose_somebody, start_draft


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus, as often as it takes a page of this size."""
    for _ in range(80):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the keyboard does not get there")


def announced(page: Page) -> str:
    """Return what the live region of the login says to a screen reader."""
    return str(page.locator("#comment-connecting").aria_snapshot())


class TestKeyboard:
    """Nothing is touched but keys; what a screen reader is told is read from the accessibility tree."""

    def test_whole_login(self, page: Page, article: Article, axe: Axe) -> None:
        page.goto(article.get_absolute_url())
        tab_to(page, page.locator("#comment"))
        page.keyboard.type(TEXT)
        assert announced(page) == "- status"  # there before it speaks, else some readers stay silent
        tab_to(page, page.get_by_role("link", name="Log in with Twitter"))
        with page.expect_popup() as opening:
            page.keyboard.press("Enter")
        assert announced(page) == '- status:\n  - text: Connecting to Twitter\n  - button "Cancel"'
        axe(page)
        window = opening.value
        window.wait_for_url("**/stand-in/**")
        tab_to(window, window.get_by_label("Or type a name"))
        window.keyboard.type("Nora Newcomer")
        window.keyboard.press("Enter")
        expect(page.get_by_text("You are commenting using your Twitter account.")).to_be_visible()
        expect(page.locator("#comment")).to_be_focused()
        expect(page.locator("#comment")).to_have_accessible_description(
            "Nora Newcomer: You are commenting using your Twitter account."
        )
        expect(page.locator("#comment")).to_have_value(TEXT)
        tab_to(page, page.get_by_role("button", name="Post Comment"))
        page.keyboard.press("Enter")
        expect(page.locator(".comment")).to_contain_text(TEXT)

    @pytest.mark.parametrize("key", ["Escape", "Enter"])
    def test_cancelling(self, page: Page, article: Article, key: str) -> None:
        start_draft(page, article)
        tab_to(page, page.get_by_role("link", name="Log in with Google"))
        with page.expect_popup() as opening:
            page.keyboard.press("Enter")
        opening.value.wait_for_url("**/stand-in/**")
        expect(page.get_by_role("button", name="Cancel")).to_be_focused()
        with opening.value.expect_event("close"):
            page.keyboard.press(key)
        expect(page.get_by_role("link", name="Log in with Google")).to_be_focused()
        assert announced(page) == "- status"
        page.keyboard.press("Escape")  # means nothing any more
        expect(page.locator("#comment")).to_have_value(TEXT)

    def test_refusal_at_the_service(self, page: Page, article: Article) -> None:
        start_draft(page, article)
        tab_to(page, page.get_by_role("link", name="Log in with Facebook"))
        with page.expect_popup() as opening:
            page.keyboard.press("Enter")
        window = opening.value
        window.wait_for_url("**/stand-in/**")
        tab_to(window, window.get_by_role("button", name="Cancel"))
        window.keyboard.press("Enter")
        expect(window.get_by_role("heading", level=1)).to_have_text("You are not logged in")
        window.wait_for_load_state()
        tab_to(window, window.get_by_role("link", name="Back", exact=True))
        with window.expect_event("close"), suppress(Error):  # it is gone before the key is up again
            window.keyboard.press("Enter")
        expect(page.get_by_role("link", name="Log in with Facebook")).to_be_focused()
        expect(page.locator("#comment")).to_have_value(TEXT)


class TestWithoutJavaScript:
    @pytest.fixture
    def plain(self, new_page: NewPage, article: Article) -> Page:
        """The article's page with a draft in its form, in a browser that runs no scripts."""
        page = new_page(java_script_enabled=False)
        start_draft(page, article)
        page.locator("#author").fill("Gustav Guest")
        return page

    def test_login_comes_back_to_the_form_with_the_draft(self, plain: Page) -> None:
        plain.get_by_label("Notify me of new posts via email.").check()
        plain.get_by_role("link", name="Log in with Facebook").click()
        plain.get_by_role("button", name="Continue to Facebook").click()
        choose_somebody(plain)
        expect(plain.get_by_text("You are commenting using your Facebook account.")).to_be_visible()
        assert plain.url.endswith("#respond")
        expect(plain.locator("#comment")).to_have_value(TEXT)
        expect(plain.get_by_label("Notify me of new posts via email.")).to_be_checked()
        plain.get_by_role("button", name="Post Comment").click()
        expect(plain.locator(".comment")).to_contain_text(TEXT)
        expect(plain.locator("#comment")).to_have_value("")

    def test_login_that_was_refused_leaves_the_draft(self, plain: Page, article: Article) -> None:
        plain.get_by_role("link", name="Log in with Google").click()
        plain.get_by_role("button", name="Continue to Google").click()
        plain.get_by_role("button", name="Cancel").click()
        plain.get_by_role("link", name="Back", exact=True).click()
        expect(plain.locator("#comment")).to_have_value(TEXT)
        expect(plain.get_by_label("Name (required)")).to_have_value("Gustav Guest")

    def test_enter_in_a_field_posts_the_comment(self, plain: Page) -> None:
        plain.locator("#email").fill("gustav@example.org")
        plain.locator("#email").press("Enter")
        expect(plain.locator(".comment")).to_contain_text(TEXT)
