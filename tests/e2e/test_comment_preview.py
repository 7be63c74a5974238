"""The preview in a browser: in place with JavaScript, a page without; the draft is never lost."""

from playwright.sync_api import Page, expect

from accounts.models import User
from blog.comments.models import BlogComment
from blog.models import Article
from tests import factories
from tests.e2e.conftest import Axe, NewPage, SignIn, Watch

TEXT = "A **fine** walk."


def test_preview_appears_in_place_and_leaves_with_the_next_letter(
    page: Page, article: Article, axe: Axe
) -> None:
    page.goto(article.get_absolute_url())
    page.locator("#comment").fill(TEXT)
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#comment-preview strong")).to_have_text("fine")
    expect(page.locator("#comment")).to_have_value(TEXT)
    axe(page)
    page.locator("#comment").press("x")
    expect(page.locator("#comment-preview")).to_be_empty()
    assert not BlogComment.objects.exists()


def test_preview_of_nothing_says_what_is_missing(page: Page, article: Article, watch: Watch) -> None:
    watch.allow("status of 400")
    page.goto(article.get_absolute_url())
    page.locator("#comment").focus()
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#comment-error")).to_have_text("Please enter a comment")
    expect(page.locator("#email-error")).to_have_text("")


def test_draft_survives_preview_and_reload_and_is_posted_then(page: Page, article: Article) -> None:
    page.goto(article.get_absolute_url())
    page.locator("#comment").fill(TEXT)
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#comment-preview strong")).to_be_visible()
    page.reload()
    expect(page.locator("#comment")).to_have_value(TEXT)
    page.locator("#email").fill("gustav@example.org")
    page.locator("#author").fill("Gustav Guest")
    page.locator("#author").press("Enter")  # posts, and asks for no preview
    expect(page.get_by_text("Your comment is awaiting moderation.")).to_be_visible()


def test_preview_and_post_without_javascript(new_page: NewPage, article: Article, axe: Axe) -> None:
    page = new_page(java_script_enabled=False, viewport={"width": 320, "height": 800})
    page.goto(article.get_absolute_url())
    page.locator("#comment").fill(TEXT)
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="Your comment").locator("strong")).to_have_text("fine")
    page.locator("#email").fill("gustav@example.org")
    page.locator("#author").fill("Gustav Guest")
    page.get_by_role("button", name="Post Comment").click()
    expect(page.get_by_text("Your comment is awaiting moderation.")).to_be_visible()
    assert BlogComment.objects.get().comment == TEXT


def test_draft_of_a_new_comment_survives_the_edit_of_an_old_one(
    page: Page, article: Article, bob: User, sign_in: SignIn, axe: Axe
) -> None:
    old = factories.make_comment(article, user=bob, comment="An old word.")
    sign_in(page, bob)
    page.goto(article.get_absolute_url())
    page.locator("#comment").fill(TEXT)
    page.goto(f"/comments/{old.pk}/edit/")
    axe(page)
    page.get_by_label("Comment").fill("A new word.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Your comment is changed")).to_be_visible()
    page.get_by_role("link", name="See your comment").click()
    expect(page.get_by_text("A new word.")).to_be_visible()
    expect(page.locator("#comment")).to_have_value(TEXT)
