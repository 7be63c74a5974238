"""A follower, the owner with files of followers, and the clock of the limits set back."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from blog.subscriptions.followers import FollowerCount
from blog.subscriptions.models import Source, Subscriber

type BringIn = Callable[..., str]


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


@pytest.fixture
def admin(client: Client, owner: User) -> Client:
    """The owner's browser."""
    client.force_login(owner, "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def bring_in(admin: Client) -> BringIn:
    """Return a function that uploads a file of followers, with boxes ticked, and gives the page."""

    def upload(content: bytes, **boxes: str) -> str:
        data = {"file": SimpleUploadedFile("followers.csv", content), **boxes}
        answer = admin.post("/admin/subscriptions/subscriber/import/", data)
        assert answer.status_code == 200
        return str(answer.content.decode())

    return upload
