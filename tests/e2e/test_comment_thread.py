"""The conversation in a browser: threads, replies, likes and paging."""

import pytest
from playwright.sync_api import Page, expect

from blog.comments.models import BlogComment, State
from blog.models import Article, SiteSettings
from tests import factories
from tests.e2e.conftest import Axe, NewPage


def make_thread(article: Article, levels: int) -> list[BlogComment]:
    """Make a thread in which each comment answers the one before."""
    comments: list[BlogComment] = []
    for level in range(1, levels + 1):
        parent = comments[-1] if comments else None
        comments.append(factories.make_comment(article, parent, author_name=f"Person {level}"))
    return comments


def anchor(comment: BlogComment) -> str:
    """Return the selector of a comment's list item."""
    return f"#comment-{comment.public_id}"


class TestList:
    def test_threads_nest_to_the_fifth_level_and_stay_there(self, page: Page, article: Article) -> None:
        comments = make_thread(article, 7)
        page.goto(article.get_absolute_url())
        expect(page.get_by_role("heading", name="7 thoughts on “A walk along the harbour”")).to_be_visible()
        for comment, depth in zip(comments, (1, 2, 3, 4, 5, 5, 5), strict=True):
            item = page.locator(f"li.comment.depth-{depth}{anchor(comment)}")
            expect(item).to_be_visible()
        assert page.locator("ol.comment-list ol.children").count() == 4

    def test_comment_says_who_and_when(self, page: Page, article: Article) -> None:
        comment = factories.make_comment(
            article, user_url="https://example.org/", submit_date=factories.MAY_15
        )
        page.goto(article.get_absolute_url())
        item = page.locator(anchor(comment))
        expect(item).to_contain_text("Gustav Guest says:")
        name = item.get_by_role("link", name="Gustav Guest", exact=True)
        expect(name).to_have_attribute("rel", "external nofollow ugc")
        expect(name).to_have_attribute("href", "https://example.org/")
        expect(item.locator("time")).to_have_attribute("datetime", "2019-05-15T12:00:00+00:00")

    def test_no_comments_no_heading(self, page: Page, article: Article) -> None:
        page.goto(article.get_absolute_url())
        expect(page.get_by_text("thought")).to_have_count(0)
        expect(page.locator(".comment-list")).to_have_count(0)

    def test_permalink_leads_to_the_comment(self, page: Page, article: Article) -> None:
        for number in range(20):
            factories.make_comment(article, comment=f"Number {number}")
        comment = factories.make_comment(article, comment="The last")
        page.goto(article.get_absolute_url())
        page.locator(f"{anchor(comment)} time").click()
        expect(page.locator(anchor(comment))).to_be_in_viewport()

    def test_held_comment_of_another_is_not_shown(self, page: Page, article: Article) -> None:
        factories.make_comment(article, comment="Hidden", state=State.PENDING)
        page.goto(article.get_absolute_url())
        expect(page.get_by_text("Hidden")).to_have_count(0)

    def test_own_held_comment_has_no_links_to_click(self, page: Page, article: Article) -> None:
        page.goto(article.get_absolute_url())
        page.get_by_label("Enter your comment here…").fill("See http://example.org and http://example.com")
        page.get_by_label("Email (required)").fill("gustav@example.org")
        page.get_by_label("Name (required)").fill("Gustav Guest")
        page.get_by_role("button", name="Post Comment").click()
        page.wait_for_url("**#comment-*")
        item = page.locator(anchor(BlogComment.objects.get()))
        expect(item).to_contain_text("Your comment is awaiting moderation.")
        expect(item).to_contain_text("http://example.org")
        expect(item.locator(".comment-content a")).to_have_count(0)
        expect(page.locator("meta[name=robots]")).to_have_attribute("content", "noindex")

    def test_older_comments_are_a_page_away(self, page: Page, article: Article) -> None:
        site = SiteSettings.current()
        site.comment_threads_per_page = 2
        site.save()
        for number in range(5):
            factories.make_comment(article, comment=f"Number {number}")
        page.goto(article.get_absolute_url())
        expect(page.get_by_text("Number 4")).to_be_visible()
        page.get_by_role("link", name="Older comments").click()
        expect(page.get_by_text("Number 2")).to_be_visible()
        expect(page.get_by_role("link", name="Newer comments")).to_be_visible()


class TestReply:
    def test_form_moves_under_the_comment_and_back(self, page: Page, article: Article) -> None:
        first, second = factories.make_comment(article), factories.make_comment(article, author_name="Mei")
        page.goto(article.get_absolute_url())
        steps = page.evaluate("history.length")
        page.get_by_role("link", name="Reply to Mei").click()
        expect(page.locator(f"{anchor(second)} #respond")).to_be_visible()
        expect(page.locator("#reply-title")).to_have_text("Leave a Reply to Mei")
        expect(page.locator("#comment")).to_be_focused()
        expect(page.locator("#comment_parent")).to_have_value(str(second.pk))
        page.get_by_role("link", name="Reply to Gustav Guest").click()
        expect(page.locator(f"{anchor(first)} #respond")).to_be_visible()
        page.get_by_role("link", name="Cancel reply").click()
        expect(page.locator("#reply-title")).to_have_text("Leave a Reply")
        expect(page.locator(".comment #respond")).to_have_count(0)
        expect(page.get_by_role("link", name="Reply to Gustav Guest")).to_be_focused()
        expect(page.locator("#comment_parent")).to_have_value("0")
        assert page.evaluate("history.length") == steps

    def test_reply_is_stored_under_its_parent(self, page: Page, article: Article) -> None:
        parent = factories.make_comment(article, author_name="Mei")
        page.goto(article.get_absolute_url())
        page.get_by_role("link", name="Reply to Mei").click()
        page.get_by_label("Enter your comment here…").fill("I agree.")
        page.get_by_label("Email (required)").fill("theo@example.org")
        page.get_by_label("Name (required)").fill("Theo")
        page.get_by_role("button", name="Post Comment").click()
        expect(page.locator(f"{anchor(parent)} .children")).to_contain_text("awaiting moderation")
        assert BlogComment.objects.get(comment="I agree.").parent_id == parent.pk

    def test_draft_of_a_reply_comes_back_to_its_place(self, page: Page, article: Article) -> None:
        parent = factories.make_comment(article, author_name="Mei")
        page.goto(article.get_absolute_url())
        page.get_by_role("link", name="Reply to Mei").click()
        page.locator("#comment").fill("I agree.")
        page.reload()
        expect(page.locator(f"{anchor(parent)} #comment")).to_have_value("I agree.")
        expect(page.locator("#reply-title")).to_have_text("Leave a Reply to Mei")

    def test_reply_without_javascript(self, new_page: NewPage, article: Article) -> None:
        page = new_page(java_script_enabled=False)
        parent = factories.make_comment(article, author_name="Mei")
        page.goto(article.get_absolute_url())
        page.get_by_role("link", name="Reply to Mei").click()
        assert page.url.endswith(f"?replytocom={parent.pk}#respond")
        expect(page.get_by_role("heading", name="Leave a Reply to Mei")).to_be_visible()
        expect(page.locator("meta[name=robots]")).to_have_attribute("content", "noindex")
        page.get_by_role("link", name="Cancel reply").click()
        expect(page.get_by_role("heading", name="Leave a Reply", exact=True)).to_be_visible()


class TestAccessibility:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", [1280, 320])  # pixels
    def test_axe_finds_nothing_and_nothing_is_cut_off(
        self, new_page: NewPage, article: Article, axe: Axe, scheme: str, width: int
    ) -> None:
        comments = make_thread(article, 6)
        factories.make_comment(
            article,
            comments[3],
            author_name="Supercalifragilisticexpialidocious" * 3,
            comment="https://example.org/" + "very-long/" * 30 + "\n\n```\n" + "code " * 60 + "\n```",
        )
        page = new_page(color_scheme=scheme, viewport={"width": width, "height": 800})
        page.goto(article.get_absolute_url())
        page.get_by_role("link", name="Reply to Person 5").click()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
