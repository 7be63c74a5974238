"""A request is UTF-8, whatever charset it claims."""

from io import BytesIO

import pytest
from django.test import RequestFactory

from blog.utf8 import Utf8Request
from blog.wsgi import django

CHARSETS = ["base64", "raw_unicode_escape", "utf-16", "iso-8859-1", "nonsense"]
FORM = b"--x\r\nContent-Disposition: form-data; name=name\r\n\r\n\\ud800\xff\r\n--x--\r\n"


def request_with(kind: str, body: bytes = b"", query: str = "") -> Utf8Request:
    environ = dict(RequestFactory().get("/").META)
    environ |= {"REQUEST_METHOD": "POST" if body else "GET", "QUERY_STRING": query}
    return Utf8Request(
        environ | {"CONTENT_TYPE": kind, "CONTENT_LENGTH": str(len(body)), "wsgi.input": BytesIO(body)}
    )


@pytest.mark.parametrize("charset", CHARSETS)
def test_claimed_charset_of_an_address_changes_nothing(charset: str) -> None:
    assert request_with(f"text/plain; charset={charset}", query="x=%41%FF").GET["x"] == "A\ufffd"


@pytest.mark.parametrize("charset", CHARSETS)
def test_claimed_charset_of_a_form_changes_nothing(charset: str) -> None:
    request = request_with(f"multipart/form-data; boundary=x; charset={charset}", FORM)
    assert request.POST["name"] == "\\ud800\ufffd"
    plain = request_with(f"application/x-www-form-urlencoded; charset={charset}", b"name=%41")
    assert plain.POST["name"] == "A"


def test_blog_makes_such_requests() -> None:
    assert django.request_class is Utf8Request
