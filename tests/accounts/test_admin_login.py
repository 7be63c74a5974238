"""The admin's own login page has the same brakes as the readers' one."""

import pytest
from allauth.mfa.models import Authenticator

from tests.accounts.logins import browser, post
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
