"""Accounts of the blog itself: password, code by mail, sign-up; and nothing that tells who has one."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail

from accounts.login_services import login_of
from accounts.models import User
from blog.models import OutgoingMail
from tests.accounts.logins import ARTICLE, browser, post
from tests.accounts.test_service_login import signed_in
from tests.factories import PASSWORD, make_author

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "another quite long passphrase"


def newest_code() -> str:
    """Return the code that stands alone on a line of the newest mail."""
    body = str(mail.outbox[-1].body)
    return str(re.findall(r"^([A-Z0-9]{3,}-?[A-Z0-9]{2,})$", body, re.MULTILINE)[0])


def looks(answer: Any) -> tuple[Any, ...]:
    """Return all of an answer that a visitor can see, but for tokens and the address that was typed."""
    text = re.sub(r'value="[^"]*"|\w+@\w+\.\w+', "", answer.content.decode())
    return answer.status_code, answer.get("Location"), text


class TestPassword:
    @pytest.mark.parametrize("login", ["bob", "bob@example.org", "BOB@example.org"])
    def test_name_or_address_logs_in(self, bob: User, login: str) -> None:
        client = browser()
        fields = {"login": login, "password": PASSWORD, "next": ARTICLE}
        answer = post(client, "/accounts/login/", fields)
        assert (answer.status_code, answer["Location"]) == (302, ARTICLE)
        assert signed_in(client) == bob
        assert login_of(client.session) is None

    def test_session_gets_a_new_id(self, bob: User) -> None:
        client = browser()
        client.get("/accounts/login/")
        client.session.save()
        before = client.session.session_key
        post(client, "/accounts/login/", {"login": "bob", "password": PASSWORD})
        assert client.session.session_key != before

    def test_wrong_password_says_so_and_keeps_the_name(self, bob: User) -> None:
        answer = post(browser(), "/accounts/login/", {"login": "bob", "password": "wrong"})
        assert b'value="bob"' in answer.content
        assert b"are not correct" in answer.content
        assert b"wrong" not in answer.content

    def test_answer_is_the_same_for_known_and_unknown_people(self, bob: User) -> None:
        known, unknown = (
            post(browser(), "/accounts/login/", {"login": login, "password": "wrong"})
            for login in ("bob@example.org", "nobody@example.org")
        )
        assert looks(known) == looks(unknown)

    def test_guessing_is_slowed_by_account(self, bob: User) -> None:
        for number in range(5):
            client = browser(REMOTE_ADDR=f"192.0.2.{number}")
            post(client, "/accounts/login/", {"login": "bob", "password": f"wrong {number}"})
        answer = post(browser(), "/accounts/login/", {"login": "bob", "password": PASSWORD})
        assert b"Too many failed login attempts" in answer.content

    def test_guessing_is_slowed_by_address(self, bob: User) -> None:
        for number in range(10):
            post(browser(), "/accounts/login/", {"login": f"name{number}", "password": "wrong"})
        answer = post(browser(), "/accounts/login/", {"login": "bob", "password": PASSWORD})
        assert b"Too many failed login attempts" in answer.content

    def test_asking_too_often_is_told_plainly(self) -> None:
        for _ in range(11):
            answer = post(browser(), "/accounts/password/reset/", {"email": "bob@example.org"})
        assert answer.status_code == 429
        assert b"Not so fast" in answer.content

    def test_staff_without_a_proven_address_is_let_in(self) -> None:
        client, author = browser(), make_author("anna")
        EmailAddress.objects.create(user=author, email=author.email, primary=True, verified=False)
        post(client, "/accounts/login/", {"login": "anna", "password": PASSWORD})
        assert signed_in(client) == author


class TestLogout:
    def test_link_only_asks(self, bob: User) -> None:
        client = browser()
        client.force_login(bob)
        assert client.get("/accounts/logout/").status_code == 200
        assert signed_in(client) == bob

    def test_button_logs_out_and_leads_back(self, bob: User) -> None:
        client = browser()
        client.force_login(bob)
        answer = post(client, "/accounts/logout/", {"next": ARTICLE})
        assert answer["Location"] == ARTICLE
        assert signed_in(client) is None

    def test_another_site_cannot_log_out(self, bob: User) -> None:
        client = browser()
        client.force_login(bob)
        assert client.post("/accounts/logout/").status_code == 403
        assert signed_in(client) == bob


class TestCode:
    def test_session_gets_a_new_id(self, bob: User) -> None:
        client = browser()
        post(client, "/accounts/login/code/", {"email": "bob@example.org"})
        before = client.session.session_key
        post(client, "/accounts/login/code/confirm/", {"code": newest_code()})
        assert signed_in(client) == bob
        assert client.session.session_key != before

    def test_code_logs_in(self, bob: User) -> None:
        client = browser()
        answer = post(client, "/accounts/login/code/", {"email": "bob@example.org", "next": ARTICLE})
        assert signed_in(client) is None
        answer = post(client, "/accounts/login/code/confirm/", {"code": newest_code(), "next": ARTICLE})
        assert answer["Location"] == ARTICLE
        assert signed_in(client) == bob

    def test_wrong_code_is_refused_and_the_third_ends_it(self, bob: User) -> None:
        client = browser()
        post(client, "/accounts/login/code/", {"email": "bob@example.org"})
        right = newest_code()
        for _ in range(3):
            post(client, "/accounts/login/code/confirm/", {"code": "WRNG-CDE"})
        assert client.get("/accounts/login/code/confirm/").status_code == 302
        client.post("/accounts/login/code/confirm/", {"code": right})
        assert signed_in(client) is None

    def test_code_works_in_its_own_browser_only(self, bob: User) -> None:
        post(browser(), "/accounts/login/code/", {"email": "bob@example.org"})
        code, other = newest_code(), browser()
        post(other, "/accounts/login/code/", {"email": "bob@example.org"})
        post(other, "/accounts/login/code/confirm/", {"code": code})
        assert signed_in(other) is None

    def test_answer_is_the_same_for_known_and_unknown_people(self, bob: User) -> None:
        answers = []
        for email in ("bob@example.org", "nobody@example.org"):
            client = browser()
            first = post(client, "/accounts/login/code/", {"email": email})
            answers.append((looks(first), looks(client.get(first["Location"]))))
        assert answers[0] == answers[1]
        assert len(mail.outbox) == 2

    @pytest.mark.parametrize("person", ["alice", "owner"])
    def test_who_works_here_gets_no_code_and_is_told_so(
        self, person: str, request: pytest.FixtureRequest
    ) -> None:
        user: User = request.getfixturevalue(person)
        client = browser()
        first = post(client, "/accounts/login/code/", {"email": user.email})
        second = client.get(first["Location"])
        other = browser()
        unknown = post(other, "/accounts/login/code/", {"email": "nobody@example.org"})
        assert looks(first) == looks(unknown)
        assert looks(second) == looks(other.get(unknown["Location"]))
        assert [message.to for message in mail.outbox] == [[user.email], ["nobody@example.org"]]
        assert "a password or a passkey only" in mail.outbox[0].body


class TestSignUp:
    FIELDS = {"display_name": "Ruth Reader", "email": "ruth@example.org", "password1": NEW_PASSWORD}

    def test_reader_signs_up_with_a_code(self) -> None:
        client = browser()
        answer = post(client, "/accounts/signup/", self.FIELDS | {"next": ARTICLE})
        assert answer["Location"].startswith("/accounts/confirm-email/")
        assert signed_in(client) is None
        answer = post(client, answer["Location"], {"code": newest_code()})
        assert answer["Location"] == ARTICLE
        user = signed_in(client)
        assert user is not None
        assert (str(user), user.username, user.email) == ("Ruth Reader", "ruth_reader", "ruth@example.org")
        assert EmailAddress.objects.get(user=user).verified

    def test_answer_is_the_same_for_known_and_unknown_people(self, bob: User) -> None:
        answers = []
        for email in ("bob@example.org", "nobody@example.org"):
            client = browser()
            first = post(client, "/accounts/signup/", self.FIELDS | {"email": email})
            answers.append((looks(first), looks(client.get(first["Location"]))))
        assert answers[0] == answers[1]
        assert User.objects.filter(email="bob@example.org").count() == 1

    @pytest.mark.parametrize("password", ["short", "qwerty123456", "1q2w3e4r5t6y", "ruth@example.org"])
    def test_weak_password_is_refused_next_to_its_field(self, password: str) -> None:
        answer = post(browser(), "/accounts/signup/", self.FIELDS | {"password1": password})
        page = answer.content.decode()
        assert 'id="id_password1_error"' in page
        assert 'value="Ruth Reader"' in page
        assert not User.objects.exists()

    def test_name_of_nothing_is_refused(self) -> None:
        answer = post(browser(), "/accounts/signup/", self.FIELDS | {"display_name": " \u202e\x07 "})
        assert 'id="id_display_name_error"' in answer.content.decode()

    def test_robot_that_fills_every_field_gets_no_account(self) -> None:
        post(browser(), "/accounts/signup/", self.FIELDS | {"homepage": "https://spam.example"})
        assert not User.objects.exists()


class TestPasswordReset:
    def test_answer_is_the_same_for_known_and_unknown_people(self, bob: User) -> None:
        known, unknown = (
            post(browser(), "/accounts/password/reset/", {"email": email})
            for email in ("bob@example.org", "nobody@example.org")
        )
        assert looks(known) == looks(unknown)

    def test_link_sets_a_new_password_once(self, bob: User) -> None:
        client = browser()
        post(client, "/accounts/password/reset/", {"email": "bob@example.org"})
        body = str(mail.outbox[-1].body)
        link = re.findall(r"http://127\.0\.0\.1:8000(/accounts/password/reset/key/\S+)", body)[0]
        form = client.get(link)["Location"]
        fields = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
        assert post(client, form, fields).status_code == 302
        bob.refresh_from_db()
        assert bob.check_password(NEW_PASSWORD)
        assert b"Bad Token" in browser().get(link).content

    def test_mail_speaks_of_this_blog(self, bob: User) -> None:
        post(browser(), "/accounts/password/reset/", {"email": "bob@example.org"})
        assert "example.com" not in str(mail.outbox[-1].body)


def test_mail_waits_in_the_outbox(bob: User, settings: Any) -> None:
    settings.MAILERS = {"default": {"BACKEND": "blog.outbox.OutboxBackend"}}
    post(browser(), "/accounts/login/code/", {"email": "bob@example.org"})
    assert OutgoingMail.objects.get().recipient == "bob@example.org"
