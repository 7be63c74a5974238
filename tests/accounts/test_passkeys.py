"""What somebody sends in place of a passkey's answer is refused, and never an error of ours."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator

from accounts.models import User
from tests.accounts.logins import browser, post
from tests.accounts.test_service_login import signed_in
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/2fa/webauthn/login/"
ADD = "/accounts/2fa/webauthn/add/"
HOSTILE: list[Any] = [
    "",
    "no JSON",
    "[" * 100_000,
    json.dumps({"id": "\x00", "response": {}}),
    "\x00",
    "null",
    "[]",
    "7",
    '"text"',
    "{}",
    json.dumps({"id": "\ud800", "response": {}}),
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": []}),
    json.dumps(
        {
            "id": "AA",
            "rawId": "AA",
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": "e30",
                "authenticatorData": "AA",
                "attestationObject": "AA",
                "signature": "AA",
                "userHandle": "MTAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw",
            },
        }
    ),
    "x" * 100_000,
]


@pytest.mark.parametrize("credential", HOSTILE, ids=range(len(HOSTILE)))
def test_login_with_nonsense_leads_back_to_the_login(credential: str) -> None:
    client = browser()
    client.get(LOGIN, headers={"accept": "application/json"})
    answer = post(client, LOGIN, {"credential": credential}, page="/accounts/login/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    assert signed_in(client) is None


@pytest.mark.parametrize("credential", HOSTILE, ids=range(len(HOSTILE)))
def test_adding_nonsense_shows_the_form_again(bob: User, credential: str) -> None:
    client = browser()
    post(client, "/accounts/login/", {"login": "bob", "password": PASSWORD})
    post(client, f"/accounts/reauthenticate/?next={ADD}", {"password": PASSWORD})
    answer = post(client, ADD, {"credential": credential, "name": "x" * 300, "passwordless": "on"})
    assert answer.status_code == 200
    assert b"errorlist" in answer.content


def test_passkeys_of_others_are_not_found(bob: User, alice: User) -> None:
    from_alice = Authenticator.objects.create(
        user=alice, type=Authenticator.Type.WEBAUTHN, data={"name": "hers", "credential": {}}
    )
    client = browser()
    post(client, "/accounts/login/", {"login": "bob", "password": PASSWORD})
    post(client, "/accounts/reauthenticate/", {"password": PASSWORD})
    for act in ("edit", "remove"):
        assert client.get(f"/accounts/2fa/webauthn/{act}/{from_alice.pk}/").status_code == 404


def test_asking_for_a_login_tells_nothing_of_who_has_a_passkey() -> None:
    answer = browser().get(LOGIN, headers={"accept": "application/json"})
    assert answer.json()["request_options"]["publicKey"].get("allowCredentials") in (None, [])
