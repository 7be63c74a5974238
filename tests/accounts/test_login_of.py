"""Which login a session shows."""

from collections.abc import Mapping

import pytest
from django.contrib.sessions.backends.signed_cookies import SessionStore

from accounts.login_services import SERVICES, is_login_of_staff, login_of

GOOGLE = {"method": "socialaccount", "provider": "google"}
PASSWORD: dict[str, object] = {"method": "password"}
APP = {"method": "mfa", "type": "totp"}
KEY: dict[str, object] = {"method": "mfa", "type": "webauthn"}
PASSKEY = KEY | {"passwordless": True}
AGAIN = {"reauthenticated": True}


def session(*records: Mapping[str, object]) -> SessionStore:
    store = SessionStore()
    store["account_authentication_methods"] = list(records)
    return store


def test_last_login_counts() -> None:
    assert login_of(session(PASSWORD, GOOGLE)) == SERVICES["google"]
    assert login_of(session(GOOGLE, PASSWORD)) is None
    assert login_of(session()) is None


def test_second_factor_and_a_password_asked_again_are_no_logins() -> None:
    assert login_of(session(GOOGLE, APP, PASSWORD | AGAIN)) == SERVICES["google"]


def test_passkey_is_a_login_of_its_own() -> None:
    assert login_of(session(GOOGLE, PASSKEY)) is None


@pytest.mark.parametrize(
    "records",
    [(), (PASSWORD,), (PASSWORD, APP), (PASSKEY,), (GOOGLE, PASSWORD | AGAIN), (GOOGLE, KEY | AGAIN)],
)
def test_password_and_passkey_are_logins_of_staff(records: tuple[Mapping[str, object], ...]) -> None:
    assert is_login_of_staff(session(*records))


@pytest.mark.parametrize(
    "records",
    [(GOOGLE,), (GOOGLE, APP), ({"method": "code"},), (PASSWORD, GOOGLE), (GOOGLE, APP | AGAIN)],
)
def test_service_code_and_app_are_not(records: tuple[Mapping[str, object], ...]) -> None:
    assert not is_login_of_staff(session(*records))
