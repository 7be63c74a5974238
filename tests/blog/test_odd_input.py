"""No address and no parameter, however odd, is an error of ours."""

import pytest
from django.db import DatabaseError
from django.test import Client

from blog.models import SiteSettings
from tests.factories import make_article

pytestmark = pytest.mark.django_db

PATHS = [
    "/%00",
    "/2019/05/15/%00/",
    "/tag/%00/",
    "/%ED%A0%80/",
    "/%FF/",
    "/%",
    "/%zz",
    "/" + "a" * 10_000 + "/",
    "/2019/05/15/" + "a" * 10_000 + "/",
    "/" + "a/" * 5_000,
    "/" + "%2F" * 3_000,
    "/tag/" + "a" * 10_000 + "/",
    "/category/" + "a/" * 3_000,
    "/0000/",
    "/0000/00/",
    "/9999/",
    "/9999/12/31/",
    "/9998/12/31/",
    "/0001/01/01/",
    "/2019/00/",
    "/2019/02/30/some-slug/",
    "/2019/99/99/some-slug/",
    "/page/0/",
    "/page/-1/",
    "/page/" + "9" * 30 + "/",
    "/page/" + "9" * 5_000 + "/",
    "/2019/05/15/a-walk-along-the-harbour/" + "9" * 30 + "/",
    "/2019/05/15/a-walk-along-the-harbour/comment-page-" + "9" * 30 + "/",
    "/2019/05/15/a-walk-along-the-harbour/comment-page-0/",
    "/likes/" + "9" * 30 + "/",
    "/comments/" + "9" * 30 + "/report/",
    "/comments/999999999/report/",
    "/comments/0/likes/",
    "/sitemap-articles-" + "9" * 30 + ".xml",
    "/wp-content/uploads/../../etc/passwd",
    "/wp-content/uploads/x-99999x99999.jpg",
    "/media/../settings.py",
    "/..%2f..%2fetc/passwd",
    "/.%20.%20.",
    "/()[]{}<>\"'",
    "/%E2%80%8B",
    "/\u202e/",
    "/index.php/index.php/index.php/",
    "/feed/feed/feed/",
    "/category//feed/",
    "/%2500x",
    "/2019/%2500/",
    "/wp-content/uploads/%2500.jpg",
]
NUMBERS = [
    "",
    "0",
    "-1",
    "1e9",
    "٣",
    "²",
    "9" * 19,
    "9" * 30,
    "9" * 5_000,
    "%00",
    "1%00",
    "a",
    "1,2",
    "[]",
    "%FF",
    "1 OR 1=1",
]
KEYS = [
    "p",
    "page_id",
    "cat",
    "tag",
    "author",
    "attachment_id",
    "m",
    "year",
    "monthnum",
    "day",
    "name",
    "paged",
    "feed",
]
KEYS += ["pagename", "category_name", "author_name", "replytocom", "share", "w", "preview", "unapproved", "s"]


@pytest.mark.parametrize(
    "structure", ["/%year%/%monthnum%/%day%/%postname%/", "/%category%/%postname%/", "/archives/%post_id%"]
)
def test_odd_path_is_answered(client: Client, structure: str) -> None:
    SiteSettings(permalink_structure=structure).save()
    make_article()
    statuses = {path[:60]: client.get(path).status_code for path in PATHS}
    assert {path: status for path, status in statuses.items() if status not in {200, 301, 400, 404}} == {}


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("path", ["/", "/2019/05/15/a-walk-along-the-harbour/"])
def test_odd_parameter_is_answered(client: Client, path: str, key: str) -> None:
    make_article()
    statuses = {value: client.get(f"{path}?{key}={value}").status_code for value in NUMBERS}
    assert {value: status for value, status in statuses.items() if status not in {200, 301, 400, 404}} == {}


def test_repeated_and_nested_parameters_are_answered(client: Client) -> None:
    for query in (
        "p[]=1",
        "p=1&p=2",
        "year=2019&day=5",
        "year=0&monthnum=0&day=0",
        "s[]=x",
        "&&&=;=",
        "=",
        "p",
        "feed=rss2&s=one%0Atwo",
        "feed=rss2&s=%00",
    ):
        assert client.get(f"/?{query}").status_code in {200, 301, 404}


def test_odd_cookie_is_answered(client: Client) -> None:
    make_article()
    for cookie in ('sessionid="\\000aaaaaaaaaaaa"', 'visitor="\\000aaaaaaaa"', '"\\000"=a', "a=\x00", ";=;"):
        assert client.get("/", HTTP_COOKIE=cookie).status_code in {200, 400}


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch", "options"])
@pytest.mark.parametrize(
    "path", ["/", "/2019/", "/feed/", "/sitemap.xml", "/2019/05/15/a-walk-along-the-harbour/"]
)
def test_pages_are_for_reading_only(client: Client, method: str, path: str) -> None:
    make_article()
    assert getattr(client, method)(path).status_code in {200, 405}
    assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    "path", ["/", "/2019/", "/feed/", "/2019/05/15/a-walk-along-the-harbour/", "/robots.txt"]
)
def test_head_is_answered_as_get(client: Client, path: str) -> None:
    make_article()
    assert client.head(path).status_code == 200


def test_missing_page_offers_search_and_newest_articles(client: Client) -> None:
    make_article()
    answer = client.get("/nothing/")
    assert answer.status_code == 404
    assert 'name="s"' in answer.text
    assert [article.title for article in answer.context["newest_articles"]] == ["A walk along the harbour"]


def test_fault_of_ours_is_told_without_the_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.raise_request_exception = False

    def fail(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(SiteSettings, "articles_per_page", property(fail), raising=False)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.text


def test_files_are_served_while_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise DatabaseError

    monkeypatch.setattr(SiteSettings, "current", fail)
    assert client.get("/robots.txt").status_code == 200
    assert client.get("/favicon.ico").status_code == 200
