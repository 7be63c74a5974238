"""The comment form in a browser: opening, errors and sending."""

import pytest
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from blog.comments.models import BlogComment
from blog.models import Article
from tests import factories
from tests.e2e.conftest import Axe, NewPage, SignIn, Watch

TEXT = "A fine walk, and it rained."


def fill_in(page: Page, text: str = TEXT) -> None:
    """Type what a guest must."""
    page.get_by_label("Enter your comment here…").fill(text)
    page.get_by_label("Email (required)").fill("gustav@example.org")
    page.get_by_label("Name (required)").fill("Gustav Guest")


class TestOpening:
    def test_form_is_one_line_until_it_is_focused(self, page: Page, article: Article) -> None:
        page.goto(article.get_absolute_url())
        expect(page.get_by_role("heading", name="Leave a Reply")).to_be_visible()
        expect(page.get_by_role("button", name="Post Comment")).to_be_hidden()
        closed = page.locator("#commentform").bounding_box()
        page.locator("#comment").focus()
        expect(page.get_by_text("Fill in your details below or click an icon to log in:")).to_be_visible()
        expect(page.get_by_text("(Address never made public)")).to_be_visible()
        expect(page.get_by_label("Website", exact=True)).to_be_visible()
        expect(page.get_by_label("Notify me of new comments via email.")).to_be_visible()
        expect(page.get_by_label("Notify me of new posts via email.")).to_be_visible()
        expect(page.get_by_label("Save my name, email, and website in this browser")).to_be_visible()
        expect(page.get_by_role("button", name="Post Comment")).to_be_visible()
        assert closed is not None
        assert closed["height"] < 100  # pixels

    def test_form_stays_open_when_the_focus_leaves(self, page: Page, article: Article) -> None:
        page.goto(article.get_absolute_url())
        page.locator("#comment").focus()
        page.locator("#comment").blur()
        expect(page.get_by_role("button", name="Post Comment")).to_be_visible()

    def test_form_opens_even_when_the_script_is_lost(
        self, page: Page, article: Article, watch: Watch
    ) -> None:
        watch.allow("ERR_FAILED")
        page.route("**/*.js", lambda route: route.abort())
        page.goto(article.get_absolute_url())
        page.locator("#comment").focus()
        expect(page.get_by_role("button", name="Post Comment")).to_be_visible()
        page.locator("#comment").fill("x")
        page.locator("#comment").blur()
        expect(page.get_by_role("button", name="Post Comment")).to_be_visible()

    def test_everything_is_open_without_javascript(self, new_page: NewPage, article: Article) -> None:
        page = new_page(java_script_enabled=False)
        page.goto(article.get_absolute_url())
        expect(page.get_by_role("button", name="Post Comment")).to_be_visible()
        expect(page.get_by_label("Name (required)")).to_be_visible()

    def test_opening_shifts_nothing_before_the_visitor_acts(self, page: Page, article: Article) -> None:
        page.goto(article.get_absolute_url())
        page.locator("#comment").scroll_into_view_if_needed()
        shift = """() => new Promise(done => {
            const add = list => done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0));
            new PerformanceObserver(add).observe({type: "layout-shift", buffered: true});
            setTimeout(() => done(0), 300);
        })"""
        assert page.evaluate(shift) == 0

    def test_closed_article_has_no_form(self, page: Page, article: Article) -> None:
        factories.make_comment(article)
        article.comments_open = False
        article.save()
        page.goto(article.get_absolute_url())
        expect(page.get_by_text("Comments are closed.")).to_be_visible()
        expect(page.locator("#respond")).to_have_count(0)


class TestErrors:
    def test_each_missing_field_is_named_and_the_first_gets_the_focus(
        self, page: Page, article: Article
    ) -> None:
        page.goto(article.get_absolute_url())
        page.locator("#comment").focus()
        page.get_by_role("button", name="Post Comment").click()
        expect(page.locator("#comment-error")).to_have_text("Please enter a comment")
        expect(page.locator("#email-error")).to_have_text("Please enter your email address here")
        expect(page.locator("#author-error")).to_have_text("Please enter your name here")
        expect(page.locator("#comment")).to_be_focused()
        expect(page.locator("#email")).to_have_accessible_description("Please enter your email address here")
        page.locator("#comment").fill("x")
        expect(page.locator("#comment-error")).to_have_text("")

    def test_wrong_address_is_told(self, page: Page, article: Article) -> None:
        page.goto(article.get_absolute_url())
        fill_in(page)
        page.locator("#email").fill("gustav@")
        page.get_by_role("button", name="Post Comment").click()
        expect(page.locator("#email-error")).to_have_text("Invalid email address")
        expect(page.locator("#email")).to_be_focused()

    def test_answer_of_the_server_stands_beside_its_field(
        self, page: Page, article: Article, watch: Watch
    ) -> None:
        watch.allow("status of 400")
        page.goto(article.get_absolute_url())
        fill_in(page)
        page.locator("#author").fill("x" * 300)
        page.get_by_role("button", name="Post Comment").click()
        expect(page.locator("#author-error")).to_contain_text("245")
        expect(page.locator("#author")).to_be_focused()
        expect(page.locator("#comment")).to_have_value(TEXT)

    def test_duplicate_is_refused_and_leads_to_the_first(
        self, page: Page, article: Article, watch: Watch
    ) -> None:
        watch.allow("status of 409")
        page.goto(article.get_absolute_url())
        for _ in range(2):
            fill_in(page)
            page.get_by_role("button", name="Post Comment").click()
            page.wait_for_url("**/*#comment-*") if _ == 0 else None
            page.goto(article.get_absolute_url()) if _ == 0 else None
        expect(page.get_by_role("alert")).to_contain_text("Duplicate comment detected")
        expect(page.get_by_role("link", name="See that comment")).to_be_visible()
        assert BlogComment.objects.count() == 1

    def test_page_of_errors_without_javascript(
        self, new_page: NewPage, article: Article, watch: Watch, axe: Axe
    ) -> None:
        watch.allow("status of 400")
        page = new_page(java_script_enabled=False)
        page.goto(article.get_absolute_url())
        fill_in(page)
        page.locator("#author").fill("x" * 300)
        page.get_by_role("button", name="Post Comment").click()
        expect(page.get_by_role("alert").first).to_contain_text("245")
        expect(page.locator("#author")).to_be_focused()
        expect(page.locator("#comment")).to_have_value(TEXT)


class TestSending:
    def test_guest_posts_and_sees_the_own_held_comment(self, page: Page, article: Article) -> None:
        page.goto(article.get_absolute_url())
        fill_in(page)
        page.get_by_role("button", name="Post Comment").click()
        expect(page.get_by_text("Your comment is awaiting moderation.")).to_be_visible()
        comment = BlogComment.objects.get()
        assert page.url.endswith(f"#comment-{comment.public_id}")
        expect(page.locator(f"#comment-{comment.public_id}")).to_be_in_viewport()
        expect(page.locator("#comment")).to_have_value("")
        page.goto(article.get_absolute_url())
        expect(page.locator("#comment")).to_have_value("")

    def test_guest_posts_without_javascript(self, new_page: NewPage, article: Article) -> None:
        page = new_page(java_script_enabled=False)
        page.goto(article.get_absolute_url())
        fill_in(page)
        page.get_by_role("button", name="Post Comment").click()
        expect(page.get_by_text("Your comment is awaiting moderation.")).to_be_visible()
        assert BlogComment.objects.get().comment == TEXT

    @pytest.mark.parametrize("keys", ["Control+Enter", "Meta+Enter"])
    def test_keys_send_it(self, page: Page, article: Article, keys: str) -> None:
        page.goto(article.get_absolute_url())
        fill_in(page)
        page.locator("#comment").press(keys)
        expect(page.get_by_text("Your comment is awaiting moderation.")).to_be_visible()

    def test_double_click_posts_once(self, page: Page, article: Article) -> None:
        held: list[Route] = []
        let_through: list[bool] = []

        def hold(route: Route) -> None:
            if let_through:
                route.continue_()
            else:
                held.append(route)

        page.route("**/wp-comments-post.php", hold)
        page.goto(article.get_absolute_url())
        fill_in(page)
        page.locator("#comment-submit").dblclick()
        button = page.get_by_role("button", name="Posting Comment…")
        expect(button).to_be_disabled()
        page.locator("#comment").press("Control+Enter")
        assert len(held) == 1
        let_through.append(True)  # who is so quick is asked for a proof of work, and posts it
        held[0].continue_()
        expect(page.get_by_text("Your comment is awaiting moderation.")).to_be_visible()
        assert BlogComment.objects.count() == 1

    def test_second_comment_to_a_read_article_shows_at_once(
        self, page: Page, article: Article, bob: User, sign_in: SignIn
    ) -> None:
        factories.make_comment(article, user=bob, user_email=bob.email, submit_date=factories.MAY_15)
        sign_in(page, bob)
        page.goto(article.get_absolute_url())
        page.locator("#comment").fill(TEXT)
        page.get_by_role("button", name="Post Comment").click()
        expect(page.get_by_role("heading", name="2 thoughts on")).to_be_visible()
        expect(page.get_by_text(TEXT)).to_be_in_viewport()


class TestAccessibility:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", [1280, 320])  # pixels
    def test_axe_finds_nothing(
        self, new_page: NewPage, article: Article, axe: Axe, scheme: str, width: int
    ) -> None:
        page = new_page(color_scheme=scheme, viewport={"width": width, "height": 800})
        page.goto(article.get_absolute_url())
        axe(page)
        page.locator("#comment").focus()
        page.get_by_role("button", name="Post Comment").click()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
