"""A doubtful comment in a browser: the work that is asked of it, and the way without a script."""

import pytest
from playwright.sync_api import Page, expect

from blog.comments.models import BlogComment, State
from blog.models import Article, SiteSettings
from tests import factories
from tests.e2e.conftest import NewPage

DOUBTFUL = "MANY CAPITAL LETTERS, AND ONE SINGLE WISH"


@pytest.fixture
def article(transactional_db: None) -> Article:
    """An article that takes the comments of people whom nobody knows."""
    SiteSettings(first_comment_is_held=False, score_doubtful_from=10).save()
    return factories.make_article()


def send(page: Page, article: Article) -> None:
    page.goto(article.get_absolute_url())
    page.locator("#comment").fill(DOUBTFUL)
    page.locator("#email").fill("gustav@example.org")
    page.locator("#author").fill("Gustav Guest")
    page.get_by_role("button", name="Post Comment").click()


def test_a_browser_does_the_work_by_itself(page: Page, article: Article) -> None:
    said: list[str] = []
    page.expose_function("say", lambda text: said.append(text))  # noqa: PLW0108 - playwright marks it
    page.add_init_script(
        """addEventListener("DOMContentLoaded", () => {
             const status = document.querySelector("#comment-preview");
             new MutationObserver(() => say(status.textContent)).observe(status, { childList: true });
           })"""
    )
    send(page, article)
    expect(page.locator(".comment-content", has_text="ONE SINGLE WISH").first).to_be_visible()
    comment = BlogComment.objects.get()
    assert comment.state == State.PUBLIC
    assert "proof" in [signal for signal, _points, _detail in comment.signals]
    assert "Checking your comment; this takes a moment…" in said


def test_without_a_script_it_waits_for_a_moderator(new_page: NewPage, article: Article) -> None:
    page = new_page(java_script_enabled=False)
    send(page, article)
    expect(page.get_by_text("Your comment is awaiting moderation.")).to_be_visible()
    assert [code for code, _detail in BlogComment.objects.get().held_because] == ["doubtful"]


def test_a_browser_without_a_secure_connection_is_not_asked(page: Page, article: Article) -> None:
    page.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    send(page, article)
    expect(page.get_by_text("Your comment is awaiting moderation.")).to_be_visible()
    assert [code for code, _detail in BlogComment.objects.get().held_because] == ["doubtful"]
