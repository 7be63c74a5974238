"""From which page a post comes."""

from typing import Any

import pytest
from django.test import RequestFactory

from blog.same_origin import came_from_here, hides_its_origin


@pytest.mark.parametrize(
    ("headers", "is_ours"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"}, True),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, False),
        ({"Origin": "http://testserver"}, True),
        ({"Origin": "HTTP://TESTSERVER:80"}, True),
        ({"Origin": "http://testserver:81"}, False),
        ({"Origin": "https://blog.example"}, True),
        ({"Origin": "https://blog.example:443"}, True),
        ({"Origin": "http://blog.example"}, False),
        ({"Origin": "null", "Referer": "http://testserver/"}, False),
        ({"Referer": "http://testserver/a"}, True),
        ({"Referer": "http://testserver@evil.example/"}, False),
        ({"Referer": "//testserver/"}, False),
        ({}, False),
    ],
)
def test_our_own_pages_are_told_from_others(settings: Any, headers: dict[str, str], is_ours: bool) -> None:
    settings.BLOG_SITE_URL = "https://blog.example"
    request = RequestFactory().post("/", headers=headers)
    assert came_from_here(request) == is_ours
    assert hides_its_origin(request) == (not headers)
