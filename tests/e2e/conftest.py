"""A real browser in front of the live server; every page is watched, and a failed test keeps its trace.

Fixtures: ``page`` (a guest's fresh browser), ``new_page(**options)`` (one more, of somebody else),
``sign_in(page, person)``, ``watch`` (what a page may not do; ``watch.allow("status of 409")`` for a test
that provokes it), ``axe(page)``, ``article`` (without comments and likes) and ``threads`` (twelve on it).
"""

import os
import re
import shutil
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from blog.comments.models import BlogComment
from blog.models import Article
from tests import factories
from tests.e2e import accessibility
from tests.e2e.conversation import make_threads

TRACES = Path(__file__).resolve().parents[2] / "test-results"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE = 10_000  # milliseconds that an expected state may take

type NewPage = Callable[..., Page]
type SignIn = Callable[[Page, User], None]
type Axe = Callable[[Page], None]

_failed = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses a browser."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """Remember a failure, so that the trace is kept."""
    report = yield
    if report.failed:
        item.stash[_failed] = True
    return report


def _find_chromium(playwright: Playwright) -> str | None:
    named = os.environ.get("CHROMIUM")
    found = [shutil.which(name) for name in ([named] if named else NAMES)]
    own = playwright.chromium.executable_path
    return next((path for path in [*found, None if named else own] if path and Path(path).exists()), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium for the whole run."""
    # Playwright's loop runs in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        path = _find_chromium(playwright)
        if path is None:
            pytest.skip("no Chromium: install one, or name it in CHROMIUM")
        chromium = playwright.chromium.launch(
            executable_path=path, args=[*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        )
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@dataclass
class Watch:
    """What the pages of one test complained about, and what of it the test has announced."""

    origin: str
    complaints: list[str] = field(default_factory=list)
    allowed: list[str] = field(default_factory=list)

    def allow(self, pattern: str) -> None:
        """Expect complaints that this regular expression finds something in."""
        self.allowed.append(pattern)

    def follow(self, context: BrowserContext) -> None:
        """Note console errors (CSP violations are among them), exceptions and foreign requests."""
        context.on("console", lambda m: self._note(f"console: {m.text}") if m.type == "error" else None)
        context.on("weberror", lambda error: self._note(f"exception: {error.error}"))
        context.on("request", lambda request: self._note_origin(request.url))

    def unexpected(self) -> list[str]:
        """Return the complaints that were not announced."""
        return [c for c in self.complaints if not any(re.search(pattern, c) for pattern in self.allowed)]

    def _note(self, complaint: str) -> None:
        self.complaints.append(complaint)

    def _note_origin(self, url: str) -> None:
        if not url.startswith((self.origin + "/", "about:", "data:", "blob:")):
            self._note(f"request to another origin: {url}")


@pytest.fixture
def watch(live_server: LiveServer) -> Iterator[Watch]:
    """Fail the test when a page complains about anything that was not announced."""
    watch = Watch(live_server.url)
    yield watch
    assert watch.unexpected() == []


@pytest.fixture
def new_page(
    browser: Browser,
    live_server: LiveServer,
    watch: Watch,
    settings: Any,
    request: pytest.FixtureRequest,
) -> Iterator[NewPage]:
    """Return a function that opens a page in a browser without history, cookies or cache.

    It takes Playwright's context options, e.g. ``java_script_enabled=False``, ``color_scheme="dark"`` or
    ``viewport={"width": 320, "height": 640}``.
    """
    settings.BLOG_SITE_URL = live_server.url
    cache.clear()  # the limits of earlier tests; its table is no model's, so nothing else empties it
    contexts: list[BrowserContext] = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(PATIENCE)
        context.tracing.start(screenshots=True, snapshots=True)
        watch.follow(context)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for number, context in enumerate(contexts):
        trace = TRACES / f"{re.sub(r'[^\w.-]+', '-', request.node.name)}-{number}.zip"
        context.tracing.stop(path=trace if request.node.stash.get(_failed, False) else None)
        context.close()


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A guest's browser."""
    return new_page()


@pytest.fixture
def sign_in(live_server: LiveServer) -> SignIn:
    """Return a function that gives a page's browser the session of a person."""

    def enter(page: Page, person: User) -> None:
        client = Client()
        client.force_login(person, "django.contrib.auth.backends.ModelBackend")
        name = django_settings.SESSION_COOKIE_NAME
        page.context.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url, "httpOnly": True}]
        )

    return enter


@pytest.fixture
def axe() -> Axe:
    """Return a function that fails when axe finds something on a page."""
    return accessibility.assert_clean


@pytest.fixture
def article(transactional_db: None) -> Article:
    """An article without comments and likes, open for them."""
    return factories.make_article()


@pytest.fixture
def threads(article: Article) -> list[BlogComment]:
    """Twelve threads, known to their followers."""
    return make_threads(article)
