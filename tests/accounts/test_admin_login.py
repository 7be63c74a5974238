"""The admin's own login page has the same brakes as the readers' one."""

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.login_services import login_of
from accounts.models import User
from tests.accounts.logins import browser, log_in, post
from tests.accounts.test_service_login import signed_in
from tests.factories import PASSWORD, make_author, make_user

pytestmark = pytest.mark.django_db


def test_staff_logs_in() -> None:
    client, author = browser(), make_author("anna")
    answer = post(client, "/admin/login/", {"username": "anna", "password": PASSWORD, "next": "/admin/"})
    assert answer["Location"] == "/admin/"
    assert signed_in(client) == author


def test_page_names_the_blog() -> None:
    assert "<title>Log in – Broadside</title>" in browser().get("/admin/login/").content.decode()


def test_guessing_is_slowed() -> None:
    make_author("anna")
    for number in range(5):
        client = browser(REMOTE_ADDR=f"192.0.2.{number}")
        post(client, "/admin/login/", {"username": "anna", "password": f"wrong {number}"})
    answer = post(browser(), "/admin/login/", {"username": "anna", "password": PASSWORD})
    assert b"Too many failed login attempts" in answer.content


def test_right_passwords_do_not_count() -> None:
    make_author("anna")
    for _ in range(7):
        client = browser()
        post(client, "/admin/login/", {"username": "anna", "password": PASSWORD})
        assert signed_in(client)


def test_second_factor_cannot_be_walked_around() -> None:
    author, client = make_author("anna"), browser()
    Authenticator.objects.create(user=author, type=Authenticator.Type.TOTP, data={"secret": "x"})
    answer = post(client, "/admin/login/", {"username": "anna", "password": PASSWORD})
    assert b"second factor" in answer.content
    assert signed_in(client) is None


def test_reader_is_not_let_into_the_admin() -> None:
    make_user("rita")
    client = browser()
    post(client, "/admin/login/", {"username": "rita", "password": PASSWORD})
    assert signed_in(client) is None


def test_login_is_recorded_as_on_the_page_of_readers() -> None:
    make_author("anna")
    client = browser()
    log_in(client, "google")
    post(client, "/admin/login/", {"username": "anna", "password": PASSWORD})
    [record] = client.session[AUTHENTICATION_METHODS_SESSION_KEY]
    assert (record["method"], record["username"]) == ("password", "anna")
    assert login_of(client.session) is None


def test_session_gets_a_new_id() -> None:
    make_author("anna")
    client = browser()
    client.get("/admin/login/")
    client.session.save()
    before = client.session.session_key
    post(client, "/admin/login/", {"username": "anna", "password": PASSWORD})
    assert client.session.session_key != before


def test_wrong_password_is_no_record() -> None:
    make_author("anna")
    client = browser()
    post(client, "/admin/login/", {"username": "anna", "password": "wrong"})
    assert AUTHENTICATION_METHODS_SESSION_KEY not in client.session


def test_asking_too_often_is_told_plainly() -> None:
    for number in range(31):
        answer = post(browser(), "/admin/login/", {"username": "", "password": f"{number}"})
    assert answer.status_code == 429


class TestReaderWhoBecameStaff:
    """Nadia has logged in with Google, and is made staff while her session lasts."""

    @pytest.fixture
    def client(self) -> Client:
        nadia, client = make_user("nadia", email="nadia@stand-in.example"), browser()
        EmailAddress.objects.create(user=nadia, email=nadia.email, verified=True, primary=True)
        log_in(client, "google")
        assert signed_in(client) == nadia
        User.objects.filter(pk=nadia.pk).update(is_staff=True, is_superuser=True)
        return client

    def test_session_opens_the_admin_after_the_password(self, client: Client) -> None:
        answer = client.get("/admin/")
        assert answer.status_code == 302
        page = client.get(answer["Location"]).content.decode()
        assert "You are logged in as a reader." in page
        assert "not authorized" not in page
        assert "/accounts/reauthenticate/?next=%2Fadmin%2F" in page
        post(client, answer["Location"], {"username": "nadia", "password": PASSWORD})
        assert client.get("/admin/").status_code == 200

    def test_session_opens_the_admin_after_confirming_that_it_is_her(self, client: Client) -> None:
        answer = post(client, "/accounts/reauthenticate/?next=%2Fadmin%2F", {"password": PASSWORD})
        assert answer["Location"] == "/admin/"
        assert client.get("/admin/").status_code == 200
