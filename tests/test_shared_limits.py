"""Limits count for all processes together: two hosts of one blog, with Redis, without, and with it dead."""

import re
import sys
from collections.abc import Iterator
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest
import redis

from blog.embedded_postgres import client
from blog.embedded_postgres.cluster import PORT as POSTGRES_PORT
from tests.running_blog import Relay, RunningBlog, free_port

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")

KEY = "x" * 50
REDIS = "redis://127.0.0.1:6379/9"


class Visitor:
    """A browser without history, for one or more hosts."""

    def __init__(self) -> None:
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, url: str) -> str:
        return str(self._opener.open(url, timeout=30).read().decode())

    def post(self, url: str, page: str = "", **fields: str) -> tuple[int, str]:
        """Send a form with the token of its page; return status and text."""
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(page or url))
        body = urlencode(fields | ({"csrfmiddlewaretoken": found[1]} if found else {})).encode()
        request = Request(url, body, {"Sec-Fetch-Site": "same-origin", "Referer": url})
        try:
            with self._opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()


def redis_urls() -> dict[str, str]:
    """Return the ways to run: without Redis, with one, and with one that is not there."""
    return {"no Redis": "", "Redis": REDIS, "Redis away": f"redis://127.0.0.1:{free_port()}/0"}


@pytest.fixture(scope="module", params=["no Redis", "Redis", "Redis away"])
def hosts(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """Two hosts of one blog, as addresses."""
    if request.param == "Redis":
        try:
            redis.Redis.from_url(REDIS).flushdb()
        except redis.RedisError:
            pytest.skip(f"no Redis at {REDIS}")
    folder = tmp_path_factory.mktemp("shared")
    common = {
        "REDIS_URL": redis_urls()[request.param],
        "SECRET_KEY": KEY,
        "BLOG_DEMO": "True",
        "WEB_WORKERS": "1",
    }
    first = RunningBlog(folder / "first", folder / "first.log", 0, **common)
    first.wait_until_ready()
    info = client.ensure_running(folder / "first" / "postgres")
    relay = Relay(f"{info.host}/.s.PGSQL.{POSTGRES_PORT}")
    relay.start()
    url = f"postgresql://{quote(info.user)}:{quote(info.password)}@127.0.0.1:{relay.port}/blog"
    second = RunningBlog(folder / "second", folder / "second.log", 0, DATABASE_URL=url, **common)
    try:
        second.wait_until_ready()
        yield [f"http://127.0.0.1:{blog.port}" for blog in (first, second)]
        for blog in (first, second):
            assert "Traceback" not in blog.output
            assert ("the database takes its place" in blog.output) == (request.param == "Redis away")
    finally:
        for blog in (second, first):
            if blog.process.poll() is None:
                blog.end()
            blog.clean_up()
        relay.stop()
        client.stop(folder / "first" / "postgres")


def test_failed_logins_count_together(hosts: list[str]) -> None:
    """Ten in a minute from one address, whoever is tried."""
    pages = []
    for number in range(12):
        url = f"{hosts[number % 2]}/accounts/login/"
        status, page = Visitor().post(url, login=f"name{number}", password="wrong")
        assert status == 200
        pages.append(page)
    assert [("Too many failed login attempts" in page) for page in pages] == [False] * 10 + [True] * 2


def test_codes_by_mail_count_together(hosts: list[str]) -> None:
    """Three in five minutes for one address."""
    statuses = []
    for number in range(5):
        url = f"{hosts[number % 2]}/accounts/login/code/"
        statuses.append(Visitor().post(url, email="nobody@example.org")[1])
    assert ["Too many" in page or "Not so fast" in page for page in statuses] == [False] * 3 + [True] * 2


def test_comments_count_together_and_none_is_lost(hosts: list[str]) -> None:
    """One in fifteen seconds by one person; what was taken is there."""
    feed = Visitor().get(f"{hosts[0]}/feed/")
    path = re.findall(r"<link>https?://[^/]+(/\d{4}/\d\d/\d\d/[^<]+)</link>", feed)[0]
    number = re.findall(r'name="comment_post_ID" value="(\w+)"', Visitor().get(hosts[0] + path))[0]
    answers = []
    for host, text in zip(hosts, ("The first of them.", "The second of them."), strict=True):
        fields = {"comment": text, "author": "Gustav", "email": "gustav@example.org"}
        url = f"{host}/wp-comments-post.php"
        answers.append(Visitor().post(url, page=host + path, comment_post_ID=number, **fields))
    assert [status for status, _page in answers] == [200, 429]
    assert "The first of them." in answers[0][1]
    assert "Slow down" in answers[1][1]
    assert "The second of them.</textarea>" in answers[1][1]
