"""Reporting a comment in a browser, and the reports in the queue."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from blog.comments.models import BlogComment, CommentReport
from blog.models import Article
from tests.e2e.conftest import Axe, NewPage, SignIn, Watch
from tests.factories import make_article, make_comment


@pytest.fixture
def article(transactional_db: None) -> Article:
    """An article with one comment."""
    article = make_article()
    make_comment(article, author_name="Mei")
    return article


def test_reader_reports_a_comment_without_javascript(new_page: NewPage, article: Article) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(article.get_absolute_url())
    page.get_by_role("link", name="Report the comment of Mei").click()
    expect(page.get_by_role("heading", name="Report a comment")).to_be_visible()
    expect(page.get_by_text("A fine walk.")).to_be_visible()
    page.get_by_role("radio", name="It insults or threatens somebody.").check()
    page.get_by_label("In your own words").fill("He shouts.")
    page.get_by_role("button", name="Report this comment").click()
    expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    page.get_by_role("link", name="Back to the comment").click()
    page.get_by_role("link", name="Report the comment of Mei").click()
    expect(page.get_by_role("heading", name="You have reported this comment")).to_be_visible()
    assert CommentReport.objects.get().note == "He shouts."


def test_form_with_errors_is_accessible(page: Page, axe: Axe, watch: Watch, article: Article) -> None:
    watch.allow("status of 400")
    page.goto(f"/comments/{BlogComment.objects.get().pk}/report/")
    page.locator(".panel form").evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Report this comment").click()
    expect(page.get_by_text("Please say what is wrong with it.")).to_be_visible()
    axe(page)


def test_moderator_settles_by_keyboard(
    page: Page, sign_in: SignIn, axe: Axe, article: Article, transactional_db: None
) -> None:
    comment = BlogComment.objects.get()
    comment.reports.create(visitor_key="one", complaint="rude", note="He shouts.")
    BlogComment.objects.update(report_count=1)
    sign_in(page, User.objects.create_superuser("olga"))
    page.goto("/admin/comments/blogcomment/?state=reported")
    expect(page.get_by_text("It insults or threatens somebody. He shouts.")).to_be_visible()
    axe(page)
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page.get_by_text("Reports of 1 comment settled.").first).to_be_visible()
    assert not BlogComment.objects.reported().exists()
