"""Where one is logged in: every browser is listed, any of them can be ended, and nothing is kept after."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.sessions import browser_name
from blog.serving.worker import forget_sessions
from tests.accounts.logins import browser, log_in, post
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

PAGE = "/accounts/sessions/"
PROFILE = "/accounts/profile/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"


def signed_in(person: User, agent: str = FIREFOX) -> Client:
    """Log in with the password, as a browser does."""
    client = browser(HTTP_USER_AGENT=agent)
    answer = post(client, "/accounts/login/", {"login": person.username, "password": PASSWORD})
    assert answer.status_code == 302
    return client


@pytest.fixture
def proven(bob: User) -> User:
    """Bob, whose address is verified."""
    bob.emailaddress_set.create(email=bob.email, verified=True, primary=True)  # type: ignore[attr-defined]
    return bob


def is_signed_in(client: Client) -> bool:
    return bool(client.get(PROFILE).status_code == 200)


def test_every_browser_is_listed_with_its_address(proven: User) -> None:
    signed_in(proven, IPHONE)
    page = signed_in(proven).get(PAGE).content.decode()
    assert "Firefox, Linux</strong> (this browser)" in page
    assert "Safari, iPhone</strong>\n" in page
    assert page.count("127.0.0.1") >= 2


def test_login_with_a_service_is_listed() -> None:
    client = browser(HTTP_USER_AGENT=FIREFOX)
    log_in(client, "google")
    assert "Firefox, Linux</strong> (this browser)" in client.get(PAGE).content.decode()


def test_login_of_the_admin_is_listed(alice: User) -> None:
    client = browser(HTTP_USER_AGENT=FIREFOX)
    post(client, "/admin/login/", {"username": "alice", "password": PASSWORD})
    assert UserSession.objects.get(user=alice).session_key == client.session.session_key


def test_one_browser_is_logged_out_and_its_traces_go(proven: User) -> None:
    phone, desk = signed_in(proven, IPHONE), signed_in(proven)
    row = UserSession.objects.get(session_key=phone.session.session_key)
    assert post(desk, PAGE, {"session": str(row.pk)}).status_code == 302
    assert (is_signed_in(phone), is_signed_in(desk)) == (False, True)
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [desk.session.session_key]


def test_all_other_browsers_are_logged_out(proven: User) -> None:
    others = [signed_in(proven, IPHONE) for _ in range(2)]
    desk = signed_in(proven)
    post(desk, PAGE, {"session": "others"})
    assert [is_signed_in(client) for client in [*others, desk]] == [False, False, True]
    assert Session.objects.filter(session_key__in=[desk.session.session_key]).exists()


def test_login_of_somebody_else_cannot_be_ended(proven: User, alice: User) -> None:
    admin = browser()
    post(admin, "/admin/login/", {"username": "alice", "password": PASSWORD})
    row = UserSession.objects.get(user=alice)
    post(signed_in(proven), PAGE, {"session": str(row.pk)})
    assert UserSession.objects.filter(pk=row.pk).exists()
    assert admin.get("/admin/").status_code == 200


@pytest.mark.parametrize("number", ["", "-1", "x", "9" * 40, "\u0663", "0"])
def test_odd_numbers_end_nothing(proven: User, number: str) -> None:
    phone, desk = signed_in(proven, IPHONE), signed_in(proven)
    assert post(desk, PAGE, {"session": number}).status_code == 302
    assert is_signed_in(phone)


def test_post_without_the_token_ends_nothing(proven: User) -> None:
    phone, desk = signed_in(proven, IPHONE), signed_in(proven)
    assert desk.post(PAGE, {"session": "others"}).status_code == 403
    assert is_signed_in(phone)


def test_list_leaves_out_what_a_new_password_has_ended(proven: User) -> None:
    signed_in(proven, IPHONE)
    proven.set_password("another long passphrase")
    proven.save()
    client = browser(HTTP_USER_AGENT=FIREFOX)
    post(client, "/accounts/login/", {"login": "bob", "password": "another long passphrase"})
    assert "iPhone" not in client.get(PAGE).content.decode()


def test_logout_forgets_address_and_browser(proven: User) -> None:
    client = signed_in(proven)
    assert UserSession.objects.count() == 1
    post(client, "/accounts/logout/", page=PROFILE)
    assert UserSession.objects.count() == 0


def test_housekeeping_forgets_what_ended_by_itself(proven: User) -> None:
    client = signed_in(proven)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    forget_sessions()
    assert UserSession.objects.count() == 0
    assert not is_signed_in(client)


def test_list_takes_the_same_queries_for_any_number(proven: User, django_assert_num_queries: Any) -> None:
    desk = signed_in(proven)
    for _ in range(5):
        signed_in(proven, IPHONE)
    desk.get(PAGE)
    with django_assert_num_queries(5):
        desk.get(PAGE)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox, Linux"),
        (IPHONE, "Safari, iPhone"),
        ("curl/8.5", "An unknown browser"),
        ("", "An unknown browser"),
        ("<script>Windows", "Windows"),
    ],
)
def test_browsers_are_named_by_what_they_say(agent: str, name: str) -> None:
    assert browser_name(agent) == name
