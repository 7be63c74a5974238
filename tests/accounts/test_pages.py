"""The pages of people: every one renders; the account page; pictures; what templates are told."""

import pytest
from django.template import Context, Template
from django.urls import reverse

from accounts.login_services import SERVICES, LoginService
from accounts.models import User
from accounts.names import clean_name, initials
from blog.models import SiteSettings
from tests.accounts.logins import browser, log_in

pytestmark = pytest.mark.django_db

PAGES_OF_GUESTS = [
    "/accounts/login/",
    "/accounts/login/?next=/2019/",
    "/accounts/signup/",
    "/accounts/login/code/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/done/",
    "/accounts/password/reset/key/1-x/",
    "/accounts/inactive/",
    "/accounts/connect/google/",
    "/accounts/connect/twitter/?popup=1&next=/",
    "/accounts/connect/done/",
]
PAGES_OF_READERS = [
    "/accounts/profile/",
    "/accounts/services/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/logout/",
    "/accounts/2fa/",
    "/accounts/reauthenticate/",
    "/accounts/connect/google/?process=connect",
]


@pytest.mark.parametrize("url", PAGES_OF_GUESTS)
def test_guest_sees_the_page(url: str) -> None:
    answer = browser().get(url)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert page.count("<h1") == 1
    assert " style=" not in page
    assert "noindex" in page


@pytest.mark.parametrize("url", PAGES_OF_READERS)
def test_reader_sees_the_page(bob: User, url: str) -> None:
    client = browser()
    client.force_login(bob)
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.content.decode().count("<h1") == 1


@pytest.mark.parametrize("url", ["/", "/2019/05/", "/nothing/here/"])
def test_login_leads_back_to_where_it_was_asked_for(url: str) -> None:
    assert f'href="/accounts/login/?next={url}"' in browser().get(url).content.decode()


def test_login_does_not_lead_back_to_a_page_of_logins() -> None:
    assert 'href="/accounts/login/"' in browser().get("/accounts/signup/").content.decode()


def test_call_to_action_stays_off_the_pages_of_logins() -> None:
    SiteSettings(call_to_action_text="Create your website").save()
    assert "Create your website" in browser().get("/").content.decode()
    assert "Create your website" not in browser().get("/accounts/login/").content.decode()


@pytest.mark.parametrize("url", PAGES_OF_READERS[:6])
def test_guest_is_asked_to_log_in(url: str) -> None:
    answer = browser().get(url)
    assert answer.status_code == 302


def test_secret_of_the_second_factor_is_drawn_within_the_page(bob: User) -> None:
    """A ``data:`` picture would be against the policy."""
    client = browser()
    log_in(client, "google")
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    assert "<svg" in page
    assert "<?xml" not in page
    assert "data:" not in page


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("  Ada \n Marlow ", "Ada Marlow"),
        ("A\u202eB\x00C", "ABC"),
        ("x" * 300, "x" * 245),
        (None, ""),
        (["a"], ""),
        ("\ud800", ""),
    ],
)
def test_names_are_made_fit(given: object, kept: str) -> None:
    assert clean_name(given) == kept


@pytest.mark.parametrize(("name", "letters"), [("Ada Marlow", "AM"), ("ada", "A"), ("", "?"), ("ß x", "SS")])
def test_initials_are_the_first_letters(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_login_page_passes_the_way_back_on() -> None:
    page = browser().get("/accounts/login/?next=/2019/%23respond").content.decode()
    assert 'href="/accounts/connect/google/?next=%2F2019%2F%23respond"' in page
    assert 'href="/accounts/signup/?next=%2F2019%2F%23respond"' in page
    assert 'href="/accounts/login/code/?next=%2F2019%2F%23respond"' in page


class TestTemplateTags:
    def test_services_are_listed_in_order(self) -> None:
        template = Template(
            "{% load login_options %}{% login_services as services %}"
            "{% for each in services %}{{ each.name }}={{ each.start_url }} {% endfor %}"
        )
        assert template.render(Context()) == (
            "WordPress.com=/accounts/connect/wordpress_com/ Google=/accounts/connect/google/ "
            "Twitter=/accounts/connect/twitter/ Facebook=/accounts/connect/facebook/ "
        )


@pytest.mark.parametrize("service", SERVICES.values(), ids=lambda service: service.key)
def test_every_service_has_the_addresses_that_allauth_asks_for(service: LoginService) -> None:
    assert reverse(f"{service.provider_id}_login")
    assert reverse(f"{service.provider_id}_callback")
