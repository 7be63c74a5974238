"""A follower, and the clock of the limits set back."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command

from blog.subscriptions.followers import FollowerCount
from blog.subscriptions.models import Source, Subscriber


@pytest.fixture(autouse=True)
def _fresh_limits(request: pytest.FixtureRequest) -> Iterator[None]:
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        call_command("createcachetable", verbosity=0)
        cache.clear()
    FollowerCount.forget()
    yield
    FollowerCount.forget()


@pytest.fixture
def rita(db: None) -> Subscriber:
    """A reader who follows."""
    return Subscriber.objects.start("rita@example.org", Source.FORM)


@pytest.fixture
def here() -> dict[str, Any]:
    """The header by which a browser says that the form stood on a page of this blog."""
    return {"Sec-Fetch-Site": "same-origin"}
