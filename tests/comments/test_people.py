"""Who writes, as the form tells it."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.test import Client, RequestFactory

from accounts.models import User
from blog.comments.people import Identity, Visitor
from blog.models import SiteSettings
from tests.accounts.logins import browser, log_in

pytestmark = pytest.mark.django_db


def test_guest_has_no_identity() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert Identity.of(request) is None
    assert Visitor.of(request).user is None


@pytest.mark.parametrize(
    ("service", "name", "label", "has_email"),
    [
        ("wordpress_com", "WordPress.com", "WordPress.com Logo", True),
        ("google", "Google", "Google photo", True),
        ("twitter", "Twitter", "Twitter picture", False),
        ("facebook", "Facebook", "Facebook photo", True),
    ],
)
def test_reader_is_shown_with_the_service_of_the_login(
    service: str, name: str, label: str, has_email: bool
) -> None:
    client = browser()
    log_in(client, service)
    identity, visitor = _described(client, User.objects.get())
    assert identity.name == "Nadia Holm"
    assert identity.sentence == f"You are commenting using your {name} account."
    assert identity.picture_label == label
    assert identity.avatar_url.startswith("/accounts/avatar/NH-")
    assert (identity.has_email, bool(identity.no_email_reason)) == (has_email, not has_email)
    assert visitor.service == service


def test_local_account_is_one_of_the_blog(bob: User) -> None:
    client = browser()
    client.force_login(bob)
    identity, visitor = _described(client, bob)
    assert identity.service_name == SiteSettings.current().title
    assert (identity.picture_label, visitor.service) == ("Bob Reader", "")


def _described(client: Client, person: User) -> tuple[Identity, Visitor]:
    request = RequestFactory().get("/")
    request.user = person
    session: SessionBase = client.session
    request.session = session
    identity = Identity.of(request)
    assert identity is not None
    return identity, Visitor.of(request)
