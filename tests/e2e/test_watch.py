"""The fixtures of this folder themselves: a page that misbehaves is noticed."""

from pytest_django.live_server_helper import LiveServer

from tests.e2e.conftest import NewPage, Watch


def test_console_errors_and_foreign_requests_are_noticed(
    new_page: NewPage, live_server: LiveServer, watch: Watch
) -> None:
    page = new_page()
    page.route("http://elsewhere.invalid/*", lambda route: route.fulfill(body="x"))
    page.goto("/accounts/login/")
    page.evaluate("console.error('broken')")
    page.evaluate("new Image().src = 'http://elsewhere.invalid/pixel.gif'")
    page.evaluate("setTimeout(() => { throw new Error('thrown') })")
    page.evaluate("new Promise(done => setTimeout(done, 20))")
    found = " | ".join(watch.unexpected())
    assert "console: broken" in found
    assert "exception: " in found
    assert "another origin: http://elsewhere.invalid/pixel.gif" in found
    watch.allow("")
