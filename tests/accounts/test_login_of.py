"""Which login a session shows."""

from collections.abc import Mapping

from django.contrib.sessions.backends.signed_cookies import SessionStore

from accounts.login_services import SERVICES, login_of

GOOGLE = {"method": "socialaccount", "provider": "google"}
PASSWORD = {"method": "password"}


def session(*records: Mapping[str, object]) -> SessionStore:
    store = SessionStore()
    store["account_authentication_methods"] = list(records)
    return store


def test_last_login_counts() -> None:
    assert login_of(session(PASSWORD, GOOGLE)) == SERVICES["google"]
    assert login_of(session(GOOGLE, PASSWORD)) is None
    assert login_of(session()) is None


def test_second_factor_and_a_password_asked_again_are_no_logins() -> None:
    again = PASSWORD | {"reauthenticated": True}
    assert login_of(session(GOOGLE, {"method": "mfa", "type": "totp"}, again)) == SERVICES["google"]
