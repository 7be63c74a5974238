"""The whole way of one article: written in the admin, read, commented, confirmed, approved, answered.

``SOURCE_PAGE`` names a text file with a page as it was copied from WordPress.com.
"""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from blog.markdown import slug_from
from blog.models import OutgoingMail, SiteSettings
from tests import factories
from tests.e2e import source_page
from tests.e2e.conftest import NewPage, SignIn
from tests.e2e.source_page import SourcePage

GUEST_TEXT = "A guest’s remark: “quoted”, and kept as written."
SERVICES = ["WordPress.com", "Google", "Twitter", "Facebook"]

pytestmark = pytest.mark.skipif(
    "SOURCE_PAGE" not in os.environ, reason="SOURCE_PAGE names no file with a copied article page"
)


@pytest.fixture
def source() -> SourcePage:
    """The page to publish."""
    return source_page.read(Path(os.environ["SOURCE_PAGE"]))


@pytest.fixture
def writer(source: SourcePage, transactional_db: None) -> User:
    """The author, who is the owner of the blog as well."""
    SiteSettings(title="A Site", footer_credit="Create a free website or blog at Broadside.").save()
    promo = "\n\n".join(source.promo)
    return factories.make_user(
        "writer",
        display_name=source.author,
        is_staff=True,
        is_superuser=True,
        promo=promo,
    )


def test_an_article_from_the_first_draft_to_the_first_answer(
    new_page: NewPage, sign_in: SignIn, source: SourcePage, writer: User, settings: Any
) -> None:
    desk = new_page()
    sign_in(desk, writer)
    _publish(desk, source)
    guest = new_page()
    _read(guest, source)
    _comment(guest)
    _confirm(guest)
    _approve(desk)
    reader = new_page()
    reader.goto(_address(source))
    expect(reader.locator(".comment-list")).to_contain_text(GUEST_TEXT)
    _answer_with_an_account(reader)
    expect(reader.locator(".comment.depth-2")).to_contain_text("A reader’s answer.")


def _address(source: SourcePage) -> str:
    return f"/2019/05/15/{slug_from(source.title)}/"


def _publish(page: Page, source: SourcePage) -> None:
    page.goto("/admin/blog/article/add/")
    page.get_by_label("Title:", exact=True).fill(source.title)
    page.locator("[name=body]").fill("\n\n".join(source.paragraphs))
    page.locator("[name=source_name]").fill(source.source_name)
    page.locator("[name=source_url]").fill(f"https://{source.source_name}/")
    page.locator("[name=source_title]").fill(source.source_title)
    page.locator("[name=published_at_0]").fill("2019-05-15")
    page.locator("[name=published_at_1]").fill("12:00:00")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("View article")


def _read(page: Page, source: SourcePage) -> None:
    page.goto(_address(source))
    expect(page).to_have_title(f"{source.title} – A Site")
    assert page.locator("h1").all_inner_texts() == [source.title]
    main = page.locator("main")
    byline = f"by {source.author} ({source.source_name} – Home – {source.source_title})"
    expect(main).to_contain_text(byline)
    text = _squeeze(main.inner_text())
    for paragraph in [*source.paragraphs, *source.promo]:
        assert _squeeze(paragraph) in text
    sent = page.request.get(_address(source)).text()
    assert source.promo[0].split()[-1].rstrip(".") not in sent, "the address can be harvested"
    expect(page.locator("#reply-title")).to_have_text("Leave a Reply")
    page.locator("#comment").focus()
    strip = page.locator("#respond")
    expect(strip).to_contain_text("Fill in your details below or click an icon to log in:")
    for service in SERVICES:
        expect(strip.get_by_role("link", name=re.compile(re.escape(service)))).to_be_visible()
    expect(main).to_contain_text("Be the first to like this.")
    expect(page.locator("body")).to_contain_text("Create a free website or blog at Broadside.")
    expect(page.get_by_role("link", name="Up ↑")).to_be_visible()


def _comment(page: Page) -> None:
    page.locator("#comment").fill(GUEST_TEXT)
    page.locator("#email").fill("guest@example.org")
    page.locator("#author").fill("Gerda Guest")
    page.locator("#comment-submit").click()
    expect(page.locator(".comment-list")).to_contain_text("Your comment is awaiting moderation.")
    expect(page.locator(".comment-list")).to_contain_text(GUEST_TEXT)


def _confirm(page: Page) -> None:
    mail = OutgoingMail.objects.get(recipient="guest@example.org")
    link = re.search(r"https?://\S+/confirm/\S+", mail.content.text)
    assert link, mail.content.text
    page.goto(link[0])
    page.locator("main").get_by_role("button").first.click()
    expect(page.locator("main")).to_contain_text(re.compile("confirmed", re.IGNORECASE))


def _approve(page: Page) -> None:
    page.goto("/admin/comments/blogcomment/")
    page.locator("input.action-select").first.check()
    page.locator("select[name=action]").first.select_option("approve")
    page.get_by_role("button", name=re.compile("^(Go|Run)")).first.click()
    expect(page.locator(".messagelist")).to_be_visible()


def _answer_with_an_account(page: Page) -> None:
    page.get_by_role("link", name="Reply to Gerda Guest").click()
    expect(page.locator("#reply-title")).to_contain_text("Leave a Reply to Gerda Guest")
    page.locator("#comment").fill("A reader’s answer.")
    with page.context.expect_page() as popup:
        page.locator("#respond").get_by_role("link", name=re.compile("Google")).click()
    window = popup.value
    window.locator("main").get_by_role("button").first.click()
    expect(page.locator("#respond")).to_contain_text("You are commenting using your Google account.")
    expect(page.locator("#comment")).to_have_value("A reader’s answer.")
    page.locator("#comment-submit").click()
    expect(page.locator(".comment-list")).to_contain_text("A reader’s answer.")


def _squeeze(text: str) -> str:
    return " ".join(text.split())
