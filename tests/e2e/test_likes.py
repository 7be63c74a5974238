"""Likes in a browser: the buttons, and the people who like, as a dialog and as a page."""

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from blog.comments.models import BlogComment
from blog.models import Article
from tests import factories
from tests.e2e.conftest import Axe, NewPage, SignIn

KEY = "Enter"


@pytest.fixture
def comment(article: Article) -> BlogComment:
    """Its only comment."""
    return factories.make_comment(article)


@pytest.fixture
def bob(transactional_db: None) -> User:
    """A reader with an account and a website."""
    return factories.make_user("bob", display_name="Bob Reader", website="https://bob.example/")


def like_as(comment: BlogComment, *people: User, guests: int = 0) -> None:
    """Store likes of the comment."""
    for person in people:
        comment.likes.create(user=person)
    for number in range(guests):
        comment.likes.create(visitor_key=f"guest {number}")
    BlogComment.objects.filter(pk=comment.pk).update(like_count=len(people) + guests)


def item_of(page: Page, comment: BlogComment) -> Locator:
    return page.locator(f"#comment-{comment.public_id}")


class TestArticle:
    def test_sentence_follows_each_press(self, page: Page, article: Article) -> None:
        page.goto(article.get_absolute_url())
        likes = page.locator("#likes")
        for sentence, pressed in [
            ("Be the first to like this.", "You like this."),
            ("One blogger likes this.", "You and one other blogger like this."),
            ("2 bloggers like this.", "You and 2 other bloggers like this."),
        ]:
            expect(likes.get_by_text(sentence, exact=True)).to_be_visible()
            likes.get_by_role("button", name="Like", exact=True).click()
            expect(likes.get_by_text(pressed, exact=True)).to_be_visible()
            likes.get_by_role("button", name="Liked").click()
            expect(likes.get_by_text(sentence, exact=True)).to_be_visible()
            article.likes.create(visitor_key=f"guest {sentence}")
            page.reload()

    def test_visitor_gets_a_cookie_by_liking_only(self, page: Page, article: Article) -> None:
        article.likes.create(visitor_key="guest")
        page.goto(article.get_absolute_url())
        page.get_by_role("link", name="One blogger likes this.").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")
        assert page.context.cookies() == []
        page.locator("#likes").get_by_role("button", name="Like").click()
        expect(page.get_by_text("You and one other blogger like this.")).to_be_visible()
        assert [cookie["name"] for cookie in page.context.cookies()] == ["visitor"]

    def test_dialog_takes_the_focus_and_gives_it_back(
        self, page: Page, axe: Axe, article: Article, bob: User
    ) -> None:
        article.likes.create(user=bob)
        article.likes.create(visitor_key="guest")
        page.goto(article.get_absolute_url())
        link = page.get_by_role("link", name="2 bloggers like this.")
        link.focus()
        page.keyboard.press(KEY)
        dialog = page.get_by_role("dialog", name="2 bloggers like this:")
        expect(dialog.get_by_role("link", name="Bob Reader")).to_be_visible()
        expect(dialog).to_contain_text("and one reader without an account")
        expect(dialog.get_by_role("button", name="Close")).to_be_focused()
        axe(page)
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        expect(link).to_be_focused()
        page.keyboard.press(KEY)
        dialog.get_by_role("button", name="Close").click()
        expect(dialog).to_have_count(0)
        expect(link).to_be_focused()

    def test_signed_in_reader_is_named(
        self, page: Page, sign_in: SignIn, article: Article, bob: User
    ) -> None:
        sign_in(page, bob)
        page.goto(article.get_absolute_url())
        page.locator("#likes").get_by_role("button", name="Like").click()
        page.get_by_role("link", name="You like this.").click()
        expect(page.get_by_role("dialog", name="One blogger likes this:")).to_contain_text("Bob Reader")

    def test_people_are_a_page_without_javascript(
        self, new_page: NewPage, article: Article, bob: User
    ) -> None:
        article.likes.create(user=bob)
        page = new_page(java_script_enabled=False)
        page.goto(article.get_absolute_url())
        page.locator("#likes").get_by_role("button", name="Like").click()
        page.get_by_role("link", name="You and one other blogger like this.").click()
        expect(page.get_by_role("heading", name="2 bloggers like this:")).to_be_visible()
        expect(page.get_by_role("link", name="Bob Reader")).to_be_visible()
        page.get_by_role("link", name="Back to “A walk along the harbour”").click()
        expect(page.locator("#likes").get_by_role("button", name="Liked")).to_be_visible()


class TestComment:
    def test_is_liked_and_no_longer_liked(self, page: Page, article: Article, comment: BlogComment) -> None:
        page.goto(article.get_absolute_url())
        item = item_of(page, comment)
        expect(item.get_by_role("link", name="like")).to_have_count(0)
        item.get_by_role("button", name="Like").click()
        expect(item.get_by_role("button", name="Liked")).to_be_visible()
        expect(item.get_by_role("link", name="1 like")).to_be_visible()
        page.reload()
        item.get_by_role("button", name="Liked").click()
        expect(item.get_by_role("button", name="Like", exact=True)).to_be_visible()
        expect(item.get_by_role("link", name="like")).to_have_count(0)

    def test_people_open_in_a_dialog_that_gives_the_focus_back(
        self, page: Page, axe: Axe, article: Article, comment: BlogComment, bob: User
    ) -> None:
        like_as(comment, bob, guests=2)
        page.goto(article.get_absolute_url())
        link = item_of(page, comment).get_by_role("link", name="3 likes")
        link.focus()
        page.keyboard.press(KEY)
        dialog = page.get_by_role("dialog", name="3 bloggers like this:")
        expect(dialog).to_contain_text("Bob Reader")
        expect(dialog).to_contain_text("and 2 readers without an account")
        axe(page)
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        expect(link).to_be_focused()

    def test_people_are_a_page_without_javascript(
        self, new_page: NewPage, article: Article, comment: BlogComment, bob: User
    ) -> None:
        like_as(comment, bob)
        page = new_page(java_script_enabled=False)
        page.goto(article.get_absolute_url())
        item_of(page, comment).get_by_role("button", name="Like").click()
        item_of(page, comment).get_by_role("link", name="2 likes").click()
        expect(page.get_by_role("heading", name="2 bloggers like this:")).to_be_visible()
        expect(page.get_by_role("link", name="Bob Reader")).to_be_visible()
        page.get_by_role("link", name="Back to the comment").click()
        expect(item_of(page, comment).get_by_role("button", name="Liked")).to_be_visible()
