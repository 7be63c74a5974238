"""The cast and what every test needs: Alice writes, Bob reads, Charlie is an outsider."""

from collections.abc import Iterator
from typing import Any

import pytest

from accounts.models import User
from blog.models import SiteSettings
from blog.subscriptions.followers import FollowerCount
from tests import factories
from tests.mail_server import MailServer, Postman


@pytest.fixture(autouse=True)
def _fresh_site_settings() -> Iterator[None]:
    """Keep one test's settings row out of the next."""
    SiteSettings.forget()
    FollowerCount.keep(0)  # so that no page asks, whichever test comes first
    yield
    SiteSettings.forget()


@pytest.fixture(autouse=True)
def _quick_and_apart(settings: Any, tmp_path: Any) -> None:
    """Write media into a folder of the test, hash passwords fast, and name static files as they are."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # made to be fast
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture
def alice(db: None) -> User:
    """An author: staff, may write, publish and moderate what is hers."""
    return factories.make_author("alice", display_name="Alice Writer", promo="Write to me: alice@example.org")


@pytest.fixture
def bob(db: None) -> User:
    """A reader with an account."""
    return factories.make_user("bob", display_name="Bob Reader")


@pytest.fixture
def charlie(db: None) -> User:
    """Another author, who has nothing to do with what Alice writes."""
    return factories.make_author("charlie", display_name="Charlie Outsider")


@pytest.fixture
def owner(db: None) -> User:
    """The owner of the blog."""
    return factories.make_user("olga", display_name="Olga Owner", is_staff=True, is_superuser=True)


@pytest.fixture
def postman() -> Postman:
    """The memory of the mail server; with ``mail_server``, what has arrived."""
    return Postman()


@pytest.fixture
def mail_server(postman: Postman, settings: Any) -> Iterator[MailServer]:
    """A running mail server, which "direct" leads to."""
    server = MailServer(postman)
    server.start()
    settings.MAILERS = {
        "default": {"BACKEND": "blog.outbox.OutboxBackend"},
        "direct": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": server.port, "timeout": 5},  # seconds
        },
    }
    yield server
    server.stop()
