"""The moderation queue in a browser: by keyboard, without JavaScript, on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from blog.comments import sifting
from blog.comments.admin import sweeping
from blog.comments.models import BlogComment, State
from tests.e2e.conftest import Axe, NewPage, SignIn
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/admin/comments/blogcomment/"


def make_queue() -> list[BlogComment]:
    article = make_article()
    texts = ("Third row", "Second row", "First row")
    return [
        make_comment(article, comment=text, author_name=text, state=State.PENDING, held_because=[["all", ""]])
        for text in texts
    ][::-1]


def state_of(comment: BlogComment) -> str:
    return BlogComment.objects.values_list("state", flat=True).get(pk=comment.pk)


def test_the_queue_is_worked_off_by_keyboard(page: Page, owner: User, sign_in: SignIn) -> None:
    first, second, third = make_queue()
    sign_in(page, owner)
    page.goto(LIST)
    page.keyboard.press("j")
    expect(page.locator("#result_list tr:focus")).to_contain_text("First row")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("s")
    expect(page.locator(".messagelist")).to_contain_text("1 comment marked as spam.")
    expect(page.locator("#result_list tr:focus")).to_contain_text("Second row")
    expect(page.locator("#moderation-status")).to_have_text("1 comment marked as spam.")
    assert state_of(first) == State.SPAM
    page.keyboard.press("u")
    expect(page.locator(".messagelist")).to_contain_text("1 comment is back where it was.")
    assert state_of(first) == State.PENDING
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.locator(".messagelist")).to_contain_text("1 comment approved.")
    assert [state_of(each) for each in (first, second, third)] == ["pending", "public", "pending"]
    expect(page.locator("#result_list tr:focus")).to_contain_text("Third row")
    page.keyboard.press("r")
    expect(page).to_have_url(re.compile(f"{third.pk}/reply/"))
    expect(page.get_by_label("Your reply")).to_be_focused()


def test_keys_type_where_one_types(page: Page, owner: User, sign_in: SignIn) -> None:
    comments = make_queue()
    sign_in(page, owner)
    page.goto(LIST)
    page.keyboard.press("j")
    page.locator("#searchbar").focus()
    page.keyboard.type("astu?")
    expect(page.locator("#searchbar")).to_have_value("astu?")
    expect(page.locator("#moderation-keys")).not_to_have_attribute("open", "")
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.locator("#moderation-keys")).to_have_attribute("open", "")
    assert {state_of(comment) for comment in comments} == {State.PENDING}


def test_the_buttons_work_without_javascript(new_page: NewPage, owner: User, sign_in: SignIn) -> None:
    first, _second, _third = make_queue()
    page = new_page(java_script_enabled=False)
    sign_in(page, owner)
    page.goto(LIST)
    page.get_by_role("button", name="Trash First row").click()
    expect(page.locator(".messagelist")).to_contain_text("1 comment moved to the trash.")
    page.get_by_role("button", name="Undo").click()
    assert state_of(first) == State.PENDING
    page.get_by_role("link", name="Reply First row").click()
    page.get_by_label("Your reply").fill("Welcome.")
    page.get_by_role("button", name="Reply").click()
    expect(page.locator(".messagelist")).to_contain_text("Your reply is public")
    assert state_of(first) == State.PUBLIC


@pytest.mark.parametrize("width", [320, 1200])
def test_the_queue_is_accessible_and_fits(
    new_page: NewPage, owner: User, sign_in: SignIn, axe: Axe, width: int
) -> None:
    first, _second, _third = make_queue()
    page = new_page(
        color_scheme="dark" if width == 320 else "light", viewport={"width": width, "height": 800}
    )
    sign_in(page, owner)
    for address in (LIST, f"{LIST}{first.pk}/reply/", "/admin/comments/moderationrecord/"):
        page.goto(address)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_an_act_on_everything_goes_on_by_itself(
    page: Page, owner: User, sign_in: SignIn, axe: Axe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sifting, "PORTIONS", (30,))
    monkeypatch.setattr(sifting, "PORTION", 30)
    monkeypatch.setattr(sweeping, "MOST_SECONDS", 0)
    article = make_article()
    for number in range(70):
        make_comment(article, comment=f"No. {number}", state=State.PENDING)
    sign_in(page, owner)
    page.goto(LIST)
    page.get_by_label("The action is for all comments").check()
    page.get_by_label("Action:").select_option("mark_spam")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("status").first).to_contain_text("30 comments are done")
    axe(page)
    expect(page.locator(".messagelist")).to_contain_text("70 comments marked as spam.")
    assert set(BlogComment.objects.values_list("state", flat=True)) == {State.SPAM}
