"""The stand-in as a provider: strict about every parameter, and on this machine only."""

import base64
import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client

from accounts.login_services import SERVICES
from accounts.stand_in import people, protocol
from tests.accounts.logins import Login, browser, post, query

pytestmark = pytest.mark.django_db
everywhere = pytest.mark.parametrize("service", SERVICES)
CALLBACK = "http://127.0.0.1:8009/accounts/x/login/callback/"
VERIFIER = "v" * 64
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
QUESTION = {
    "client_id": "another-blog",
    "redirect_uri": CALLBACK,
    "response_type": "code",
    "state": "the-state",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
}


def address(service: str, endpoint: str) -> str:
    path = "/".join(getattr(SERVICES[service], endpoint).split("/")[3:])
    return f"/stand-in/{service}/{path}"


def ask(service: str, **changes: str) -> Any:
    return browser().get(address(service, "authorize"), QUESTION | changes)


def new_code(service: str, **changes: str) -> str:
    answer = protocol.Question.read(SERVICES[service], QUESTION | changes)
    return protocol.new_code(SERVICES[service], answer, people.PEOPLE[0])


def exchange(service: str, used_code: str, **changes: str) -> Any:
    fields = {
        "grant_type": "authorization_code",
        "code": used_code,
        "client_id": "another-blog",
        "client_secret": "a secret of some length",
        "redirect_uri": CALLBACK,
        "code_verifier": VERIFIER,
    }
    return browser().post(address(service, "token"), fields | changes)


@everywhere
def test_page_says_plainly_that_it_is_not_the_service(service: str) -> None:
    page = ask(service).content.decode()
    assert f"This is not {SERVICES[service].name}" in page
    assert "Demonstration" in page
    assert all(person.name in page for person in people.PEOPLE)


def test_another_blog_may_be_answered() -> None:
    client = browser()
    url = f"{address('google', 'authorize')}?" + "&".join(f"{k}={v}" for k, v in QUESTION.items())
    answer = post(client, url, {"person": "2"})
    assert answer["Location"].startswith(f"{CALLBACK}?code=")
    assert query(answer["Location"])["state"] == "the-state"
    policy = ask("google")["Content-Security-Policy"]
    assert "form-action 'self' http://127.0.0.1:8009" in policy


def test_empty_name_is_asked_for_again() -> None:
    client = browser()
    login = Login.start(client, "google")
    answer = post(client, login.authorize_url, {"name": " \u200f "})
    assert answer.status_code == 400
    assert b"Please type a name" in answer.content


def test_page_cannot_be_sent_from_another_site() -> None:
    assert browser().post(address("google", "authorize") + "?x=1", {"person": "1"}).status_code == 403


def test_typed_name_is_the_same_person_every_time() -> None:
    assert people.person_called("Ida  B.") == people.person_called("Ida B.")
    assert people.person_called("nadia holm") == people.PEOPLE[0]
    assert people.person_called("Ida B.") != people.person_called("Ida C.")


@pytest.mark.parametrize(
    "changes",
    [
        {"redirect_uri": ""},
        {"redirect_uri": "https://evil.example/callback/"},
        {"redirect_uri": "http://127.0.0.1@evil.example/"},
        {"redirect_uri": "http://127.0.0.1.evil.example/"},
        {"redirect_uri": "http://127.0.0.1\\@evil.example/"},
        {"redirect_uri": "javascript://127.0.0.1/%0aalert(1)"},
        {"redirect_uri": "http://[::1"},
        {"redirect_uri": f"{CALLBACK}#part"},
        {"client_id": ""},
        {"state": ""},
        {"response_type": "token"},
        {"code_challenge_method": "plain"},
    ],
)
def test_wrong_question_is_never_answered_with_a_redirect(changes: dict[str, str]) -> None:
    answer = ask("google", **changes)
    assert answer.status_code == 400
    assert b"cannot be answered" in answer.content


def test_twitter_insists_on_pkce() -> None:
    assert ask("twitter", code_challenge="").status_code == 400


class TestToken:
    @everywhere
    def test_code_is_exchanged_once(self, service: str) -> None:
        code = new_code(service)
        assert exchange(service, code).json()["access_token"]
        again = exchange(service, code)
        assert (again.status_code, again.json()) == (400, {"error": "invalid_grant"})

    @pytest.mark.parametrize(
        ("changes", "status", "error"),
        [
            ({"code_verifier": "w" * 64}, 400, "invalid_grant"),
            ({"code_verifier": ""}, 400, "invalid_grant"),
            ({"redirect_uri": "http://127.0.0.1:8009/other/"}, 400, "invalid_grant"),
            ({"client_id": "yet-another-blog"}, 401, "invalid_client"),
            ({"client_secret": ""}, 401, "invalid_client"),
            ({"grant_type": "password"}, 400, "unsupported_grant_type"),
            ({"code": "made up"}, 400, "invalid_grant"),
        ],
    )
    def test_wrong_exchange_is_refused(self, changes: dict[str, str], status: int, error: str) -> None:
        answer = exchange("google", new_code("google"), **changes)
        assert (answer.status_code, answer.json()) == (status, {"error": error})

    def test_refused_exchange_does_not_use_the_code_up(self) -> None:
        code = new_code("google")
        exchange("google", code, code_verifier="wrong")
        assert exchange("google", code).status_code == 200

    def test_code_of_another_service_is_refused(self) -> None:
        assert exchange("google", new_code("twitter")).status_code == 400

    def test_code_expires(self, monkeypatch: pytest.MonkeyPatch) -> None:
        code = new_code("google")
        monkeypatch.setattr(protocol, "CODE_SECONDS", timedelta(0))
        assert exchange("google", code).status_code == 400

    def test_broken_basic_authorization_is_refused(self) -> None:
        fields = {"grant_type": "authorization_code", "code": new_code("twitter")}
        headers = {"authorization": "Basic !!!"}
        answer = browser().post(address("twitter", "token"), fields, headers=headers)
        assert answer.status_code == 401


class TestProfile:
    def profile(self, service: str, token: str) -> Any:
        headers = {"authorization": f"Bearer {token}"}
        return browser().get(address(service, "profile"), headers=headers)

    def token(self, service: str) -> str:
        return str(exchange(service, new_code(service)).json()["access_token"])

    def test_profiles_have_the_shapes_of_the_services(self) -> None:
        found = {service: self.profile(service, self.token(service)).json() for service in SERVICES}
        assert found == {
            "wordpress_com": {
                "ID": 10**15 + 1,
                "display_name": "Nadia Holm",
                "username": "nadia",
                "email": "nadia@stand-in.example",
                "email_verified": True,
            },
            "google": {
                "id": "stand-in-1",
                "name": "Nadia Holm",
                "email": "nadia@stand-in.example",
                "verified_email": True,
            },
            "twitter": {"data": {"id": "stand-in-1", "name": "Nadia Holm", "username": "nadia"}},
            "facebook": {"id": "stand-in-1", "name": "Nadia Holm", "email": "nadia@stand-in.example"},
        }

    def test_made_up_token_is_refused(self) -> None:
        assert self.profile("google", "made up").status_code == 401

    def test_token_of_another_service_is_refused(self) -> None:
        assert self.profile("google", self.token("twitter")).status_code == 401

    def test_code_is_no_token(self) -> None:
        assert self.profile("google", new_code("google")).status_code == 401

    def test_token_signed_by_somebody_else_is_refused(self) -> None:
        content = {"service": "google", "person": {"number": 1, "name": "Eve", "username": "eve"}}
        token = signing.dumps(content, key="another key", salt=protocol.TOKEN_SALT)
        assert self.profile("google", token).status_code == 401


class TestReach:
    def test_public_blog_has_no_stand_in(self, settings: Any) -> None:
        settings.IS_LOOPBACK = False
        for endpoint in ("authorize", "token", "profile"):
            assert browser().get(address("google", endpoint), QUESTION).status_code == 404

    @pytest.mark.parametrize("sender", ["192.0.2.7", "", "2001:db8::1"])
    def test_other_machines_do_not_reach_it(self, sender: str) -> None:
        client = browser(REMOTE_ADDR=sender)
        assert client.get(address("google", "authorize"), QUESTION).status_code == 404

    def test_other_hosts_do_not_reach_it(self, settings: Any) -> None:
        settings.ALLOWED_HOSTS = ["blog.example"]
        client = Client(headers={"host": "blog.example"})
        assert client.get(address("google", "authorize"), QUESTION).status_code == 404

    @pytest.mark.parametrize("header", ["x-forwarded-for", "x-forwarded-host", "forwarded", "x-real-ip"])
    def test_nothing_reaches_it_through_a_proxy(self, header: str) -> None:
        answer = browser().get(address("google", "authorize"), QUESTION, headers={header: "127.0.0.1"})
        assert answer.status_code == 404

    def test_unknown_paths_are_not_found(self) -> None:
        assert browser().get("/stand-in/google/other").status_code == 404
        assert browser().get("/stand-in/myspace/oauth2/authorize").status_code == 404

    def test_login_page_of_the_stand_in_is_never_kept(self) -> None:
        assert "no-store" in ask("google")["Cache-Control"]
