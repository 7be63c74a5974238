"""Logging in from the comment form, against the stand-in; the draft stays."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from blog.comments.models import BlogComment
from blog.models import Article
from tests import factories
from tests.e2e.conftest import Axe, SignIn, Watch

TEXT = "A fine walk, and it rained."
SERVICES = {
    "WordPress.com": "WordPress.com Logo",
    "Google": "Google photo",
    "Twitter": "Twitter picture",
    "Facebook": "Facebook photo",
}


def start_draft(page: Page, article: Article) -> None:
    """Open the form and type."""
    page.goto(article.get_absolute_url())
    page.locator("#comment").fill(TEXT)


def choose_somebody(page: Page) -> None:
    """Sign in at the stand-in."""
    page.get_by_label("Or type a name").fill("Nora Newcomer")
    page.get_by_role("button", name="Log in with this name").click()


class TestWindow:
    @pytest.mark.parametrize("name", SERVICES)
    def test_login_in_a_window_keeps_the_draft(self, page: Page, article: Article, name: str) -> None:
        start_draft(page, article)
        with page.expect_popup() as opening:
            page.get_by_role("link", name=f"Log in with {name}").click()
        status = page.get_by_role("status").filter(has_text="Connecting")
        expect(status).to_have_text(f"Connecting to {name} Cancel")
        expect(page.get_by_role("button", name="Cancel")).to_be_focused()
        expect(page.get_by_text("Fill in your details below")).to_be_hidden()
        choose_somebody(opening.value)
        expect(page.get_by_text(f"You are commenting using your {name} account.")).to_be_visible()
        expect(page.get_by_text("Nora Newcomer:")).to_be_visible()
        expect(page.get_by_alt_text(SERVICES[name])).to_be_visible()
        expect(page.locator("#comment")).to_have_value(TEXT)
        assert opening.value.is_closed()
        page.get_by_role("button", name="Post Comment").click()
        expect(page.locator(".comment")).to_contain_text(TEXT)
        assert str(BlogComment.objects.get().user) == "Nora Newcomer"

    def test_closing_the_window_brings_the_strip_back(self, page: Page, article: Article) -> None:
        start_draft(page, article)
        with page.expect_popup() as opening:
            page.get_by_role("link", name="Log in with Google").click()
        opening.value.close()
        expect(page.get_by_role("link", name="Log in with Google")).to_be_focused()
        expect(page.get_by_text("Connecting to")).to_have_count(0)

    def test_cancel_closes_the_window(self, page: Page, article: Article) -> None:
        start_draft(page, article)
        with page.expect_popup() as opening:
            page.get_by_role("link", name="Log in with Google").click()
        opening.value.wait_for_load_state()
        with opening.value.expect_event("close"):
            page.get_by_role("button", name="Cancel").click()
        expect(page.get_by_role("link", name="Log in with Google")).to_be_focused()

    def test_blocked_window_becomes_a_login_in_the_page(self, page: Page, article: Article) -> None:
        page.add_init_script("window.open = () => null")
        start_draft(page, article)
        page.get_by_role("link", name="Log in with Twitter").click()
        choose_somebody(page)
        expect(page.get_by_text("You are commenting using your Twitter account.")).to_be_visible()
        expect(page.locator("#comment")).to_have_value(TEXT)
        assert page.url.endswith("#respond")

    def test_reload_in_the_middle_is_told_when_the_login_is_done(self, page: Page, article: Article) -> None:
        start_draft(page, article)
        with page.expect_popup() as opening:
            page.get_by_role("link", name="Log in with Google").click()
        page.reload()
        expect(page.locator("#comment")).to_have_value(TEXT)
        choose_somebody(opening.value)
        expect(page.get_by_text("You are commenting using your Google account.")).to_be_visible()
        expect(page.locator("#comment")).to_have_value(TEXT)

    def test_account_of_the_blog_comes_back_to_the_form(
        self, page: Page, article: Article, bob: User
    ) -> None:
        start_draft(page, article)
        page.get_by_role("link", name="or log in with an account of this blog").click()
        page.locator("[name=login]").fill(bob.username)
        page.locator("[name=password]").fill(factories.PASSWORD)
        page.locator("main").get_by_role("button", name="Log in").first.click()
        expect(page.get_by_text("Bob Reader:")).to_be_visible()
        expect(page.locator("#comment")).to_have_value(TEXT)


class TestSignedIn:
    def test_log_out_keeps_the_draft(self, page: Page, article: Article, bob: User, sign_in: SignIn) -> None:
        sign_in(page, bob)
        start_draft(page, article)
        expect(page.get_by_label("Name (required)")).to_have_count(0)
        page.get_by_role("button", name="Log Out").click()
        expect(page.get_by_label("Name (required)")).to_be_visible()
        expect(page.locator("#comment")).to_have_value(TEXT)
        assert page.url.endswith("#respond")

    def test_change_shows_the_strip_and_keeps_the_session(
        self, page: Page, article: Article, bob: User, sign_in: SignIn
    ) -> None:
        sign_in(page, bob)
        start_draft(page, article)
        strip = page.get_by_text("Fill in your details below")
        expect(strip).to_be_hidden()
        page.get_by_role("link", name="Change").click()
        expect(strip).to_be_visible()
        expect(page.get_by_role("link", name="Log in with WordPress.com")).to_be_focused()
        page.get_by_role("link", name="Change").click()
        expect(strip).to_be_hidden()
        expect(page.get_by_text("Bob Reader:")).to_be_visible()

    def test_person_without_email_is_told_why_there_are_no_notices(
        self, page: Page, article: Article, sign_in: SignIn, axe: Axe
    ) -> None:
        person = factories.make_user("tweeter", email="")
        sign_in(page, person)
        start_draft(page, article)
        box = page.get_by_label("Notify me of new comments via email.")
        expect(box).to_be_disabled()
        expect(box).to_have_accessible_description(page.locator("#notify-reason").inner_text())
        axe(page)

    def test_session_that_began_in_another_window_needs_one_more_click(
        self, page: Page, article: Article, bob: User, sign_in: SignIn, watch: Watch
    ) -> None:
        watch.allow("status of 403")
        start_draft(page, article)
        page.locator("#email").fill("gustav@example.org")
        page.locator("#author").fill("Gustav Guest")
        sign_in(page, bob)
        page.get_by_role("button", name="Post Comment").click()
        expect(page.get_by_role("alert")).not_to_be_empty()
        page.get_by_role("button", name="Post Comment").click()
        expect(page.locator(".comment")).to_contain_text(TEXT)

    def test_session_that_ended_in_another_window_shows_the_guest_form(
        self, page: Page, article: Article, bob: User, sign_in: SignIn, watch: Watch
    ) -> None:
        watch.allow("status of 40[03]")
        sign_in(page, bob)
        start_draft(page, article)
        page.context.clear_cookies()
        page.get_by_role("button", name="Post Comment").click()
        expect(page.get_by_label("Name (required)")).to_be_visible()
        expect(page.locator("#comment")).to_have_value(TEXT)
