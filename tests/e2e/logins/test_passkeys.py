"""Passkeys, with a device in software: on the account's pages, at the login, in the pop-up, for staff."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessibility import assert_clean
from tests.e2e.conftest import Watch
from tests.e2e.logins.conftest import OpenPage, World
from tests.e2e.logins.passkeys import Device
from tests.e2e.logins.test_redirects import (
    PASSWORD,
    TEXT,
    choose,
    expect_signed_in,
    log_in,
    sign_up,
    start_draft,
)

LOOKS = [
    {"color_scheme": "light", "viewport": {"width": 1280, "height": 900}},
    {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}},
]


def look(page: Page, heading: str) -> None:
    """Wait for a page, and look at it as a machine can."""
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert_clean(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def add_passkey(page: Page, name: str) -> None:
    page.goto("/accounts/2fa/")
    look(page, "Passkeys and second factor")
    page.get_by_role("link", name="Add a passkey").click()
    look(page, "Add a passkey")
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Add the passkey").click()
    look(page, "Recovery codes")
    expect(page.locator("code")).to_have_count(10)


def give_password(page: Page, password: str) -> None:
    look(page, "Is it you?")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Go on").click()


def log_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.locator("main").get_by_role("button", name="Log out").click()
    page.wait_for_url(re.compile(r"/$"))


@pytest.mark.parametrize("options", LOOKS, ids=["wide", "narrow and dark"])
def test_reader_adds_a_passkey_and_logs_in_with_it(
    open_page: OpenPage, running: World, options: dict[str, object], name: str
) -> None:
    page = open_page(**options)
    Device(page)
    start_draft(page, running)
    sign_up(page, running, name, f"{name[5:]}@example.org")
    page.goto("/accounts/2fa/webauthn/add/")
    give_password(page, PASSWORD)
    add_passkey(page, "My telephone")
    log_out(page)
    page.goto(running.article)
    page.locator("#comment").focus()
    page.get_by_role("link", name="or log in with an account of this blog").click()
    look(page, "Log in")
    expect(page.get_by_role("link", name="Send me a code by e-mail instead")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text(f"{name}:")).to_be_visible()
    expect(page.locator("#comment")).to_have_value(TEXT)
    assert page.url.endswith("#respond")


def test_passkey_is_renamed_and_removed(guest: Page, running: World, name: str) -> None:
    Device(guest)
    sign_up(guest, running, name, f"{name[5:]}@example.org")
    guest.goto("/accounts/2fa/webauthn/add/")
    give_password(guest, PASSWORD)
    add_passkey(guest, "")
    guest.get_by_role("link", name="Done").click()
    guest.get_by_role("link", name="Your passkeys").click()
    look(guest, "Your passkeys")
    guest.get_by_role("link", name="Rename Passkey 1").click()
    look(guest, "Rename the passkey")
    guest.get_by_label("Name").fill("The \u202eold one <b>")
    guest.get_by_role("button", name="Save").click()
    guest.get_by_role("link", name="Remove The old one <b>").click()
    look(guest, "Remove The old one <b>")
    guest.get_by_role("button", name="Remove the passkey").click()
    expect(guest.get_by_text("None so far.")).to_be_visible()
    log_out(guest)
    guest.goto("/accounts/login/")
    guest.get_by_role("button", name="Use a passkey").click()
    expect(guest.get_by_text("This was not accepted. Please try again.")).to_be_visible()


def test_device_that_refuses_is_told_plainly(guest: Page, running: World) -> None:
    Device(guest, isUserVerified=False)
    guest.goto("/accounts/login/")
    alert = guest.get_by_role("alert").filter(has_text="Your browser used no passkey")
    guest.get_by_role("button", name="Use a passkey").click()
    expect(alert).to_be_visible()
    assert_clean(guest)
    guest.get_by_label("Password").click()
    expect(alert).to_have_count(0)


def test_number_in_the_address_is_told_plainly(guest: Page, running: World, watch: Watch) -> None:
    """A passkey belongs to a name; this machine has both."""
    by_number = running.url.replace("localhost", "127.0.0.1")
    watch.allow(re.escape(f"another origin: {by_number}/"))
    guest.goto(f"{by_number}/accounts/login/")
    expect(guest.get_by_role("button", name="Log in").last).to_be_visible()
    expect(guest.get_by_role("button", name="Use a passkey")).to_be_hidden()


def test_passkey_is_the_second_step_of_a_login_in_the_window(
    guest: Page, open_page: OpenPage, running: World, name: str
) -> None:
    device = Device(guest)
    start_draft(guest, running)
    log_in(guest, running, "Twitter", name)
    expect_signed_in(guest, "Twitter", name)
    add_passkey(guest, "My telephone")
    log_out(guest)
    guest.goto(running.article)
    guest.locator("#comment").focus()
    with guest.expect_popup() as opening:
        guest.get_by_role("link", name="Log in with Twitter").click()
    window = opening.value
    window.wait_for_url(re.compile(r"^http://127\.0\.0\.1:"))
    choose(window, "Twitter", name)
    look(window, "One more step")
    Device(window).take_over(device)
    window.get_by_role("button", name="Use a passkey").click()
    expect_signed_in(guest, "Twitter", name)


def test_staff_logs_in_to_the_admin_with_a_passkey(guest: Page, running: World) -> None:
    device = Device(guest)
    guest.goto("/admin/")
    log_in_to_the_admin(guest, running)
    guest.goto("/accounts/2fa/webauthn/add/")
    give_password(guest, running.blog.password)
    add_passkey(guest, "The office")
    log_out(guest)
    try:
        log_in_to_the_admin(guest, running)
        expect(guest.get_by_text("This account has a second factor or a passkey")).to_be_visible()
        guest.get_by_role("link", name="Use a passkey or a second factor").click()
        guest.get_by_role("button", name="Use a passkey").click()
        expect(guest.get_by_role("heading", name="Your blog")).to_be_visible()
        assert guest.url == f"{running.url}/admin/"
        assert device.passkeys[0]["signCount"] > 1
    finally:
        guest.goto("/accounts/2fa/webauthn/")
        guest.get_by_role("link", name="Remove The office").click()
        give_password(guest, running.blog.password)
        guest.get_by_role("button", name="Remove the passkey").click()
        expect(guest.get_by_text("None so far.")).to_be_visible()


def log_in_to_the_admin(page: Page, world: World) -> None:
    page.goto("/admin/")
    page.get_by_label("Username").fill("olga")
    page.get_by_label("Password").fill(world.blog.password)
    page.get_by_role("button", name="Log in").click()
