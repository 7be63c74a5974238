"""A text of WordPress with everything that it may hold: it fits phones, the dark and paper, and axe."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image as Pixels
from PIL import ImageDraw
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from blog.models import Article
from blog.models.content import BodyFormat
from blog.models.media import Image
from tests import factories
from tests.e2e.conftest import Axe, NewPage

TEXT = Path(__file__).with_name("imported_text.html")
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 320)]


def make_picture(number: int) -> Image:
    pixels = Pixels.new(
        "RGB", (1200, 800), [(40, 90, 120), (150, 60, 40), (60, 110, 70), (180, 150, 60)][number % 4]
    )
    ImageDraw.Draw(pixels).ellipse((300, 200, 900, 700), fill=(230, 220, 200 - number))
    file = BytesIO()
    pixels.save(file, "JPEG")
    file.seek(0)
    fields = {
        "original_path": f"2019/05/p{number}.jpg",
        "wordpress_id": 900 + number,
        "caption": f"Picture {number}",
    }
    return Image.objects.store(file, uploaded_by=None, alt=f"A disk, number {number}", **fields)


@pytest.fixture
def imported(transactional_db: None) -> Article:
    for number in range(7):
        make_picture(number)
    body = TEXT.read_text("utf-8")
    return factories.make_article(title="What came along", body=body, body_format=BodyFormat.WORDPRESS)


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_fits_and_is_accessible(
    new_page: NewPage, axe: Axe, imported: Article, scheme: str, width: int
) -> None:
    page = new_page(color_scheme=scheme, viewport={"width": width, "height": 800})
    page.goto(imported.get_absolute_url())
    assert page.evaluate(OVERFLOW) <= 0
    axe(page)


def test_pictures_load_and_captions_keep_to_them(page: Page, imported: Article) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(imported.get_absolute_url())
    page.locator(".prose img").evaluate_all("all => all.forEach(one => { one.loading = 'eager' })")
    for picture in page.locator(".prose img").all():
        picture.evaluate("one => one.decode()")
    figure, caption = (
        page.locator(".wp-caption.alignright"),
        page.locator(".wp-caption.alignright figcaption"),
    )
    outer, inner = figure.bounding_box(), caption.bounding_box()
    assert outer
    assert inner
    assert inner["x"] >= outer["x"]
    assert inner["x"] + inner["width"] <= outer["x"] + outer["width"] + 1
    tops = page.locator(".wp-block-gallery.columns-3 > figure").evaluate_all(
        "all => all.map(one => Math.round(one.getBoundingClientRect().top))"
    )
    assert len(set(tops)) < len(tops)  # some stand side by side


def test_nothing_is_cut_off_on_paper(page: Page, live_server: LiveServer, imported: Article) -> None:
    page.set_viewport_size({"width": 700, "height": 900})
    page.goto(imported.get_absolute_url())
    page.emulate_media(media="print")
    assert page.evaluate(OVERFLOW) <= 0
