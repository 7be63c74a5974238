"""axe finds nothing on the pages that everybody sees, light and dark, wide and at 320 px."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.template.loader import render_to_string
from django.utils import timezone
from playwright.sync_api import Page

from accounts.models import User
from blog.comments import deciding, muting, tokens
from blog.comments.models import Block, BlogComment, MutedThread, State
from blog.demo import loader
from blog.models import Article, SiteSettings
from blog.subscriptions import links
from blog.subscriptions.models import Source, Subscriber
from tests.e2e.conftest import Axe, NewPage, SignIn, Watch
from tests.factories import make_article, make_comment

ARTICLE = "/2026/03/02/welcome-to-your-new-blog/"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PAGES = {
    "home": "/",
    "article with a conversation": ARTICLE,
    "article with every element": "/2026/03/16/writing-in-markdown/",
    "form addressed to a comment": ARTICLE + "?replytocom={comment}#respond",
    "static page": "/about/",
    "privacy policy": "/privacy-policy/",
    "follow": "/subscriptions/",
    "follow, mail sent": "/subscriptions/sent/",
    "archive": "/category/manual/",
    "search": "/?s=comment",
    "search without a result": "/?s=zyxwv",
    "people who like": "/likes/{article}/",
    "people who like a comment": "/comments/{comment}/likes/",
    "report": "/comments/{comment}/report/",
    "report taken": "/comments/{comment}/report/?thanks",
    "login": "/accounts/login/",
    "sign-up": "/accounts/signup/",
    "lost password": "/accounts/password/reset/",
    "start of a service": "/accounts/connect/google/?next=" + ARTICLE,
    "not found": "/not/here/",
    "bad request": "/?p=%00",
}


LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 320)]


def test_axe_finds_nothing(new_page: NewPage, axe: Axe, watch: Watch) -> None:
    loader.load()  # once: its pictures take a while
    watch.allow("status of 40[04]")
    article = Article.objects.get(slug="welcome-to-your-new-blog")
    comment = BlogComment.objects.public().on(article).in_thread_order()[0]
    for scheme, width in LOOKS:
        page = _open(new_page, scheme, width)
        for name, address in PAGES.items():
            page.goto(address.format(article=article.pk, comment=comment.pk))
            _examine(page, f"{name}, {scheme}, {width} px", axe)


def test_axe_finds_nothing_behind_the_links_of_mails(new_page: NewPage, axe: Axe, alice: User) -> None:
    article = make_article(alice)
    proven: dict[str, Any] = {"confirmed_at": timezone.now(), "followup": True}
    comment = make_comment(article, state=State.PENDING, held_because=[["first", ""]], **proven)
    MutedThread.objects.mute(comment.thread_id, comment.user_email)
    follower = Subscriber.objects.start("fred@example.org", Source.FORM)
    addresses = [
        *(tokens.link_to(purpose, comment) for purpose in tokens.Purpose),
        *(deciding.link_to(decision, comment, article.author) for decision in deciding.Decision),
        muting.link_to(comment.thread_id, comment),
        *(links.link_to(purpose, follower) for purpose in links.Purpose),
    ]
    for scheme, width in LOOKS:
        page = _open(new_page, scheme, width)
        for address in map(_path_of, addresses):
            page.goto(address)
            _examine(page, f"{address.rsplit('/', 2)[0]}, {scheme}, {width} px", axe)


def test_axe_finds_nothing_on_the_pages_of_an_account(
    new_page: NewPage, sign_in: SignIn, axe: Axe, alice: User, bob: User
) -> None:
    article = make_article(alice)
    comment = make_comment(article, user=bob)
    addresses = [
        "/accounts/profile/",
        "/accounts/sessions/",
        "/accounts/comments/",
        "/accounts/delete/",
        "/subscriptions/mine/",
        f"/comments/{comment.pk}/edit/",
        article.get_absolute_url(),
    ]
    for scheme, width in LOOKS:
        page = _open(new_page, scheme, width)
        sign_in(page, bob)
        for address in addresses:
            page.goto(address)
            _examine(page, f"{address}, {scheme}, {width} px", axe)


def test_axe_finds_nothing_on_the_pages_of_moderators(
    new_page: NewPage, sign_in: SignIn, axe: Axe, owner: User
) -> None:
    comment = make_comment(make_article(owner), state=State.PENDING, held_because=[["links", "3"]])
    comment.mark_spam(by=owner)
    comment.hold(by=owner)
    Subscriber.objects.start("fred@example.org", Source.FORM)
    Block.objects.create(kind="email", value="charlie@example.org")
    addresses = [
        "/admin/comments/blogcomment/",
        f"/admin/comments/blogcomment/?state=all&person={comment.pk}&reason=links",
        "/admin/comments/blogcomment/?state=trash&q=nothing",
        f"/admin/comments/blogcomment/{comment.pk}/reply/",
        "/admin/comments/moderationrecord/",
        "/admin/comments/block/",
        "/admin/comments/block/add/",
        "/admin/subscriptions/subscriber/",
        "/admin/subscriptions/subscriber/import/",
    ]
    for scheme, width in LOOKS:
        page = _open(new_page, scheme, width)
        sign_in(page, owner)
        for address in addresses:
            page.goto(address)
            _examine(page, f"{address}, {scheme}, {width} px", axe)


@pytest.mark.parametrize("template", ["403.html", "403_csrf.html", "429.html", "500.html", "503.html"])
def test_axe_finds_nothing_on_pages_of_faults(
    new_page: NewPage, axe: Axe, transactional_db: None, template: str
) -> None:
    for scheme, width in LOOKS:
        page = _open(new_page, scheme, width)
        page.set_content(render_to_string(template, {"blog": SiteSettings.current()}))
        _examine(page, f"{template}, {scheme}, {width} px", axe)


def _path_of(url: str) -> str:
    return urlsplit(url).path


def _open(new_page: NewPage, scheme: str, width: int) -> Page:
    return new_page(color_scheme=scheme, viewport={"width": width, "height": 800}, reduced_motion="reduce")


def _examine(page: Page, name: str, axe: Axe) -> None:
    assert page.locator("h1").count() == 1, name
    overflow = page.evaluate(OVERFLOW)
    assert overflow <= 0, f"{name} scrolls sideways by {overflow} px"
    axe(page)
