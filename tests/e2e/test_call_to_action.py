"""The call-to-action bar in a browser."""

import pytest
from playwright.sync_api import Page, expect

from blog.models import SiteSettings
from tests.e2e.conftest import NewPage

TEXT = "Create your website with Broadside"


@pytest.fixture(autouse=True)
def _bar_is_on(transactional_db: None) -> None:
    site = SiteSettings.current()
    site.call_to_action_text, site.call_to_action_button, site.call_to_action_url = TEXT, "Get started", "/"
    site.save()


def test_dismissed_bar_stays_away_until_it_says_something_else(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_text(TEXT)).to_be_visible()
    page.get_by_label("Hide this notice").check(force=True)
    expect(page.get_by_text(TEXT)).to_be_hidden()
    page.reload()
    expect(page.locator(".call-to-action.is-ready")).to_have_count(1)
    expect(page.get_by_text(TEXT)).to_be_hidden()
    site = SiteSettings.current()
    site.call_to_action_text = "Something else"
    site.save()
    page.goto("/?fresh")
    expect(page.get_by_text("Something else")).to_be_visible()


def test_bar_works_without_javascript(new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/")
    expect(page.get_by_role("link", name="Get started")).to_be_visible()
    page.get_by_label("Hide this notice").check(force=True)
    expect(page.get_by_text(TEXT)).to_be_hidden()
