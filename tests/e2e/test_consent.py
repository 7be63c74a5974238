"""The box “Save my name, email, and website in this browser”: kept there only, forgotten when unticked."""

import json

import pytest
from playwright.sync_api import Locator, Page, expect

from blog.models import Article, SiteSettings
from tests import factories
from tests.e2e.conftest import NewPage

BOX = "Save my name, email, and website in this browser for the next time I comment."
PERSON = {
    "Email (required)": "gustav@example.org",
    "Name (required)": "Gustav Guest",
    "Website": "https://example.org/",
}
STORED = "[JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}), document.cookie]"


@pytest.fixture
def article(transactional_db: None, settings: object) -> Article:
    """An article that is open for comments, which may follow one another at once."""
    settings.BLOG_COMMENT_INTERVAL = 0  # type: ignore[attr-defined]
    return factories.make_article()


def write(page: Page, article: Article, text: str, *, consents: bool) -> None:
    """Post a comment as Gustav, with the box as told."""
    page.goto(article.get_absolute_url())
    page.get_by_label("Enter your comment here…").fill(text)
    for label, value in PERSON.items():
        field(page, label).fill(value)
    page.get_by_label(BOX).set_checked(consents)
    page.get_by_role("button", name="Post Comment").click()
    expect(page.locator(".comment-content").get_by_text(text)).to_be_visible()


def field(page: Page, label: str) -> Locator:
    """Return a field of the guest's form."""
    return page.get_by_label(label, exact="required" not in label)  # the first two have a note behind


def kept(page: Page) -> str:
    """Return all that the browser keeps for the blog and a script could read."""
    return str(page.evaluate(STORED))


def test_nothing_is_kept_without_the_box(page: Page, article: Article) -> None:
    page.goto(article.get_absolute_url())
    page.locator("#comment").focus()
    expect(page.get_by_label(BOX)).not_to_be_checked()
    write(page, article, "A fine walk.", consents=False)
    assert not [value for value in PERSON.values() if value in kept(page)]
    page.goto(article.get_absolute_url())
    page.locator("#comment").focus()
    expect(page.get_by_label("Name (required)")).to_have_value("")


def test_box_fills_in_the_form_next_time_in_this_browser_only(
    page: Page, new_page: NewPage, article: Article
) -> None:
    write(page, article, "A fine walk.", consents=True)
    told = json.loads(page.evaluate("JSON.stringify(Object.values(localStorage))"))
    assert any("gustav@example.org" in value for value in told)
    assert not [cookie for cookie in page.context.cookies() if "gustav" in str(cookie).lower()]
    page.goto(article.get_absolute_url())
    page.locator("#comment").focus()
    for label, value in PERSON.items():
        expect(field(page, label)).to_have_value(value)
    expect(page.get_by_label(BOX)).to_be_checked()
    elsewhere = new_page()
    elsewhere.goto(article.get_absolute_url())
    elsewhere.locator("#comment").focus()
    expect(elsewhere.get_by_label("Name (required)")).to_have_value("")


def test_unticked_box_forgets(page: Page, article: Article) -> None:
    write(page, article, "A fine walk.", consents=True)
    write(page, article, "And a second one.", consents=False)
    assert not [value for value in PERSON.values() if value in kept(page)]


def test_form_leads_to_the_privacy_page_once_it_is_published(page: Page, article: Article) -> None:
    privacy = factories.make_page(article.author, title="Privacy", slug="privacy")
    site = SiteSettings.current()
    site.privacy_page = privacy
    site.save()
    page.goto(article.get_absolute_url())
    page.locator("#comment").focus()
    page.get_by_role("link", name="How this blog treats your data").click()
    expect(page).to_have_url(page.url.split("/privacy")[0] + "/privacy/")
    privacy.status = "draft"
    privacy.save()
    SiteSettings.forget()
    page.goto(article.get_absolute_url())
    page.locator("#comment").focus()
    expect(page.get_by_role("link", name="How this blog treats your data")).to_have_count(0)
