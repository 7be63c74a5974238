"""The real redirects: a login leaves the blog for another origin and comes back, or comes to nothing."""

import re
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, expect

from tests.e2e.conftest import Watch
from tests.e2e.logins.conftest import OWNER, OpenPage, World

TEXT = "A fine walk, and it rained."
SERVICES = ("WordPress.com", "Google", "Twitter", "Facebook")
PASSWORD = "a rather long passphrase"
everywhere = pytest.mark.parametrize("service", SERVICES)


def start_draft(page: Page, world: World) -> None:
    page.goto(world.article)
    page.locator("#comment").fill(TEXT)


def open_window(page: Page, service: str) -> Page:
    """Click on the service and return the window, once it shows the service's page."""
    with page.expect_popup() as opening:
        page.get_by_role("link", name=f"Log in with {service}").click()
    window = opening.value
    window.wait_for_url(re.compile(r"^http://127\.0\.0\.1:"))
    return window


def choose(window: Page, service: str, name: str) -> None:
    """Say at the service who one is."""
    if service == "Google":
        window.get_by_label("Subject").fill(name)
        window.get_by_role("button", name="Authorize", exact=True).click()
    else:
        window.get_by_label("Or type a name").fill(name)
        window.get_by_role("button", name="Log in with this name").click()


def log_in(page: Page, world: World, service: str, name: str, **claims: object) -> None:
    """Log in from the form in a window; at Google, with these claims."""
    if service == "Google":
        world.google.add(name, **{"name": name} | claims)
    choose(open_window(page, service), service, name)


def expect_signed_in(page: Page, service: str, name: str) -> None:
    expect(page.get_by_text(f"You are commenting using your {service} account.")).to_be_visible()
    expect(page.get_by_text(f"{name}:")).to_be_visible()
    expect(page.locator("#comment")).to_have_value(TEXT)


def expect_refusal(page: Page, window: Page, heading: str) -> None:
    """Expect the page that says why, a button that ends it, and the form as it was."""
    expect(window.get_by_role("heading", level=1)).to_have_text(heading)
    window.wait_for_load_state()  # until its script runs, “Back” is a link like any other
    with window.expect_event("close"), suppress(Error):  # it may be gone before the click has ended
        window.get_by_role("link", name="Back", exact=True).click()
    expect(page.get_by_text("Fill in your details below")).to_be_visible()
    expect(page.locator("#comment")).to_have_value(TEXT)
    page.reload()
    expect(page.get_by_label("Name (required)")).to_be_visible()
    expect(page.locator("#comment")).to_have_value(TEXT)


def sign_up(page: Page, world: World, name: str, email: str) -> None:
    """Make an account of the blog, with the code from the mail."""
    page.goto("/accounts/signup/")
    page.locator("[name=display_name]").fill(name)
    page.locator("[name=email]").fill(email)
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Make an account").click()
    page.locator("[name=code]").fill(world.code_for(email))
    page.locator("[name=code]").press("Enter")
    page.wait_for_url(re.compile(r"/$"))


class TestLogin:
    @everywhere
    def test_new_person_comments(self, guest: Page, running: World, service: str, name: str) -> None:
        start_draft(guest, running)
        log_in(guest, running, service, name)
        expect_signed_in(guest, service, name)
        guest.get_by_role("button", name="Post Comment").click()
        expect(guest.locator(".comment").filter(has_text=name)).to_contain_text(TEXT)

    @everywhere
    def test_returning_person_has_the_name_they_chose_here(
        self, open_page: OpenPage, running: World, service: str, name: str
    ) -> None:
        first, later = open_page(), open_page()
        start_draft(first, running)
        log_in(first, running, service, name)
        expect_signed_in(first, service, name)
        first.goto("/accounts/profile/")
        first.locator("[name=display_name]").fill(f"{name} of old")
        first.get_by_role("button", name="Save").first.click()
        expect(first.get_by_text("Saved.")).to_be_visible()
        start_draft(later, running)
        log_in(later, running, service, name)
        expect_signed_in(later, service, f"{name} of old")

    def test_verified_address_of_a_local_account_is_that_account(
        self, open_page: OpenPage, running: World, name: str
    ) -> None:
        email = f"{name[5:]}@example.org"
        sign_up(open_page(), running, f"{name} of the blog", email)
        page = open_page()
        start_draft(page, running)
        log_in(page, running, "Google", name, email=email, email_verified=True)
        expect_signed_in(page, "Google", f"{name} of the blog")

    def test_unverified_address_of_a_local_account_is_somebody_else(
        self, open_page: OpenPage, running: World, name: str
    ) -> None:
        email = f"{name[5:]}@example.org"
        sign_up(open_page(), running, f"{name} of the blog", email)
        page = open_page()
        start_draft(page, running)
        log_in(page, running, "Google", name, email=email, email_verified=False)
        expect_signed_in(page, "Google", name)

    def test_person_without_an_address_is_told_why_there_are_no_notices(
        self, guest: Page, running: World, name: str
    ) -> None:
        start_draft(guest, running)
        log_in(guest, running, "Twitter", name)
        expect_signed_in(guest, "Twitter", name)
        box = guest.get_by_label("Notify me of new comments via email.")
        expect(box).to_be_disabled()
        expect(box).to_have_accessible_description(guest.locator("#notify-reason").inner_text())


class TestRefusal:
    @pytest.mark.parametrize("service", ["Google"])
    def test_address_of_staff_is_not_enough(
        self, guest: Page, running: World, watch: Watch, service: str, name: str
    ) -> None:
        watch.allow("status of 409")
        start_draft(guest, running)
        running.google.add(name, name=name, email=OWNER, email_verified=True)
        window = open_window(guest, service)
        choose(window, service, name)
        expect_refusal(guest, window, "You have an account here already")

    @everywhere
    def test_denied_login_changes_nothing(self, guest: Page, running: World, service: str) -> None:
        start_draft(guest, running)
        window = open_window(guest, service)
        window.get_by_role("button", name="Deny" if service == "Google" else "Cancel").click()
        expect_refusal(guest, window, "You are not logged in")

    @everywhere
    def test_answer_with_another_state_is_refused(
        self, guest: Page, running: World, watch: Watch, service: str, name: str
    ) -> None:
        watch.allow("status of 400")
        start_draft(guest, running)
        running.google.add(name, name=name)
        window = open_window(guest, service)
        window.goto(re.sub(r"([?&]state=)[^&]+", r"\g<1>abcdefghijklmnop", window.url))
        choose(window, service, name)
        expect_refusal(guest, window, "This login is no longer open")

    def test_login_that_was_refused_can_be_tried_again_in_the_same_window(
        self, guest: Page, running: World, watch: Watch, name: str
    ) -> None:
        watch.allow("status of 400")
        start_draft(guest, running)
        window = open_window(guest, "Twitter")
        window.goto(re.sub(r"([?&]state=)[^&]+", r"\g<1>abcdefghijklmnop", window.url))
        choose(window, "Twitter", name)
        expect(window.get_by_role("link", name="Try again")).to_be_visible()
        window.wait_for_load_state()
        window.get_by_role("link", name="Try again").click()
        window.wait_for_url(re.compile(r"^http://127\.0\.0\.1:"))
        choose(window, "Twitter", name)
        expect_signed_in(guest, "Twitter", name)

    def test_answer_in_another_browser_is_refused(
        self, open_page: OpenPage, running: World, watch: Watch, name: str
    ) -> None:
        watch.allow("status of 400")
        nora, bob = open_page(), open_page()
        start_draft(nora, running)
        window = open_window(nora, "Facebook")
        address = window.url
        start_draft(bob, running)
        other = open_window(bob, "Facebook")
        other.goto(address)  # the service would send Bob's browser back with what Nora's began
        choose(other, "Facebook", name)
        expect_refusal(bob, other, "This login is no longer open")

    @pytest.mark.parametrize("fault", ["silent", "nonsense", "500"])
    def test_service_that_fails_is_told_plainly(
        self, guest: Page, running: World, watch: Watch, fault: str, name: str
    ) -> None:
        watch.allow("status of 502")
        start_draft(guest, running)
        running.google.add(name, name=name)
        window = open_window(guest, "Google")
        with running.google.failing(fault):
            choose(window, "Google", name)
            expect_refusal(guest, window, "Google did not log you in")
        log_in(guest, running, "Google", name)
        expect_signed_in(guest, "Google", name)
