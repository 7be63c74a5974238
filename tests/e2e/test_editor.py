"""The editor in the admin: live preview, pictures by paste and button, and a text that is never lost."""

import base64
import re

import pytest
from playwright.sync_api import FilePayload, Page, expect

from accounts.models import User
from blog.models import Image
from blog.models.content import BodyFormat
from tests.blog.test_images import picture
from tests.e2e.conftest import Axe, SignIn, Watch
from tests.factories import make_article

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
ADD = "/admin/blog/article/add/"
PASTE = """([encoded, type, text]) => {
  const bytes = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], "photo.png", { type: "image/png" }));
  if (text) data.setData("text/plain", text);
  const target = document.querySelector("textarea.markdownx-editor");
  const init = { bubbles: true, cancelable: true };
  const event = type === "paste"
    ? new ClipboardEvent("paste", { ...init, clipboardData: data })
    : new DragEvent("drop", { ...init, dataTransfer: data });
  return target.dispatchEvent(event);
}"""


def _give(page: Page, kind: str, text: str = "") -> bool:
    """Paste or drop a picture; answer whether the browser would go on by itself."""
    return bool(page.evaluate(PASTE, [base64.b64encode(picture()).decode(), kind, text]))


@pytest.fixture
def desk(page: Page, alice: User, sign_in: SignIn) -> Page:
    sign_in(page, alice)
    page.goto(ADD)
    return page


def test_preview_follows_the_text_and_the_slug_the_title(desk: Page) -> None:
    desk.get_by_label("Title:", exact=True).fill("Café & Straße: हिन्दी")
    expect(desk.locator("#id_slug")).to_have_value("cafe-strasse-हिन्दी")
    desk.locator("[name=body]").fill("## A heading\n\n“Quotes” stay.")
    expect(desk.locator(".markdownx-preview h2")).to_have_text("A heading")
    expect(desk.locator(".markdownx-preview")).to_contain_text("“Quotes” stay.")


@pytest.mark.parametrize("way", ["paste", "drop"])
def test_picture_asks_for_its_words_and_stands_where_the_cursor_was(desk: Page, way: str) -> None:
    body = desk.locator("[name=body]")
    body.fill("Before.")
    assert not _give(desk, way)
    dialog = desk.get_by_role("dialog")
    expect(dialog.get_by_label("Alternative text")).to_be_focused()
    desk.keyboard.press("Enter")
    expect(dialog.get_by_role("alert")).to_have_text("Describe the picture in a few words.")
    desk.keyboard.type("Red [and] blue")
    dialog.get_by_label("Caption (optional)").fill('A "flag"')
    desk.keyboard.press("Enter")
    expect(desk.locator(".markdownx-preview figure figcaption")).to_have_text('A "flag"')
    expect(body).to_have_value(
        re.compile(r'^Before\.\n\n!\[Red \\\[and\\\] blue\]\(/media/\S+ "A \\"flag\\""\)\n\n$')
    )
    expect(body).to_be_focused()
    desk.keyboard.press("Control+z")
    expect(body).to_have_value("Before.")
    assert Image.objects.get().alt == "Red [and] blue"


def test_text_of_wordpress_is_previewed_as_such_and_gets_its_pictures_as_html(
    page: Page, alice: User, sign_in: SignIn
) -> None:
    article = make_article(alice, body="One\n\n*Two*", body_format=BodyFormat.WORDPRESS)
    sign_in(page, alice)
    page.goto(f"/admin/blog/article/{article.pk}/change/")
    expect(page.locator(".markdownx-preview p")).to_have_text(["One", "*Two*"])
    _give(page, "paste")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Alternative text").fill('Red "and" blue')
    dialog.get_by_label("Caption (optional)").fill("A <flag>")
    dialog.get_by_role("button", name="Insert").click()
    expect(page.locator("[name=body]")).to_have_value(
        re.compile(
            r'<figure><img src="/media/\S+" alt="Red &quot;and&quot; blue">'
            r"<figcaption>A &lt;flag&gt;</figcaption></figure>"
        )
    )
    expect(page.locator(".markdownx-preview figure figcaption")).to_have_text("A <flag>")


def test_words_on_the_clipboard_win_over_a_picture_of_them(desk: Page) -> None:
    assert _give(desk, "paste", text="1\t2")
    expect(desk.get_by_role("dialog")).to_have_count(0)


def test_refused_picture_says_why_and_keeps_the_words(desk: Page, watch: Watch) -> None:
    watch.allow("status of 400")
    file = FilePayload(name="x.png", mimeType="image/png", buffer=b"<svg/>")
    desk.locator(".markdownx input[type=file]").set_input_files(files=[file])
    dialog = desk.get_by_role("dialog")
    dialog.get_by_label("Alternative text").fill("A desk")
    dialog.get_by_role("button", name="Insert").click()
    expect(dialog.get_by_role("alert")).to_contain_text("use JPEG, PNG, WebP, GIF or AVIF")
    expect(dialog.get_by_label("Alternative text")).to_have_value("A desk")
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("dialog")).to_have_count(0)


def test_text_that_was_left_is_offered_again_until_it_is_saved(desk: Page) -> None:
    desk.on("dialog", lambda dialog: dialog.accept())
    body, found = desk.locator("[name=body]"), desk.locator(".markdownx-found")
    body.fill("Precious words.")
    desk.goto("/admin/")
    desk.goto(ADD)
    expect(found).to_contain_text("A newer version of this text was found")
    found.get_by_role("button", name="Restore it").click()
    expect(body).to_have_value("Precious words.")
    desk.get_by_label("Title:", exact=True).fill("Kept")
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.locator(".messagelist .success")).to_be_visible()
    desk.goto(ADD)
    expect(desk.locator(".markdownx.is-live")).to_be_visible()
    expect(found).to_be_hidden()


def test_tab_leaves_the_text(desk: Page) -> None:
    desk.locator("[name=body]").focus()
    desk.keyboard.press("Tab")
    expect(desk.locator("[name=body]")).not_to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_editor_has_no_barriers(desk: Page, axe: Axe, scheme: str, width: int) -> None:
    desk.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    desk.set_viewport_size({"width": width, "height": 800})
    desk.reload()
    desk.locator("[name=body]").fill(
        "## A heading\n\n[A link](/a/), `code`.\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    )
    expect(desk.locator(".markdownx-preview h2")).to_be_visible()
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(desk)
