"""Quoting what is selected in a comment into the reply to it, by mouse and keyboard."""

import pytest
from playwright.sync_api import Locator, Page, expect

from blog.comments.models import BlogComment
from blog.models import Article
from tests import factories
from tests.e2e.conftest import Axe

TEXT = "The harbour was quiet.\n\nThe gulls were not."
SELECT = """paragraphs => {
  const range = document.createRange();
  range.setStart(paragraphs[0].firstChild, 4);
  range.setEnd(paragraphs.at(-1).firstChild, 9);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}"""
QUOTED = "> harbour was quiet.\n>\n> The gulls\n\n"


@pytest.fixture
def comment(transactional_db: None) -> BlogComment:
    """A comment of two paragraphs, beside another one."""
    article = factories.make_article()
    factories.make_comment(article, author_name="Theo", comment="Short.")
    return factories.make_comment(article, author_name="Mei", comment=TEXT)


@pytest.fixture
def opened(page: Page, comment: BlogComment) -> Page:
    """The page of the article."""
    article = comment.article
    assert isinstance(article, Article)
    page.goto(article.get_absolute_url())
    return page


def content_of(page: Page, name: str) -> Locator:
    return page.locator("li.comment").filter(has_text=f"{name} says:").locator(".comment-content")


def select(page: Page) -> None:
    """Select from the fifth character of the first paragraph into the second."""
    content_of(page, "Mei").locator("p").evaluate_all(SELECT)


def test_selection_is_quoted_by_mouse(opened: Page) -> None:
    select(opened)
    opened.get_by_role("link", name="Quote: Reply to Mei").click()
    expect(opened.locator("#comment")).to_have_value(QUOTED)
    expect(opened.locator("#reply-title")).to_have_text("Leave a Reply to Mei")
    expect(opened.locator("#comment")).to_be_focused()
    opened.keyboard.type("So they were.")
    expect(opened.locator("#comment")).to_have_value(f"{QUOTED}So they were.")
    expect(opened.get_by_role("link", name="Reply to Mei", exact=True)).to_have_text("Reply")


def test_selection_is_quoted_by_keyboard(opened: Page, axe: Axe) -> None:
    select(opened)
    link = opened.get_by_role("link", name="Quote: Reply to Mei")
    expect(link).to_have_text("Quote")
    axe(opened)
    opened.locator("li.comment").filter(has_text="Mei says:").get_by_role("button", name="Like").focus()
    opened.keyboard.press("Tab")
    expect(link).to_be_focused()
    opened.keyboard.press("Enter")
    expect(opened.locator("#comment")).to_have_value(QUOTED)


def test_triple_click_quotes_the_paragraph(opened: Page) -> None:
    content_of(opened, "Mei").locator("p").last.click(click_count=3)
    opened.get_by_role("link", name="Quote: Reply to Mei").click()
    expect(opened.locator("#comment")).to_have_value("> The gulls were not.\n\n")


def test_what_was_written_stays_below_and_is_kept(opened: Page) -> None:
    opened.locator("#comment").fill("Already written.")
    select(opened)
    opened.get_by_role("link", name="Quote: Reply to Mei").click()
    expect(opened.locator("#comment")).to_have_value(f"{QUOTED}Already written.")
    opened.reload()
    expect(opened.locator("#comment")).to_have_value(f"{QUOTED}Already written.")


def test_nothing_is_quoted_across_comments_or_without_a_selection(opened: Page) -> None:
    select(opened)
    expect(opened.get_by_role("link", name="Quote")).to_have_count(1)
    opened.evaluate("getSelection().selectAllChildren(document.querySelector('.comment-list'))")
    expect(opened.get_by_role("link", name="Quote")).to_have_count(0)
    select(opened)
    expect(opened.get_by_role("link", name="Quote")).to_have_count(1)
    opened.get_by_role("heading", level=1).click()
    expect(opened.get_by_role("link", name="Quote")).to_have_count(0)
    opened.get_by_role("link", name="Reply to Mei").click()
    expect(opened.locator("#comment")).to_have_value("")


def test_offer_moves_with_the_selection(opened: Page) -> None:
    select(opened)
    expect(opened.get_by_role("link", name="Quote: Reply to Mei")).to_be_visible()
    content_of(opened, "Theo").locator("p").click(click_count=3)
    expect(opened.get_by_role("link", name="Quote: Reply to Theo")).to_be_visible()
    expect(opened.get_by_role("link", name="Reply to Mei", exact=True)).to_have_text("Reply")
