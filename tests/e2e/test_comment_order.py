"""Threads in another order, in a browser."""

import pytest
from playwright.sync_api import Page, expect

from blog.comments.models import BlogComment
from blog.models import Article, SiteSettings
from tests.e2e.conftest import Axe, NewPage
from tests.e2e.conversation import anchors, shown


class TestOrder:
    def test_links_order_the_threads_without_script(
        self, new_page: NewPage, article: Article, threads: list[BlogComment]
    ) -> None:
        page = new_page(java_script_enabled=False)
        page.goto(article.get_absolute_url())
        orders = page.get_by_role("navigation", name="Order of comments")
        expect(orders.get_by_role("link", name="Oldest")).to_have_attribute("aria-current", "true")
        orders.get_by_role("link", name="Newest").click()
        assert shown(page) == anchors(*reversed(threads))
        orders.get_by_role("link", name="Best").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**comments=best**")
        assert shown(page)[:3] == anchors(threads[2], threads[0], threads[1])
        expect(orders.get_by_role("link", name="Best")).to_have_attribute("aria-current", "true")

    def test_pages_of_the_order_follow_each_other(
        self, page: Page, article: Article, threads: list[BlogComment]
    ) -> None:
        SiteSettings(comment_threads_per_page=5).save()
        page.goto(f"{article.get_absolute_url()}?comments=newest")
        page.get_by_role("link", name="More comments").click()
        page.wait_for_url("**/comment-page-2/?comments=newest#comments")
        assert shown(page) == anchors(*reversed(threads[2:7]))
        page.get_by_role("link", name="Previous comments").click()
        page.wait_for_url("**/?comments=newest#comments")

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_axe_finds_nothing(
        self, new_page: NewPage, article: Article, threads: list[BlogComment], axe: Axe, scheme: str
    ) -> None:
        page = new_page(color_scheme=scheme, viewport={"width": 320, "height": 640})
        page.goto(f"{article.get_absolute_url()}?comments=best")
        axe(page)
