"""Draws the pictures of “Moving from WordPress” from the real pages: python -m tests.e2e.manual_pictures

Starts a blog with the demo, imports a made-up one through its admin, and writes the pictures into the demo.
"""

import io
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageDraw
from playwright.sync_api import Page, sync_playwright

from tests.moving.files import make_tar, make_wxr
from tests.running_blog import ROOT, RunningBlog

PICTURES = ROOT / "blog/demo/content/images"
PASSWORD = "a long enough passphrase"
COLOURS = 24  # of a picture; pages have few
PATIENCE = 120_000  # milliseconds
NAMES = {"Author 1": "Jane Fisher", "Author 2": "Tom Keel", "author1": "jane", "author2": "tom"}


def draw_all() -> None:
    """Draw all three."""
    with TemporaryDirectory() as folder:
        data = Path(folder)
        blog = RunningBlog(data / "data", data / "log", BLOG_DEMO="True", BLOG_OWNER_PASSWORD=PASSWORD)
        try:
            blog.wait_until_ready()
            with sync_playwright() as playwright:
                path = shutil.which("chromium") or playwright.chromium.executable_path
                browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
                options = {"width": 1100, "height": 900}
                page = browser.new_page(base_url=f"http://127.0.0.1:{blog.port}", viewport=options)  # type: ignore[arg-type]
                page.set_default_timeout(PATIENCE)
                _move(page, _export(data), _media(data))
                browser.close()
        finally:
            blog.end()
            blog.clean_up()


def _move(page: Page, export: Path, media: Path) -> None:
    page.goto("/admin/login/?next=/admin/importing/importrun/add/")
    page.get_by_label("Username").fill("owner")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_label("Files", exact=True).set_input_files([export, media])
    page.get_by_role("button", name="Send").click()
    page.get_by_role("checkbox", name=export.name, checked=True).wait_for()
    _draw(page, "moving-files")
    page.get_by_role("button", name="Look the files over").click()
    page.get_by_label("Jane Fisher").select_option("owner")
    _draw(page, "moving-choices")
    page.get_by_role("button", name="Import").click()
    page.get_by_role("heading", name="And then").wait_for()
    _draw(page, "moving-report")


def _draw(page: Page, name: str) -> None:
    """Keep what the page shows beside the side bar, in few colours."""
    shot = page.locator("#content").screenshot()
    with Image.open(io.BytesIO(shot)) as picture:
        small = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        small.save(PICTURES / f"{name}.png", optimize=True)


def _export(folder: Path) -> Path:
    path = make_wxr(folder / "harbournotes.wordpress.2026-04-20.xml", articles=214, comments=9, authors=2)
    text = path.read_text("utf-8")
    for old, new in NAMES.items():
        text = text.replace(old, new)
    path.write_text(text.replace("</channel>", f"{_attachments()}</channel>"), encoding="utf-8")
    return path


def _attachments() -> str:
    return "".join(
        f"<item><title>Boat {n}</title><link>https://harbour.example/boat-{n}/</link>"
        f"<dc:creator>jane</dc:creator><wp:post_id>{9000 + n}</wp:post_id>"
        f"<wp:post_name>boat-{n}</wp:post_name>"
        "<wp:post_date_gmt>2019-05-15 10:00:00</wp:post_date_gmt><wp:status>inherit</wp:status>"
        "<wp:post_type>attachment</wp:post_type><wp:attachment_url>"
        f"https://harbour.example/wp-content/uploads/2019/05/boat-{n}.png</wp:attachment_url></item>"
        for n in range(1, 13)
    )


def _media(folder: Path) -> Path:
    members = {}
    for number in range(1, 13):
        picture = Image.new("RGB", (320, 200), (40, 60 + 8 * number, 90))
        ImageDraw.Draw(picture).polygon([(60, 150), (260, 150), (220, 180), (100, 180)], fill=(240, 230, 210))
        file = io.BytesIO()
        picture.save(file, "PNG")
        members[f"2019/05/boat-{number}.png"] = file.getvalue()
    return make_tar(folder / "media-export-harbournotes.tar", members)


if __name__ == "__main__":
    draw_all()
