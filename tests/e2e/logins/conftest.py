"""A blog at one origin and the services at others, all of them real servers that know nothing of the test.

The blog is ``localhost`` and the services are ``127.0.0.1``, because ports share their cookies.
"""

import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_string
from email.message import Message
from email.policy import default as modern
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from blog.embedded_postgres import client
from tests.e2e.conftest import PATIENCE, TRACES, Watch, _failed
from tests.e2e.logins.providers import Google
from tests.running_blog import RunningBlog, free_port, wait_until

OWNER = "olga@example.org"
STAND_INS = ("wordpress_com", "twitter", "facebook")
KEYS = {
    f"{service.upper()}_{key}": f"{service}-{key}".lower()
    for service in (*STAND_INS, "google")
    for key in ("CLIENT_ID", "CLIENT_SECRET")
}

type OpenPage = Callable[..., Page]


@dataclass
class World:
    """The blog, and the services that it is told to ask."""

    blog: RunningBlog
    services: RunningBlog
    google: Google
    article: str  # its path

    @property
    def url(self) -> str:
        return f"http://localhost:{self.blog.port}"

    def code_for(self, email: str) -> str:
        """Return the code that stands alone on a line of the newest mail to somebody."""
        codes = re.findall(r"^([A-Z0-9]{3,}-?[A-Z0-9]{2,})$", self.mail_for(email), re.MULTILINE)
        return str(codes[-1])

    def mail_for(self, email: str, subject: str = "") -> str:
        """Wait for a mail to somebody and return the newest one's text."""
        found: list[Message] = []

        def look() -> bool:
            found[:] = [
                mail for mail in self._mails() if mail["To"] == email and subject in str(mail["Subject"])
            ]
            return bool(found)

        wait_until(look, f"a mail to {email}", 30)
        return str(found[-1].get_body(("plain",)).get_content())  # type: ignore[attr-defined]  # EmailMessage

    def _mails(self) -> list[Message]:
        folder = self.blog.data / "mail"
        files = sorted(folder.glob("*"), key=lambda file: file.stat().st_mtime_ns) if folder.exists() else []
        texts = (part for file in files for part in file.read_text("utf-8").split("-" * 79))
        return [message_from_string(text.lstrip(), policy=modern) for text in texts if text.strip()]


def start(folder: Path, host: str, **variables: str) -> RunningBlog:
    """Start a process of Broadside that has a folder of its own, and goes by this name."""
    folder.mkdir()
    port = free_port()
    site = f"http://{host}:{port}"
    return RunningBlog(folder / "data", folder / "log", port, BLOG_SITE_URL=site, **variables)


def end(blog: RunningBlog) -> None:
    if blog.process.poll() is None:
        blog.end()
    blog.clean_up()
    client.stop(blog.data / "postgres")


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[World]:
    """All servers, once for the run; tests use people of their own."""
    folder = tmp_path_factory.mktemp("logins")
    services = start(folder / "services", "127.0.0.1")
    google = Google()
    origin = f"http://127.0.0.1:{services.port}"
    places = {f"{key.upper()}_BASE_URL": f"{origin}/stand-in/{key}" for key in STAND_INS}
    places["GOOGLE_BASE_URL"] = google.url
    options = {"BLOG_DEMO": "True", "BLOG_OWNER_EMAIL": OWNER, "BLOG_OWNER_NAME": "olga"}
    blog = start(folder / "blog", "localhost", **options, **KEYS, **places)
    try:
        services.wait_until_ready()
        blog.wait_until_ready()
        found = re.findall(r"<link>https?://[^/]+(/\d{4}/\d\d/\d\d/[^<]+)</link>", blog.get("/feed/").text)
        yield World(blog, services, google, found[0])
    finally:
        google.end()
        end(blog)
        end(services)


@pytest.fixture
def watch(running: World) -> Iterator[Watch]:
    """Fail the test when a page of the blog complains; the services' origins are where logins lead."""
    watch = Watch(running.url)
    for origin in (running.google.url, f"http://127.0.0.1:{running.services.port}"):
        watch.allow(re.escape(f"another origin: {origin}/"))
    yield watch
    assert watch.unexpected() == []


@pytest.fixture
def open_page(
    browser: Browser, running: World, watch: Watch, request: pytest.FixtureRequest
) -> Iterator[OpenPage]:
    """Return a function that opens a page in a browser without history; see ``new_page``."""
    contexts: list[BrowserContext] = []

    def opened(**options: Any) -> Page:
        context = browser.new_context(base_url=running.url, **options)
        context.set_default_timeout(PATIENCE)
        context.tracing.start(screenshots=True, snapshots=True)
        watch.follow(context)
        contexts.append(context)
        return context.new_page()

    yield opened
    for number, context in enumerate(contexts):
        trace = TRACES / f"{re.sub(r'[^\w.-]+', '-', request.node.name)}-{number}.zip"
        context.tracing.stop(path=trace if request.node.stash.get(_failed, False) else None)
        context.close()


@pytest.fixture
def guest(open_page: OpenPage) -> Page:
    """A guest's browser."""
    return open_page()


@pytest.fixture
def name() -> str:
    """Somebody whom nobody has met."""
    return f"Nora {uuid.uuid4().hex[:8]}"
