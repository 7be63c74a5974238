"""Where a login leads, with keys, with another origin, and without either."""

from typing import Any

import pytest
from allauth.socialaccount.providers.facebook.views import FacebookOAuth2Adapter
from allauth.socialaccount.providers.google.views import GoogleOAuth2Adapter
from allauth.socialaccount.providers.twitter_oauth2.views import TwitterOAuth2Adapter

from accounts.login_services import SERVICES, services_on
from tests.accounts.logins import KEYS, NO_KEYS, Login, browser, query

pytestmark = pytest.mark.django_db


@pytest.fixture
def _keys(settings: Any) -> None:
    settings.LOGIN_SERVICES = dict.fromkeys(SERVICES, KEYS)


@pytest.mark.usefixtures("_keys")
class TestWithKeys:
    @pytest.mark.parametrize(
        ("service", "address", "scope"),
        [
            ("wordpress_com", "https://public-api.wordpress.com/oauth2/authorize", {"auth"}),
            ("google", "https://accounts.google.com/o/oauth2/v2/auth", {"openid", "profile", "email"}),
            ("twitter", "https://x.com/i/oauth2/authorize", {"users.read", "tweet.read"}),
            ("facebook", "https://www.facebook.com/v26.0/dialog/oauth", {"email"}),
        ],
    )
    def test_login_leads_to_the_service(self, service: str, address: str, scope: set[str]) -> None:
        url = Login.start(browser(), service).authorize_url
        params = query(url)
        provider_id = SERVICES[service].provider_id
        assert url.startswith(f"{address}?")
        assert params["client_id"] == "the-client"
        assert params["response_type"] == "code"
        assert params["redirect_uri"] == f"http://127.0.0.1:8000/accounts/{provider_id}/login/callback/"
        assert set(params["scope"].replace(",", " ").split()) == scope
        assert len(params["state"]) >= 16

    @pytest.mark.parametrize("service", ["google", "twitter"])
    def test_code_is_bound_to_the_session_by_pkce(self, service: str) -> None:
        params = query(Login.start(browser(), service).authorize_url)
        assert params["code_challenge_method"] == "S256"
        assert len(params["code_challenge"]) == 43

    def test_google_gets_a_nonce(self) -> None:
        first, second = (query(Login.start(browser(), "google").authorize_url)["nonce"] for _ in range(2))
        assert len(first) == 32
        assert first != second

    def test_visitor_cannot_ask_the_service_for_more(self) -> None:
        client = browser()
        url = "/accounts/connect/google/?scope=drive&auth_params=prompt%3Dnone&action=reauthenticate"
        client.get(url)
        token = client.cookies["csrftoken"].value
        answer = client.post(url, {"csrfmiddlewaretoken": token, "scope": "drive"})
        params = query(answer["Location"])
        assert "drive" not in params["scope"]
        assert "prompt" not in params

    def test_policy_lets_the_form_lead_to_the_service_and_nowhere_else(self) -> None:
        policy = browser().get("/accounts/connect/twitter/")["Content-Security-Policy"]
        assert "form-action 'self' https://x.com;" in f"{policy};"

    def test_page_does_not_speak_of_a_demonstration(self) -> None:
        assert b"demonstration" not in browser().get("/accounts/connect/twitter/").content

    def test_service_never_sees_the_secret_in_the_address(self) -> None:
        assert KEYS["secret"] not in Login.start(browser(), "google").authorize_url


@pytest.mark.parametrize(
    ("service", "theirs"),
    [("google", GoogleOAuth2Adapter), ("twitter", TwitterOAuth2Adapter), ("facebook", FacebookOAuth2Adapter)],
)
def test_addresses_are_those_that_allauth_knows(service: str, theirs: Any) -> None:
    ours = SERVICES[service]
    profile_url = {"google": "identity_url", "twitter": "profile_url"}.get(service)
    assert (ours.authorize, ours.token) == (theirs.authorize_url, theirs.access_token_url)
    assert profile_url is None or ours.profile == getattr(theirs, profile_url)


@pytest.mark.parametrize("service", SERVICES)
def test_another_origin_keeps_the_path(settings: Any, service: str) -> None:
    settings.LOGIN_SERVICES = dict.fromkeys(SERVICES, KEYS | {"base_url": "http://127.0.0.1:9000"})
    url = Login.start(browser(), service).authorize_url
    real = SERVICES[service].authorize.split("/", 3)[3]
    assert url.startswith(f"http://127.0.0.1:9000/{real}?")


@pytest.mark.parametrize("service", SERVICES)
def test_without_keys_the_stand_in_takes_the_place(service: str) -> None:
    url = Login.start(browser(), service).authorize_url
    real = SERVICES[service].authorize.split("/", 3)[3]
    assert url.startswith(f"http://127.0.0.1:8000/stand-in/{service}/{real}?")


def test_public_blog_without_keys_has_no_services(settings: Any) -> None:
    settings.IS_LOOPBACK = False
    settings.LOGIN_SERVICES = dict.fromkeys(SERVICES, NO_KEYS)
    assert services_on() == []
    client = browser()
    assert client.get("/accounts/connect/google/").status_code == 404
    assert client.get("/accounts/google/login/callback/?code=x&state=y").status_code == 404


def test_public_blog_has_the_services_with_keys(settings: Any) -> None:
    settings.IS_LOOPBACK = False
    settings.LOGIN_SERVICES = dict.fromkeys(SERVICES, NO_KEYS) | {"twitter": KEYS}
    assert [service.name for service in services_on()] == ["Twitter"]
    assert not SERVICES["twitter"].is_stand_in


def test_unknown_service_is_not_found() -> None:
    assert browser().get("/accounts/connect/myspace/").status_code == 404


def test_login_does_not_start_by_a_link() -> None:
    answer = browser().get("/accounts/google/login/?next=/")
    assert answer.status_code == 200
    assert b"Continue to Google" in answer.content


def test_login_does_not_start_from_another_site() -> None:
    assert browser().post("/accounts/connect/google/", {"next": "/"}).status_code == 403
