"""The account page in a browser, from the first login with a service to the end of the account."""

import json
import re
from pathlib import Path

import pytest
from allauth.socialaccount.models import SocialAccount
from playwright.sync_api import Page, expect

from accounts.models import User
from blog.comments.models import BlogComment
from blog.models import Article
from tests import factories
from tests.accounts.test_profile import picture
from tests.e2e.conftest import Axe, NewPage, SignIn, Watch

ACCOUNT = "/accounts/profile/"
PICTURE = {"name": "me.png", "mimeType": "image/png", "buffer": picture()}


def log_in(page: Page, service: str = "google") -> None:
    """Log in with a service as a reader would, and end on the account page."""
    page.goto(f"/accounts/connect/{service}/?next={ACCOUNT}")
    press_on(page)
    page.get_by_role("button", name="Nadia Holm").click()
    expect(page.get_by_role("heading", name="Nadia Holm")).to_be_visible()


def press_on(page: Page) -> None:
    """Press the button of our page that leads to the service, where no script has done it."""
    if not page.evaluate("matchMedia('(scripting: enabled)').matches"):
        page.get_by_role("button", name=re.compile("^Continue to")).click()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_reader_changes_how_they_appear(new_page: NewPage, article: Article, has_scripts: bool) -> None:
    page = new_page(java_script_enabled=has_scripts)
    log_in(page)
    drawn = page.get_by_alt_text("Your picture").get_attribute("src") or ""
    assert drawn.startswith("/accounts/avatar/NH-")
    page.get_by_label("Name", exact=True).fill("Nadia H.")
    page.get_by_label("Website").fill("https://example.org/")
    page.get_by_label("Picture", exact=True).set_input_files(PICTURE)  # type: ignore[arg-type]
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Saved.")
    expect(page.get_by_role("heading", name="Nadia H.")).to_be_visible()
    assert (page.get_by_alt_text("Your picture").get_attribute("src") or "").startswith("/media/avatars/")
    page.get_by_label("Show my initials instead of the picture").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_alt_text("Your picture")).to_have_attribute("src", re.compile("^/accounts/avatar/NH-"))
    assert User.objects.get(display_name="Nadia H.").keeps_initials


def test_error_stands_at_its_field_and_what_was_typed_stays(
    page: Page, bob: User, sign_in: SignIn, watch: Watch
) -> None:
    watch.allow("status of 400")
    sign_in(page, bob)
    page.goto(ACCOUNT)
    page.get_by_label("Website").fill("javascript:alert(1)")
    page.get_by_label("Website").evaluate("field => { field.type = 'text' }")
    page.get_by_role("button", name="Save").click()
    field = page.get_by_label("Website")
    expect(field).to_have_value("javascript:alert(1)")
    expect(field).to_have_attribute("aria-invalid", "true")


def test_reader_connects_a_second_service_and_keeps_one(page: Page, article: Article, axe: Axe) -> None:
    log_in(page)
    expect(page.get_by_text("Set a password before you disconnect it.")).to_be_visible()
    page.get_by_role("link", name="Connect Twitter").click()
    page.get_by_role("button", name="Samuel Okoro").click()
    expect(page.get_by_role("button", name="Disconnect Twitter")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Disconnect Google").click()
    expect(page.get_by_role("link", name="Connect Google")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Disconnect"))).to_have_count(0)
    assert SocialAccount.objects.get().provider == "twitter_oauth2"


def test_reader_ends_the_login_in_another_browser(new_page: NewPage, article: Article) -> None:
    here, there = new_page(), new_page()
    log_in(here)
    log_in(there)
    here.get_by_role("link", name="Where you are logged in").click()
    expect(here.get_by_text("(this browser)")).to_have_count(1)
    here.get_by_role("button", name="Log out there").click()
    expect(here.get_by_role("status")).to_contain_text("Logged out there.")
    there.goto(ACCOUNT)
    expect(there).to_have_url(re.compile("/accounts/login/"))


@pytest.mark.parametrize("keeps", [True, False])
def test_reader_takes_the_data_along_and_leaves(page: Page, article: Article, axe: Axe, keeps: bool) -> None:
    log_in(page)
    factories.make_comment(article, user=User.objects.get(display_name="Nadia Holm"), comment="A fine walk.")
    page.get_by_role("link", name="Delete my account").click()
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download my data").click()
    told = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert told["comments"][0]["text"] == "A fine walk."
    assert told.keys() >= {"profile", "sessions", "likes", "reports", "subscriptions", "connected_services"}
    page.get_by_label("Keep them" if keeps else "Delete them").check()
    page.get_by_label("Your name").fill("Nadia Holm")
    page.get_by_role("button", name="Delete my account for ever").click()
    expect(page.get_by_role("heading", name="Your account is deleted")).to_be_visible()
    axe(page)
    assert not User.objects.filter(display_name="Nadia Holm").exists()
    page.goto(article.get_absolute_url())
    expect(page.get_by_text("A fine walk.")).to_have_count(1 if keeps else 0)
    expect(page.get_by_text("Anonymous")).to_have_count(1 if keeps else 0)
    assert "Nadia" not in page.content()
    assert BlogComment.objects.count() == (1 if keeps else 0)
