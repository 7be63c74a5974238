"""The call-to-action bar in a browser."""

import pytest
from playwright.sync_api import Page, expect

from blog.comments import live
from blog.models import SiteSettings
from tests import factories
from tests.e2e.conftest import NewPage
from tests.e2e.conversation import make_threads

TEXT = "Create your website with Broadside"
IS_ON_TOP = """link => {
  const { left, right, bottom } = link.getBoundingClientRect();
  return link.contains(document.elementFromPoint((left + right) / 2, bottom - 4));
}"""


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


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_bar_does_not_cover_what_announces_new_comments(
    page: Page, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "FRESH_SECONDS", 1e-9)
    article = factories.make_article()
    threads = make_threads(article)
    page.clock.install()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{article.get_absolute_url()}#comments")
    page.evaluate("() => import('/static/js/comments.js').then(() => true)")
    factories.make_comment(article, comment="Hello.")
    page.clock.fast_forward(10_000)
    news = page.get_by_role("link", name="1 new comment")
    expect(news).to_be_visible()
    page.locator(f"#comment-{threads[0].pk}").evaluate("item => item.scrollIntoView()")
    assert news.evaluate(IS_ON_TOP)
