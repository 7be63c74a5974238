"""Following the blog by mail: from the block on the page to the end, as a reader does it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from blog.models import Article, OutgoingMail
from blog.serving import worker
from blog.subscriptions.followers import FollowerCount
from blog.subscriptions.models import Frequency, Source, Subscriber
from tests import factories
from tests.e2e.conftest import NewPage, Watch

ADDRESS = "rita@example.org"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def article(transactional_db: None) -> Iterator[Article]:
    """An article for guests, in a blog whose followers are counted at every page."""
    FollowerCount.forget()
    yield factories.make_article()
    FollowerCount.forget()


def link_in_mail(subject: str) -> str:
    """Return the first link about subscriptions in the newest mail with that subject."""
    mail = OutgoingMail.objects.filter(recipient=ADDRESS, subject__icontains=subject).latest("pk")
    found = re.search(r"https?://\S+/subscriptions/\S+", mail.content.text)
    assert found
    return found[0]


def ask(page: Page, article: Article) -> None:
    """Fill in the block below an article."""
    page.goto(article.get_absolute_url())
    block = page.get_by_role("region", name="Follow Blog via Email")
    block.get_by_label("Email address").fill(ADDRESS)
    block.get_by_role("button", name="Follow").click()
    expect(page).to_have_url(re.compile("/subscriptions/sent/$"))


def joined(page: Page, article: Article) -> Any:
    """Return where the page tells how many follow, counted anew."""
    FollowerCount.forget()
    page.goto(article.get_absolute_url())
    return page.get_by_role("region", name="Follow Blog via Email").locator(".hint")


@pytest.mark.parametrize("has_script", [True, False])
def test_reader_follows_chooses_and_leaves(new_page: NewPage, article: Article, has_script: bool) -> None:
    for number in range(2):
        Subscriber.objects.start(f"other{number}@example.org", Source.FORM)
    page = new_page(java_script_enabled=has_script)
    expect(joined(page, article)).to_have_text("Join 2 other followers")
    ask(page, article)
    assert not Subscriber.objects.active().at(ADDRESS).exists(), "nothing before the button in the mail"

    page.goto(link_in_mail("confirm"))
    expect(page.get_by_text(ADDRESS)).to_be_visible()
    assert not Subscriber.objects.active().at(ADDRESS).exists(), "opening a link changes nothing"
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("heading", name="You follow this blog")).to_be_visible()
    expect(joined(new_page(), article)).to_have_text("Join 3 other followers")

    page.get_by_role("link", name="Manage your subscriptions").click()
    page.get_by_label("Weekly").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Saved.")
    expect(page.get_by_label("Weekly")).to_be_checked()
    assert Subscriber.objects.get(email=ADDRESS).frequency == Frequency.WEEKLY

    page.get_by_role("button", name="Unsubscribe", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("You no longer follow this blog.")
    expect(joined(page, article)).to_have_text("Join 2 other followers")


def test_one_click_of_a_mail_program_ends_it(page: Page, article: Article) -> None:
    Subscriber.objects.start(ADDRESS, Source.FORM)
    factories.make_article(title="News", slug="news", published_at=timezone.now())
    assert worker.queue_articles()
    headers = OutgoingMail.objects.get(recipient=ADDRESS).own_headers
    url = headers["List-Unsubscribe"].strip("<>")
    # As RFC 8058 has it: a POST from elsewhere, without cookies, with this one field.
    answer = page.request.post(url, form={"List-Unsubscribe": "One-Click"})
    assert answer.ok
    assert not Subscriber.objects.active().exists()
    expect(joined(page, article)).to_have_count(0)


def test_commenter_is_followed_by_one_tick_and_one_click(page: Page, article: Article) -> None:
    page.goto(article.get_absolute_url())
    page.get_by_label("Enter your comment here…").fill("A fine walk, and it rained.")
    page.get_by_label("Email (required)").fill(ADDRESS)
    page.get_by_label("Name (required)").fill("Rita Reader")
    page.get_by_label("Notify me of new posts via email.").check()
    page.get_by_role("button", name="Post Comment").click()
    expect(page.get_by_text("Your comment is awaiting moderation.")).to_be_visible()
    assert not Subscriber.objects.active().exists()
    mail = OutgoingMail.objects.get(recipient=ADDRESS)
    found = re.search(r"https?://\S+/comments/\S+", mail.content.text)
    assert found
    page.goto(found[0])
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button").first.click()
    assert Subscriber.objects.active().at(ADDRESS).exists()


def test_keyboard_goes_all_the_way(page: Page, article: Article) -> None:
    page.goto(article.get_absolute_url())
    page.locator("#follow-email").focus()
    page.keyboard.type(ADDRESS)
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Follow")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/subscriptions/sent/$"))
    page.goto(link_in_mail("confirm"))
    page.get_by_role("button", name="Confirm").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Manage your subscriptions").focus()
    page.keyboard.press("Enter")
    page.get_by_label("At once").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Daily")).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Saved.")


def test_nothing_is_cut_off_on_a_narrow_screen(new_page: NewPage, article: Article) -> None:
    page = new_page(viewport={"width": 320, "height": 640})
    long = f"{'a' * 60}@{'very-long-name-of-a-host.' * 6}example.org"
    page.goto(article.get_absolute_url())
    assert page.evaluate(OVERFLOW) <= 0
    page.locator("#follow-email").fill(long)
    page.get_by_role("button", name="Follow").click()
    assert page.evaluate(OVERFLOW) <= 0
    mail = OutgoingMail.objects.get(recipient=long)
    found = re.search(r"https?://\S+/subscriptions/\S+", mail.content.text)
    assert found
    page.goto(found[0])
    assert page.evaluate(OVERFLOW) <= 0
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("link", name="Manage your subscriptions").click()
    expect(page.get_by_role("heading", name="Your subscriptions")).to_be_visible()
    assert page.evaluate(OVERFLOW) <= 0


def test_wrong_address_is_said_beside_the_field_and_kept(page: Page, article: Article, watch: Watch) -> None:
    watch.allow("status of 400")
    page.goto("/subscriptions/")
    page.locator("main form").evaluate("form => { form.noValidate = true }")
    page.get_by_label("Email address").first.fill("rita@")
    page.get_by_role("button", name="Follow").first.click()
    expect(page.get_by_text("Invalid email address")).to_be_visible()
    expect(page.get_by_label("Email address").first).to_have_value("rita@")
