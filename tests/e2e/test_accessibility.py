"""axe finds nothing on the pages that everybody sees, light and dark, wide and at 320 px."""

import pytest

from blog.comments.models import BlogComment
from blog.demo import loader
from blog.models import Article
from tests.e2e.conftest import Axe, NewPage, Watch

ARTICLE = "/2026/03/02/welcome-to-your-new-blog/"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PAGES = {
    "home": "/",
    "article with a conversation": ARTICLE,
    "article with every element": "/2026/03/16/writing-in-markdown/",
    "form addressed to a comment": ARTICLE + "?replytocom={comment}#respond",
    "static page": "/about/",
    "archive": "/category/manual/",
    "search": "/?s=comment",
    "search without a result": "/?s=zyxwv",
    "people who like": "/likes/{article}/",
    "login": "/accounts/login/",
    "sign-up": "/accounts/signup/",
    "lost password": "/accounts/password/reset/",
    "start of a service": "/accounts/connect/google/?next=" + ARTICLE,
    "not found": "/not/here/",
}


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(new_page: NewPage, axe: Axe, watch: Watch, scheme: str, width: int) -> None:
    loader.load()
    watch.allow("status of 404")
    page = new_page(color_scheme=scheme, viewport={"width": width, "height": 800}, reduced_motion="reduce")
    article = Article.objects.get(slug="welcome-to-your-new-blog")
    comment = BlogComment.objects.public().on(article).in_thread_order()[0]
    for name, address in PAGES.items():
        page.goto(address.format(article=article.pk, comment=comment.pk))
        assert page.locator("h1").count() == 1, name
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{name} scrolls sideways by {overflow} px at {width} px"
        axe(page)
