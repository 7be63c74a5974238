"""What is typed into the comment form is never lost, and the person is kept only when asked to."""

from playwright.sync_api import Page, expect

from blog.models import Article
from tests import factories
from tests.e2e.conftest import Watch

TEXT = "A fine walk, and it rained."


def fill_in(page: Page, text: str = TEXT) -> None:
    """Type what a guest must."""
    page.get_by_label("Enter your comment here…").fill(text)
    page.get_by_label("Email (required)").fill("gustav@example.org")
    page.get_by_label("Name (required)").fill("Gustav Guest")


class TestDraft:
    def test_draft_survives_a_reload(self, page: Page, article: Article) -> None:
        page.goto(article.get_absolute_url())
        fill_in(page)
        page.get_by_label("Notify me of new comments via email.").check()
        page.reload()
        expect(page.locator("#comment")).to_have_value(TEXT)
        expect(page.locator("#author")).to_have_value("Gustav Guest")
        expect(page.get_by_label("Notify me of new comments via email.")).to_be_checked()

    def test_draft_belongs_to_its_article(self, page: Page, article: Article) -> None:
        other = factories.make_article(title="Another walk")
        page.goto(article.get_absolute_url())
        fill_in(page)
        page.goto(other.get_absolute_url())
        expect(page.locator("#comment")).to_have_value("")

    def test_lost_network_keeps_the_text_and_says_what_to_do(
        self, page: Page, article: Article, watch: Watch
    ) -> None:
        watch.allow("ERR_")
        page.goto(article.get_absolute_url())
        fill_in(page)
        page.route("**/wp-comments-post.php", lambda route: route.abort())
        page.get_by_role("button", name="Post Comment").click()
        expect(page.get_by_role("alert")).to_contain_text("Check your connection")
        expect(page.get_by_role("button", name="Post Comment")).to_be_enabled()
        expect(page.locator("#comment")).to_have_value(TEXT)
        page.reload()
        expect(page.locator("#comment")).to_have_value(TEXT)
        page.unroute("**/wp-comments-post.php")
        page.get_by_role("button", name="Post Comment").click()
        expect(page.get_by_text("Your comment is awaiting moderation.")).to_be_visible()

    def test_broken_server_keeps_the_text(self, page: Page, article: Article, watch: Watch) -> None:
        watch.allow("status of 502")
        page.goto(article.get_absolute_url())
        fill_in(page)
        page.route("**/wp-comments-post.php", lambda route: route.fulfill(status=502, body="<h1>Bad Gateway"))
        page.get_by_role("button", name="Post Comment").click()
        expect(page.get_by_role("alert")).to_contain_text("Wait a minute")
        page.reload()
        expect(page.locator("#comment")).to_have_value(TEXT)

    def test_consent_keeps_the_person_for_the_next_comment(self, page: Page, article: Article) -> None:
        other = factories.make_article(title="Another walk")
        page.goto(article.get_absolute_url())
        fill_in(page)
        page.get_by_label("Save my name, email, and website").check()
        page.get_by_role("button", name="Post Comment").click()
        expect(page.get_by_text("Your comment is awaiting moderation.")).to_be_visible()
        page.goto(other.get_absolute_url())
        expect(page.locator("#author")).to_have_value("Gustav Guest")
        expect(page.locator("#email")).to_have_value("gustav@example.org")

    def test_without_consent_nothing_is_kept(self, page: Page, article: Article) -> None:
        page.goto(article.get_absolute_url())
        fill_in(page)
        page.get_by_role("button", name="Post Comment").click()
        expect(page.get_by_text("Your comment is awaiting moderation.")).to_be_visible()
        page.goto(article.get_absolute_url())
        expect(page.locator("#author")).to_have_value("")
        assert "gustav" not in page.evaluate("JSON.stringify(localStorage)").lower()

    def test_form_works_where_storage_is_forbidden(self, page: Page, article: Article) -> None:
        page.add_init_script(
            "for (const name of ['sessionStorage', 'localStorage'])"
            "  Object.defineProperty(window, name, {get() { throw new DOMException('no', 'SecurityError') }})"
        )
        page.goto(article.get_absolute_url())
        fill_in(page)
        page.get_by_role("button", name="Post Comment").click()
        expect(page.get_by_text("Your comment is awaiting moderation.")).to_be_visible()
