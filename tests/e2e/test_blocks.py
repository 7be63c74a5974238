"""Blocking in a browser: from the row to the page to the refused comment, which keeps its draft."""

import pytest
from playwright.sync_api import expect

from accounts.models import User
from blog.comments.models import Block, BlockKind
from tests.e2e.conftest import Axe, NewPage, SignIn, Watch
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db(transaction=True)

QUEUE = "/admin/comments/blogcomment/?state=all"
BLOCKS = "/admin/comments/block/"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_a_troll_is_blocked_and_told_so(
    new_page: NewPage, owner: User, sign_in: SignIn, watch: Watch, axe: Axe
) -> None:
    watch.allow("status of 403")
    page = new_page()
    article = make_article()
    make_comment(article, author_name="Tom Troll", user_email="tom@troll.example")
    moderator = new_page()
    sign_in(moderator, owner)
    moderator.goto(QUEUE)
    moderator.get_by_role("link", name="Block… Tom Troll").click()
    expect(moderator.get_by_label("E-mail address: tom@troll.example")).to_be_checked()
    moderator.get_by_label("Domain of e-mail or website: troll.example").check()
    moderator.get_by_label("Why").fill("Insults")
    moderator.get_by_label("Mark their comments as spam").check()
    moderator.get_by_role("button", name="Block").click()
    expect(moderator.locator(".messagelist")).to_contain_text("1 comment marked as spam.")
    page.goto(article.get_absolute_url())
    page.get_by_label("Enter your comment here…").fill("And another thing.")
    page.get_by_label("Email").first.fill("tim@troll.example")
    page.get_by_label("Name").first.fill("Tim")
    page.get_by_role("button", name="Post Comment").click()
    expect(page.locator("#commentform [role=alert]")).to_contain_text("You cannot comment here.")
    expect(page.get_by_label("Enter your comment here…")).to_have_value("And another thing.")
    page.goto("/subscriptions/")
    page.get_by_label("Email address").fill("tim@troll.example")
    page.get_by_role("button", name="Follow").click()
    expect(page.get_by_role("alert")).to_contain_text("You cannot do this here.")
    axe(page)
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate(OVERFLOW) <= 0


@pytest.mark.parametrize("width", [320, 1200])
def test_the_pages_of_blocks_are_accessible_and_fit(
    new_page: NewPage, owner: User, sign_in: SignIn, axe: Axe, width: int
) -> None:
    comment = make_comment(make_article(), user_email=f"{'long' * 12}@a.{'domain' * 9}.example")
    Block.objects.add(BlockKind.ACCOUNT, str(owner.pk), by=owner, note="A note " * 20)
    Block.objects.add(BlockKind.DOMAIN, f"{'domain' * 9}.example", by=owner)
    scheme = "dark" if width == 320 else "light"
    page = new_page(color_scheme=scheme, viewport={"width": width, "height": 800})
    sign_in(page, owner)
    for address in (f"/admin/comments/blogcomment/block/?comment={comment.pk}", f"{BLOCKS}add/", BLOCKS):
        page.goto(address)
        axe(page)
        assert page.evaluate(OVERFLOW) <= 0, address
