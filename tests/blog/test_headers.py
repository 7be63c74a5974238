"""Headers, compression, health, and the page for a blog without its database."""

import gzip
from typing import Any

import brotli
import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory

from blog import headers
from blog.views import errors, health

LONG = "<p>A walk along the harbour.</p>" * 100


def compressed(accept: str, response: HttpResponse | None = None, **cookies: str) -> HttpResponse:
    request = RequestFactory().get("/", headers={"Accept-Encoding": accept})
    request.COOKIES.update(cookies)
    return headers.compress(lambda _request: response or HttpResponse(LONG))(request)


class TestCompression:
    def test_browser_gets_the_best_it_knows(self) -> None:
        response = compressed("gzip, deflate, br")
        assert response["Content-Encoding"] == "br"
        assert brotli.decompress(response.content).decode() == LONG
        assert response["Content-Length"] == str(len(response.content))
        assert response["Vary"] == "Accept-Encoding"

    def test_older_browser_gets_gzip(self) -> None:
        response = compressed("gzip")
        assert gzip.decompress(response.content).decode() == LONG

    @pytest.mark.parametrize("accept", ["", "identity", "br;q=0, gzip; q=0.0"])
    def test_browser_that_wants_none_gets_none(self, accept: str) -> None:
        assert compressed(accept).content.decode() == LONG

    def test_personal_page_is_padded(self) -> None:
        lengths = {len(compressed("br, gzip", sessionid="1").content) for _ in range(40)}
        assert len(lengths) > 1
        assert compressed("br, gzip", sessionid="1")["Content-Encoding"] == "gzip"

    def test_picture_is_left_alone(self) -> None:
        picture = HttpResponse(b"\x89PNG" * 500, content_type="image/png")
        assert "Content-Encoding" not in compressed("br", picture)

    def test_short_answer_is_left_alone(self) -> None:
        assert "Content-Encoding" not in compressed("br", HttpResponse("ok"))

    def test_etag_becomes_weak(self) -> None:
        response = HttpResponse(LONG, headers={"ETag": '"abc"'})
        assert compressed("br", response)["ETag"] == 'W/"abc"'


class TestHealth:
    def test_liveness_asks_no_database(self, client: Client) -> None:
        # Without the mark django_db any query fails.
        response = client.get("/healthz", headers={"Host": "10.0.0.7"})
        assert (response.status_code, response.content) == (200, b"ok\n")
        assert response["Cache-Control"] == "no-store"

    @pytest.mark.django_db
    def test_readiness_asks_the_database(self, client: Client, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(1):
            assert client.get("/readyz").status_code == 200

    def test_missing_database_is_no_fault_of_the_page(self) -> None:
        def lose_connection() -> None:
            raise OperationalError("the connection is closed")

        try:
            lose_connection()
        except OperationalError:
            response = errors.server_error(RequestFactory().get("/"))
        assert response.status_code == 503
        assert response["Retry-After"] == str(health.RETRY_SECONDS)
