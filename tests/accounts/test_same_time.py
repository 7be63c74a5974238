"""Known and unknown people cost the same: as many passwords hashed, nearly as many queries, one mail each."""

import statistics
import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.accounts.logins import browser, post
from tests.factories import make_author, make_user

pytestmark = pytest.mark.django_db
CAST = ["bob", "bob@example.org", "gina", "ida", "anna", "anna@example.org"]


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password is hashed."""

    count = 0

    def encode(self, password: str, salt: str) -> str:
        """Hash."""
        CountingHasher.count += 1
        return super().encode(password, salt)


@pytest.fixture(autouse=True)
def people(settings: Any, bob: User) -> None:
    """Bob has a password, Gina logs in with a service, Ida is blocked, Anna works here."""
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    bob.set_password("another one, hashed by the counting hasher")
    bob.save()
    make_user("gina").set_unusable_password()
    make_user("ida", is_active=False)
    make_author("anna")
    for person in User.objects.all():
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)


def hashes(url: str, field: str, login: str) -> int:
    CountingHasher.count = 0
    post(browser(), url, {field: login, "password": "wrong"})
    return CountingHasher.count


@pytest.mark.parametrize("login", CAST)
@pytest.mark.parametrize(
    ("url", "field"), [("/accounts/login/", "login"), ("/admin/login/", "username")], ids=["readers", "admin"]
)
def test_login_hashes_as_often_for_unknown_people(url: str, field: str, login: str) -> None:
    unknown = login.replace(login.split("@", maxsplit=1)[0], "nobody")
    known_count, unknown_count = hashes(url, field, login), hashes(url, field, unknown)
    assert known_count == unknown_count > 0


def spent(url: str, email: str) -> tuple[float, int]:
    """Return the seconds and the queries of one request for a mail."""
    cache.clear()  # the limits
    client = browser()
    client.get(url)
    fields = {"email": email, "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    with CaptureQueriesContext(connection) as queries:
        started = time.perf_counter()
        client.post(url, fields)
        return time.perf_counter() - started, len(queries)


@pytest.mark.parametrize("url", ["/accounts/password/reset/", "/accounts/login/code/"])
@pytest.mark.parametrize("email", ["bob@example.org", "anna@example.org"])
def test_mail_is_asked_for_in_the_same_time(url: str, email: str) -> None:
    spent(url, email)  # imports and templates
    mail.outbox.clear()
    rounds = 7
    known, unknown = [], []
    for _ in range(rounds):  # by turns: what slows the machine slows both
        known.append(spent(url, email))
        unknown.append(spent(url, "nobody@example.org"))
    assert len(mail.outbox) == 2 * rounds
    assert abs(known[-1][1] - unknown[-1][1]) <= 6
    ratio = statistics.median(each[0] for each in known) / statistics.median(each[0] for each in unknown)
    assert 0.5 < ratio < 2
