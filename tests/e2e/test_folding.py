"""Folding replies away in a browser: by mouse and keyboard, without a script, and back by a link."""

import pytest
from playwright.sync_api import Page, expect

from blog.comments.models import BlogComment
from blog.models import Article
from tests import factories
from tests.e2e.conftest import Axe, NewPage


@pytest.fixture
def thread(article: Article) -> list[BlogComment]:
    """A comment, an answer, and an answer to that."""
    comments: list[BlogComment] = []
    for text in ("The question", "The answer", "The thanks"):
        comments.append(factories.make_comment(article, comments[-1] if comments else None, comment=text))
    return comments


def test_replies_are_folded_without_javascript(
    new_page: NewPage, article: Article, thread: list[BlogComment]
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(article.get_absolute_url())
    page.get_by_text("Hide 2 replies").click()
    expect(page.get_by_text("The answer")).to_be_hidden()
    expect(page.get_by_text("The thanks")).to_be_hidden()
    expect(page.get_by_text("The question")).to_be_visible()
    page.get_by_text("Show 2 replies").click()
    expect(page.get_by_text("The thanks")).to_be_visible()
    expect(page.get_by_text("Hide 1 reply")).to_be_visible()


def test_keyboard_folds_and_axe_finds_nothing(
    page: Page, axe: Axe, article: Article, thread: list[BlogComment]
) -> None:
    page.goto(article.get_absolute_url())
    axe(page)
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("The answer")).to_be_hidden()
    expect(page.get_by_text("Show 2 replies")).to_be_visible()
    axe(page)


def test_link_opens_what_it_leads_into(page: Page, article: Article, thread: list[BlogComment]) -> None:
    page.goto(article.get_absolute_url())
    page.get_by_text("Hide 1 reply").click()
    page.get_by_text("Hide 2 replies").click()
    page.evaluate("id => { location.hash = id }", f"comment-{thread[2].public_id}")
    expect(page.get_by_text("The thanks")).to_be_in_viewport()


def test_permalink_shows_the_reply(page: Page, article: Article, thread: list[BlogComment]) -> None:
    page.goto(f"/comments/{thread[2].pk}/")
    expect(page.get_by_text("The thanks")).to_be_in_viewport()


def test_paper_shows_everything(page: Page, article: Article, thread: list[BlogComment]) -> None:
    page.goto(article.get_absolute_url())
    page.get_by_text("Hide 2 replies").click()
    expect(page.get_by_text("The thanks")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.get_by_text("The thanks")).to_be_visible()
    expect(page.get_by_text("Show 2 replies")).to_be_hidden()
