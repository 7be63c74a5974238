"""A blog moves in through its owner's browser: a real server, a real worker, with and without JavaScript."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import accessibility
from tests.moving.files import make_wxr
from tests.running_blog import RunningBlog

PASSWORD = "a long enough passphrase"
PATIENCE = 60_000  # milliseconds; the worker starts a process for each step
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (1280, 320)]
MEGABYTE = 2**20
CUT = "net::ERR_CONNECTION_RESET"  # what one test does to the connection

type Enter = Callable[..., Page]


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBlog]:
    """A blog with the demo, as its owner starts it."""
    folder = tmp_path_factory.mktemp("moving")
    running = RunningBlog(
        folder / "data",
        folder / "log",
        BLOG_DEMO="True",
        BLOG_OWNER_PASSWORD=PASSWORD,
        BLOG_OWNER_EMAIL="olga@example.org",
    )
    try:
        running.wait_until_ready()
        yield running
        assert running.end() == 0
    finally:
        running.clean_up()


@pytest.fixture
def enter(blog: RunningBlog, browser: Browser) -> Iterator[Enter]:
    """Return a function that opens the admin as the owner; nothing may complain in the console."""
    complaints: list[str] = []
    contexts = []

    def open_admin(**options: bool) -> Page:
        context = browser.new_context(base_url=f"http://127.0.0.1:{blog.port}", **options)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        context.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        contexts.append(context)
        page = context.new_page()
        page.goto("/admin/login/")
        page.get_by_label("Username").fill("owner")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        page.wait_for_url("**/admin/")
        return page

    yield open_admin
    for context in contexts:
        context.close()
    assert [each for each in complaints if CUT not in each] == []


def examine(page: Page) -> None:
    """Look at the page light and dark, wide and narrow."""
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 800})
        assert page.locator("h1").count() == 1
        assert page.evaluate(OVERFLOW) <= 0, f"{page.url} scrolls sideways at {width} px"
        accessibility.assert_clean(page)


def expect_soon(page: Page, text: str) -> None:
    expect(page.get_by_text(text).first).to_be_visible(timeout=PATIENCE)


def test_blog_moves_in_with_a_script(enter: Enter, tmp_path: Path, blog: RunningBlog) -> None:
    page = enter()
    page.get_by_role("link", name="Move in", exact=True).first.click()
    page.get_by_role("link", name="Begin an import").click()
    examine(page)
    path = make_wxr(
        tmp_path / "harbour.xml", articles=12, authors=2, broken="<!-- " + "x" * 20 * MEGABYTE + " -->"
    )
    page.get_by_label("Files", exact=True).set_input_files(path)
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/add/?file=harbour.xml")
    assert page.get_by_role("checkbox", name="harbour.xml").is_checked()
    examine(page)
    page.get_by_role("button", name="Look the files over").click()
    expect_soon(page, "Who is who")
    examine(page)
    page.get_by_label("Author 1").select_option("owner")
    page.get_by_label("Leave them out for now").check()
    page.get_by_role("button", name="Try first").click()
    expect_soon(page, "This was a trial: nothing was stored.")
    examine(page)
    assert blog.get("/2019/05/02/tide-1/").status == 404
    assert "Welcome" in blog.get("/").text
    page.get_by_role("button", name="Import").click()
    expect_soon(page, "And then")
    expect(page.get_by_role("row", name=re.compile("Articles"))).to_contain_text("12")
    expect_soon(page, "and each leads where it should")
    examine(page)
    assert blog.get("/2019/05/02/tide-1/").status == 200
    assert "Welcome" not in blog.get("/").text
    assert "Harbour Notes" in blog.get("/").text
    page.get_by_role("button", name="Delete the sent files").click()
    expect_soon(page, "Deleted: harbour.xml")


def test_blog_moves_out(enter: Enter) -> None:
    page = enter()
    page.goto("/admin/importing/importrun/")
    examine(page)
    page.goto("/admin/")
    page.get_by_role("link", name="Move out", exact=True).first.click()
    examine(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="As WordPress’s export").click()
    assert "<wp:wxr_version>" in Path(download.value.path()).read_text("utf-8")


def test_newer_export_comes_without_a_script(enter: Enter, tmp_path: Path, blog: RunningBlog) -> None:
    page = enter(java_script_enabled=False)
    page.goto("/admin/importing/importrun/add/")
    path = make_wxr(tmp_path / "newer.xml", articles=14, authors=2)
    page.get_by_label("Files", exact=True).set_input_files(path)
    page.get_by_role("button", name="Send").click()
    assert page.get_by_role("checkbox", name="newer.xml").is_checked()
    page.get_by_role("button", name="Look the files over").click()
    expect_soon(page, "Who is who")  # the page loads itself anew
    page.get_by_label("Leave them out for now").check()
    page.get_by_role("button", name="Import").click()
    expect_soon(page, "And then")
    assert blog.get("/2019/05/15/tide-14/").status == 200


def test_cut_connection_goes_on_where_it_was(enter: Enter, tmp_path: Path) -> None:
    page = enter()
    page.goto("/admin/importing/importrun/add/")
    path = make_wxr(tmp_path / "large.xml", broken="<!-- " + "x" * 20 * MEGABYTE + " -->")
    page.get_by_label("Files", exact=True).set_input_files(path)
    begun: list[str] = []

    def cut(route: object) -> None:
        begun.append(route.request.url)  # type: ignore[attr-defined]
        if len(begun) == 3:
            route.abort("connectionreset")  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.context.route("**/slice/*", cut)
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/add/?file=large.xml")
    offsets = [found[1] if (found := re.search(r"offset=(\d+)", url)) else "" for url in begun]
    assert offsets == ["", "0", str(8 * MEGABYTE), "", str(8 * MEGABYTE), str(16 * MEGABYTE)]
    expect(page.get_by_role("listitem").filter(has_text="large.xml")).to_contain_text("20.0 MB")
