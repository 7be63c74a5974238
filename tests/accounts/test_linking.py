"""Whose accounts are joined: by a verified address of a reader, and never otherwise."""

from typing import Any
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import Permission
from django.test import Client

from accounts.models import User
from tests.accounts.logins import ARTICLE, Login, browser, log_in, post
from tests.accounts.test_service_login import everywhere, signed_in
from tests.factories import PASSWORD, make_author, make_user

pytestmark = pytest.mark.django_db
ADDRESS = "nadia@stand-in.example"


def make_nadia(*, is_verified: bool = True, **fields: object) -> User:
    user = make_user("nadia", email=ADDRESS, **fields)
    EmailAddress.objects.create(user=user, email=ADDRESS, verified=is_verified, primary=True)
    return user


def test_google_joins_a_reader_with_the_same_verified_address() -> None:
    nadia, client = make_nadia(), browser()
    log_in(client, "google")
    assert signed_in(client) == nadia
    assert SocialAccount.objects.get().user == nadia
    nadia.refresh_from_db()
    assert nadia.check_password(PASSWORD)


def test_joined_account_is_found_again_when_the_address_has_changed() -> None:
    nadia, client = make_nadia(), browser()
    log_in(browser(), "google")
    EmailAddress.objects.all().delete()
    User.objects.filter(pk=nadia.pk).update(email="other@example.org")
    log_in(client, "google")
    assert signed_in(client) == nadia


def test_address_that_the_blog_has_not_verified_joins_nothing() -> None:
    """Somebody may have signed up with Nadia's address before her."""
    make_nadia(is_verified=False)
    client = browser()
    answer = log_in(client, "google")
    assert answer.status_code == 409
    assert signed_in(client) is None
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("fields", [{"is_staff": True}, {"is_superuser": True}, {"is_active": False}])
def test_staff_and_the_blocked_are_never_joined(fields: dict[str, bool]) -> None:
    make_nadia(**fields)
    client = browser()
    answer = log_in(client, "google")
    assert answer.status_code == 409
    assert b"You have an account here already" in answer.content
    assert signed_in(client) is None
    assert not SocialAccount.objects.exists()


def test_author_is_never_joined() -> None:
    author = make_author("nadia", email=ADDRESS)
    User.objects.filter(pk=author.pk).update(is_staff=False)
    EmailAddress.objects.create(user=author, email=ADDRESS, verified=True, primary=True)
    assert log_in(browser(), "google").status_code == 409


def test_wordpress_com_does_not_join() -> None:
    make_nadia()
    client = browser()
    assert log_in(client, "wordpress_com").status_code == 409
    assert signed_in(client) is None


def test_unproven_address_of_somebody_else_is_dropped_without_a_word() -> None:
    """Facebook's addresses are not verified; the answer is the same whether the address is known."""
    nadia, client = make_nadia(), browser()
    known, unknown = log_in(client, "facebook"), log_in(browser(), "facebook", person="2")
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    newcomer = signed_in(client)
    assert newcomer not in {None, nadia}
    assert newcomer is not None
    assert newcomer.email == ""


def connect(client: Client, username: str, service: str) -> Any:
    """Log in, connect a service, and give the password again when asked for it."""
    post(client, "/accounts/login/", {"login": username, "password": PASSWORD})
    answer = Login.start(client, service, process="connect", next="/accounts/profile/").finish()
    assert answer["Location"] == "/accounts/reauthenticate/"
    return post(client, answer["Location"], {"password": PASSWORD})


class TestConnecting:
    def test_staff_connects_no_service(self) -> None:
        make_nadia(is_staff=True)
        client = browser()
        post(client, "/accounts/login/", {"login": "nadia", "password": PASSWORD})
        answer = Login.start(client, "google", process="connect", next="/accounts/profile/").finish()
        assert answer.status_code == 403
        assert b"Please use your password or a passkey" in answer.content
        assert not SocialAccount.objects.exists()

    @everywhere
    @pytest.mark.parametrize("field", ["is_staff", "is_superuser"])
    def test_service_of_who_became_staff_logs_in_no_longer(self, service: str, field: str) -> None:
        log_in(browser(), service)
        User.objects.update(**{field: True})
        client = browser()
        answer = log_in(client, service)
        assert answer.status_code == 403
        assert b"Please use your password or a passkey" in answer.content
        assert f'href="/accounts/login/?next={quote(ARTICLE, safe="")}"' in answer.content.decode()
        assert signed_in(client) is None

    def test_author_who_connected_a_service_as_a_reader_logs_in_without_it(self) -> None:
        log_in(browser(), "google")
        writer = User.objects.get()
        writer.user_permissions.add(Permission.objects.get(codename="add_article"))
        client = browser()
        assert log_in(client, "google").status_code == 403
        assert signed_in(client) is None

    def test_account_of_somebody_else_is_not_taken_over(self) -> None:
        log_in(browser(), "google")
        owner_of_account = SocialAccount.objects.get().user
        make_user("charles")
        connect(browser(), "charles", "google")
        assert SocialAccount.objects.get().user == owner_of_account

    def test_guest_who_asks_to_connect_logs_in(self) -> None:
        client = browser()
        Login.start(client, "google", process="connect").finish()
        assert signed_in(client)

    def test_service_can_be_disconnected(self) -> None:
        make_nadia()
        client = browser()
        connect(client, "nadia", "twitter")
        account = SocialAccount.objects.get()
        answer = post(client, "/accounts/services/", {"account": account.pk}, page="/accounts/profile/")
        assert answer.status_code == 302
        assert not SocialAccount.objects.exists()

    def test_last_way_in_is_not_disconnected(self) -> None:
        client = browser()
        log_in(client, "twitter")
        account = SocialAccount.objects.get()
        answer = post(client, "/accounts/services/", {"account": account.pk}, page="/accounts/profile/")
        assert answer.status_code == 200
        assert SocialAccount.objects.exists()
        page = client.get("/accounts/profile/").content.decode()
        assert "Set a password before you disconnect it." in page
        assert "Disconnect Twitter" not in page
