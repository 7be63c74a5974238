"""A whole login with each service: new and returning people, refusals, and what a session remembers."""

from typing import Any
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.auth import get_user_model
from django.test import Client

from accounts.login_services import SERVICES, login_of
from accounts.models import User
from tests.accounts.logins import ARTICLE, Login, browser, log_in, post, query
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
everywhere = pytest.mark.parametrize("service", SERVICES)


def signed_in(client: Client) -> User | None:
    key = client.session.get("_auth_user_id")
    return get_user_model().objects.get(pk=key) if key else None


@everywhere
def test_new_person_comes_back_to_the_form(service: str) -> None:
    client = browser()
    answer = log_in(client, service)
    assert (answer.status_code, answer["Location"]) == (302, ARTICLE)
    user = signed_in(client)
    assert user is not None
    assert user.display_name == "Nadia Holm"
    assert not user.has_usable_password()
    assert not user.is_staff
    assert SocialAccount.objects.get(user=user).provider == SERVICES[service].provider_id


@everywhere
def test_returning_person_is_the_same_person(service: str) -> None:
    log_in(browser(), service)
    client = browser()
    log_in(client, service)
    assert User.objects.get() == signed_in(client)


@everywhere
def test_session_remembers_the_service(service: str) -> None:
    client = browser()
    log_in(client, service)
    assert login_of(client.session) is SERVICES[service]


def test_typed_name_is_taken_over() -> None:
    client = browser()
    log_in(client, "facebook", name="  Zoë  “Zo” Ångström\u202e ")
    assert str(signed_in(client)) == "Zoë “Zo” Ångström"


def test_two_people_of_one_name_at_two_services_stay_two() -> None:
    log_in(browser(), "twitter")
    log_in(browser(), "google")
    assert [str(user) for user in User.objects.all()] == ["Nadia Holm", "Nadia Holm"]
    assert len({user.username for user in User.objects.all()}) == 2


def test_twitter_gives_no_address() -> None:
    log_in(browser(), "twitter")
    assert User.objects.get().email == ""
    assert not EmailAddress.objects.exists()


@pytest.mark.parametrize(
    ("service", "is_verified"), [("google", True), ("wordpress_com", True), ("facebook", False)]
)
def test_address_is_as_proven_as_the_service_says(service: str, is_verified: bool) -> None:
    log_in(browser(), service)
    address = EmailAddress.objects.get()
    assert (address.email, address.verified) == ("nadia@stand-in.example", is_verified)


def test_login_name_tells_nothing_of_the_address() -> None:
    log_in(browser(), "google", name="Ноно")
    assert "stand" not in User.objects.get().username
    assert User.objects.get().username.startswith("reader")


def test_no_token_of_the_service_is_kept() -> None:
    log_in(browser(), "google")
    assert not SocialToken.objects.exists()


def test_session_gets_a_new_id_at_login() -> None:
    client = browser()
    login = Login.start(client, "google")
    before = client.session.session_key
    login.finish()
    assert client.session.session_key != before
    assert signed_in(client)


def test_change_logs_in_as_somebody_else() -> None:
    client = browser()
    log_in(client, "google")
    log_in(client, "twitter", person="2")
    assert str(signed_in(client)) == "Samuel Okoro"
    assert login_of(client.session) is SERVICES["twitter"]


def test_pop_up_ends_on_the_page_that_closes_it() -> None:
    client = browser()
    answer = Login.start(client, "google", popup="1").finish()
    assert answer["Location"] == f"/accounts/connect/done/?next={quote(ARTICLE, safe='')}"
    page = client.get(answer["Location"]).content.decode()
    assert 'id="login-done"' in page
    assert f'href="{ARTICLE}"' in page


def test_end_of_the_pop_up_tells_nothing_when_nobody_is_signed_in() -> None:
    assert b'id="login-done"' not in browser().get("/accounts/connect/done/").content


class TestRefusals:
    @everywhere
    def test_denied_login_says_so_and_leads_back(self, service: str) -> None:
        client = browser()
        answer = Login.start(client, service).finish(cancel="1")
        assert answer.status_code == 200
        assert b"You are not logged in" in answer.content
        assert f'href="{ARTICLE}"' in answer.content.decode()
        assert signed_in(client) is None

    def test_denied_login_in_a_pop_up_can_close_it(self) -> None:
        page = Login.start(browser(), "google", popup="1").finish(cancel="1").content.decode()
        assert f'href="{ARTICLE}" data-close' in page

    @pytest.mark.parametrize("state", ["", "x" * 16])
    def test_wrong_state_is_refused(self, state: str) -> None:
        client = browser()
        url = Login.start(client, "google").choose(person="1")
        answer = client.get(url.replace(query(url)["state"], state))
        assert answer.status_code == 400
        assert b"This login is no longer open" in answer.content
        assert signed_in(client) is None

    def test_answer_to_another_browser_is_refused(self) -> None:
        """Login CSRF: Bob is sent an address that would log him in as Nadia."""
        url = Login.start(browser(), "google").choose(person="1")
        bob = browser()
        Login.start(bob, "google")
        assert bob.get(url).status_code == 400
        assert signed_in(bob) is None

    def test_answer_to_another_service_is_refused(self) -> None:
        client = browser()
        url = Login.start(client, "facebook").choose(person="1")
        assert client.get(url.replace("/facebook/", "/google/")).status_code == 400

    def test_answer_works_once(self) -> None:
        client = browser()
        url = Login.start(client, "google").choose(person="1")
        assert client.get(url).status_code == 302
        assert client.get(url).status_code == 400

    def test_code_of_another_login_is_refused(self) -> None:
        """PKCE: a stolen code is worth nothing in the thief's session."""
        stolen = query(Login.start(browser(), "twitter").choose(person="1"))["code"]
        thief = browser()
        url = Login.start(thief, "twitter").choose(person="2")
        answer = thief.get(url.split("?")[0], query(url) | {"code": stolen})
        assert answer.status_code == 502
        assert signed_in(thief) is None

    def test_id_token_with_another_nonce_is_refused(self) -> None:
        client = browser()
        login = Login.start(client, "google")
        login.authorize_url = login.authorize_url.replace(query(login.authorize_url)["nonce"], "another")
        answer = login.finish(person="1")
        assert answer.status_code == 400
        assert signed_in(client) is None
        assert not User.objects.exists()

    def test_service_that_is_down_is_told_plainly(self, settings: Any) -> None:
        settings.LOGIN_SERVICES = settings.LOGIN_SERVICES | {
            "google": {"client_id": "a", "secret": "b", "base_url": "http://127.0.0.1:9"}
        }
        client = browser()
        state = query(Login.start(client, "google").authorize_url)["state"]
        answer = client.get(f"/accounts/google/login/callback/?code=x&state={state}")
        assert answer.status_code == 502
        assert b"Google did not log you in" in answer.content
        assert f'href="{ARTICLE}"' in answer.content.decode()

    def test_inactive_person_stays_out(self) -> None:
        log_in(browser(), "google")
        User.objects.update(is_active=False)
        client = browser()
        assert log_in(client, "google")["Location"] == "/accounts/inactive/"
        assert signed_in(client) is None


class TestWayBack:
    @pytest.mark.parametrize(
        "evil",
        [
            "https://evil.example/",
            "//evil.example/",
            "/\\evil.example/",
            "\\\\evil.example",
            "javascript:alert(1)",
            "http:evil.example",
            "/\tevil",
            "http://127.0.0.1:8000@evil.example/",
            "/" + "x" * 3000,
        ],
    )
    def test_login_never_leads_to_another_site(self, evil: str) -> None:
        client = browser()
        assert Login.start(client, "google", next=evil).finish()["Location"] == "/"
        page = client.get(f"/accounts/connect/google/?next={quote(evil)}").content.decode()
        assert "evil" not in page
        done = client.get(f"/accounts/connect/done/?next={quote(evil)}").content.decode()
        assert "evil" not in done

    def test_local_login_never_leads_to_another_site(self, bob: User) -> None:
        for evil in ("https://evil.example/", "//evil.example", "http://localhost/x"):
            client = browser()
            fields = {"login": "bob", "password": PASSWORD, "next": evil}
            assert post(client, "/accounts/login/", fields)["Location"] == "/"
