"""The mails about a comment, sent through a real mail server and opened in a browser that has no session."""

from email.message import EmailMessage
from typing import Any

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from accounts.models import User
from blog.comments import followups
from blog.comments.models import BlogComment, ModerationRecord, MutedThread, State
from blog.models import Article
from blog.outbox import send_due
from tests.e2e.conftest import NewPage
from tests.factories import PASSWORD, make_article, make_comment
from tests.mail_server import MailServer, Postman

DEVICE: dict[str, Any] = {"viewport": {"width": 390, "height": 800}}


@pytest.fixture(autouse=True)
def _at_once(mail_server: MailServer, settings: Any) -> None:
    """Send by a real mail server, and let people write as often as they like."""
    settings.BLOG_COMMENT_INTERVAL = 0


@pytest.fixture
def article(transactional_db: None, alice: User) -> Article:
    """Alice's article."""
    return make_article(alice)


def write(page: Page, article: Article, text: str) -> BlogComment:
    """Post a comment as a guest does."""
    page.goto(article.get_absolute_url())
    page.get_by_label("Enter your comment here…").fill(text)
    page.get_by_label("Email (required)").fill("gustav@example.org")
    page.get_by_label("Name (required)").fill("Gustav Guest")
    page.get_by_role("button", name="Post Comment").click()
    expect(page.locator(".comment", has_text=text)).to_contain_text("Your comment is awaiting moderation.")
    return BlogComment.objects.get(comment=text)


def newest_mail(postman: Postman, recipient: str) -> str:
    """Send what is due, and return the HTML of the newest mail to that address."""
    send_due()
    mails = [mail for mail in postman.messages if mail["To"] == recipient]
    return html_of(mails[-1])


def html_of(mail: EmailMessage) -> str:
    body = mail.get_body(("html",))
    assert body is not None
    return str(body.get_content())


def follow(page: Page, html: str, link: str) -> None:
    """Open the mail as a mail program does, and click a link of it."""
    page.goto("about:blank")  # else the CSP of our own page would forbid the styles of the mail
    page.set_content(html)
    page.get_by_role("link", name=link).click()


def state_of(comment: BlogComment) -> str:
    return BlogComment.objects.values_list("state", flat=True).get(pk=comment.pk)


@pytest.mark.parametrize(
    "decision",
    [
        ("Approve", "Approve", "The comment is public.", State.PUBLIC),
        ("Spam", "Mark as spam", "The comment is marked as spam.", State.SPAM),
        ("Trash", "Move to the trash", "The comment is in the trash.", State.TRASH),
    ],
)
def test_the_author_decides_from_the_mail(
    page: Page, new_page: NewPage, postman: Postman, article: Article, decision: tuple[str, str, str, State]
) -> None:
    link, button, told, state = decision
    comment = write(page, article, "A word about the harbour.")
    mail = newest_mail(postman, article.author.email)
    phone = new_page(**DEVICE)
    follow(phone, mail, link)
    expect(phone.get_by_role("blockquote")).to_contain_text("A word about the harbour.")
    assert state_of(comment) == State.PENDING
    phone.get_by_role("button", name=button).click()
    expect(phone.get_by_text(told)).to_be_visible()
    assert state_of(comment) == state
    assert ModerationRecord.objects.get().actor == article.author
    page.goto(article.get_absolute_url())
    expect(page.locator(".comment")).to_have_count(int(state == State.PUBLIC))
    desk = new_page(java_script_enabled=False)
    follow(desk, mail, link)
    expect(desk.get_by_text(told)).to_be_visible()
    expect(desk.get_by_role("button", name=button)).to_have_count(0)


def test_the_links_stop_with_the_text_that_was_mailed(
    page: Page, new_page: NewPage, postman: Postman, article: Article
) -> None:
    comment = write(page, article, "A word about the harbour.")
    mail = newest_mail(postman, article.author.email)
    guest = new_page()
    follow(guest, newest_mail(postman, "gustav@example.org"), "Edit or delete my comment")
    guest.get_by_label("Comment").fill("Buy my boat.")
    guest.get_by_role("button", name="Save").click()
    expect(guest.get_by_role("heading", name="Your comment is changed")).to_be_visible()
    phone = new_page(**DEVICE)
    follow(phone, mail, "Approve")
    expect(phone.get_by_role("alert")).to_contain_text("has changed it")
    expect(phone.get_by_role("blockquote")).to_contain_text("Buy my boat.")
    phone.get_by_role("button", name="Approve").click()
    expect(phone.get_by_text("The comment is public.")).to_be_visible()
    assert state_of(comment) == State.PUBLIC


def test_the_reply_link_asks_who_replies(
    page: Page, new_page: NewPage, postman: Postman, article: Article
) -> None:
    comment = write(page, article, "A word about the harbour.")
    phone = new_page(**DEVICE)
    follow(phone, newest_mail(postman, article.author.email), "Reply")
    phone.get_by_label("Username").fill("alice")
    phone.get_by_label("Password").fill(PASSWORD)
    phone.get_by_role("button", name="Log in").click()
    expect(phone.get_by_text("A word about the harbour.")).to_be_visible()
    phone.get_by_label("Your reply").fill("Thank you, Gustav.")
    phone.get_by_role("button", name="Reply").click()
    expect(phone.locator(".messagelist")).to_contain_text("Your reply is public")
    assert state_of(comment) == State.PUBLIC
    page.goto(article.get_absolute_url())
    expect(page.locator(".children .comment")).to_contain_text("Thank you, Gustav.")


def test_a_guest_edits_and_deletes_on_another_device(
    page: Page, new_page: NewPage, postman: Postman, article: Article
) -> None:
    comment = write(page, article, "A word about the habour.")
    mail = newest_mail(postman, "gustav@example.org")
    assert "habour" not in mail  # nothing that was typed goes to an unproven address
    phone = new_page(java_script_enabled=False, **DEVICE)
    follow(phone, mail, "Edit or delete my comment")
    phone.get_by_label("Comment").fill("A word about the harbour.")
    phone.get_by_role("button", name="Save").click()
    expect(phone.get_by_role("status")).to_have_text("The new text is awaiting moderation.")
    page.reload()
    expect(page.locator(".comment")).to_contain_text("A word about the harbour.")
    desk = new_page()
    follow(desk, mail, "Edit or delete my comment")
    expect(desk.get_by_label("Comment")).to_have_value("A word about the harbour.")
    desk.get_by_role("button", name="Delete this comment").click()
    expect(desk.get_by_role("heading", name="Your comment is deleted")).to_be_visible()
    follow(phone, mail, "Edit or delete my comment")
    expect(phone.get_by_role("heading", name="Your comment is deleted")).to_be_visible()
    page.reload()
    expect(page.locator(".comment")).to_have_count(0)
    assert state_of(comment) == State.TRASH


def test_a_follower_mutes_a_thread_and_hears_it_again(
    new_page: NewPage, postman: Postman, article: Article
) -> None:
    make_comment(article, user_email="fay@example.org", followup=True, confirmed_at=now())
    thread = make_comment(article, comment="About boats.")
    make_comment(article, thread, comment="And sails.")
    followups.queue_due()
    phone = new_page(**DEVICE)
    mail = newest_mail(postman, "fay@example.org")
    follow(phone, mail, "Mute this thread")
    phone.get_by_role("button", name="Mute this thread").click()
    expect(phone.get_by_role("status")).to_contain_text("You get no mails about it.")
    assert MutedThread.objects.get().thread == thread.pk
    phone.get_by_role("link", name="All your mails from this blog").click()
    expect(phone.get_by_role("heading", name="Your subscriptions")).to_be_visible()
    phone.get_by_role("link", name="Get its mails again").click()
    phone.get_by_role("button", name="Get its mails again").click()
    expect(phone.get_by_role("status")).to_have_text("You get its mails again.")
    assert not MutedThread.objects.exists()
