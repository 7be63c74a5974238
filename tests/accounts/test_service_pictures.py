"""Pictures at login services: fetched once by the worker from a real server, never over a person's choice."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image

from accounts.login_services import SERVICES
from accounts.models import User
from accounts.service_pictures import ask_once, fetch_picture
from blog.serving.worker import run_tasks
from tests.accounts.logins import KEYS, Login, browser, post, query
from tests.accounts.test_profile import picture
from tests.strange_server import Script, StrangeServer, answer, endless, redirect, strange_server

pytestmark = pytest.mark.django_db
by_the_worker = pytest.mark.django_db(transaction=True)  # which has connections of its own
TOKEN = answer(json.dumps({"access_token": "a-token", "token_type": "bearer"}).encode(), "application/json")
# A PNG that says it is 50,000 pixels wide and high.
BOMB = picture()[:16] + (50_000).to_bytes(4) * 2 + picture()[24:]
ADDRESS = "/the-picture?size=96"


@pytest.fixture
def service(settings: Any) -> Iterator[StrangeServer]:
    """A server in the place of all four services, with a picture."""
    scripts: dict[str, Script] = {ADDRESS: answer(picture("JPEG", exif=_secret()), "image/jpeg")}
    with strange_server(scripts) as server:
        keys = {"client_id": "a", "secret": "b", "base_url": server.origin}
        settings.LOGIN_SERVICES = dict.fromkeys(SERVICES, keys)
        yield server


def _secret() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = "a secret place"
    return exif


def profile_of(service_key: str, address: str) -> dict[str, Any]:
    """Return a profile with a picture, in the shape of the service."""
    profiles: dict[str, dict[str, Any]] = {
        "wordpress_com": {"ID": 7, "display_name": "Nadia Holm", "avatar_URL": address},
        "google": {"id": "7", "name": "Nadia Holm", "picture": address},
        "twitter": {
            "data": {"id": "7", "name": "Nadia Holm", "username": "nadia", "profile_image_url": address}
        },
        "facebook": {
            "id": "7",
            "name": "Nadia Holm",
            "picture": {"data": {"url": address, "is_silhouette": False}},
        },
    }
    return profiles[service_key]


def log_in(server: StrangeServer, service_key: str, address: str = "") -> None:
    """Log in once, over the server's sockets."""
    service = SERVICES[service_key]
    profile = profile_of(service_key, address or server.origin + ADDRESS)
    scripts: Any = server.scripts
    scripts["/" + service.token.split("/", 3)[3]] = TOKEN
    scripts["/" + service.profile.split("/", 3)[3]] = answer(json.dumps(profile).encode(), "application/json")
    client = browser()
    state = query(Login.start(client, service_key).authorize_url)["state"]
    back = client.get(f"/accounts/{service.provider_id}/login/callback/?code=c&state={state}")
    assert back.status_code == 302


def times_asked(server: StrangeServer) -> int:
    return sum(head.startswith("GET /the-picture") for head in server.asked)


def account_of(person: User, address: object, provider: str = "google") -> SocialAccount:
    return SocialAccount.objects.create(
        user=person, provider=provider, uid="7", extra_data={"picture": address}
    )


@by_the_worker
@pytest.mark.parametrize("service_key", SERVICES)
def test_picture_of_the_service_becomes_our_own_file(service: StrangeServer, service_key: str) -> None:
    log_in(service, service_key)
    person = User.objects.get()
    assert not person.avatar
    assert times_asked(service) == 0, "the person does not wait for it"
    assert run_tasks()
    person.refresh_from_db()
    with person.avatar.open() as file:
        data = file.read()
    assert Image.open(io.BytesIO(data)).size == (256, 256)
    assert b"secret" not in data
    assert str(person.avatar).endswith(".webp")


@by_the_worker
def test_picture_is_fetched_once(service: StrangeServer) -> None:
    for _ in range(3):
        log_in(service, "google")
        run_tasks()
    assert times_asked(service) == 1


@by_the_worker
def test_service_gets_no_token_and_no_cookie_with_the_question(service: StrangeServer) -> None:
    log_in(service, "google")
    run_tasks()
    asked = next(head for head in service.asked if head.startswith("GET /the-picture"))
    assert "a-token" not in asked
    assert "cookie" not in asked.lower()
    assert "authorization" not in asked.lower()


@by_the_worker
class TestChoice:
    def test_own_picture_is_never_replaced(self, service: StrangeServer, bob: User) -> None:
        account = account_of(bob, service.origin + ADDRESS)
        ask_once(bob, account)
        own = self.send(bob, picture=SimpleUploadedFile("a.png", picture()))
        run_tasks()
        bob.refresh_from_db()
        assert bob.avatar == own
        ask_once(bob, account_of(bob, service.origin + "/other", "facebook"))
        assert not run_tasks()

    def test_who_has_removed_the_picture_keeps_the_initials(self, service: StrangeServer) -> None:
        log_in(service, "google")
        run_tasks()
        person = User.objects.get()
        self.send(person, remove_picture="on")
        log_in(service, "google", f"{service.origin}/another-picture")
        assert not run_tasks()
        person.refresh_from_db()
        assert not person.avatar

    def test_own_picture_can_follow_the_initials(self, service: StrangeServer, bob: User) -> None:
        bob.change_picture(None)
        assert self.send(bob, picture=SimpleUploadedFile("a.png", picture()))

    def send(self, person: User, **fields: Any) -> Any:
        client = browser()
        client.force_login(person)
        fields = {"display_name": "Bob", "website": ""} | fields
        assert post(client, "/accounts/profile/", fields).status_code == 302
        person.refresh_from_db()
        return person.avatar


class TestRefusals:
    @pytest.mark.parametrize(
        "script",
        [
            redirect("http://169.254.169.254/latest/meta-data/"),
            redirect("http://127.0.0.1:5432/"),
            answer(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
            answer(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png"),
            answer(b"<html>", "text/html"),
            answer(BOMB),
            answer(picture()[:200]),
            answer(b"x" * (2 * 2**20 + 1)),
            endless(b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n", bytes(65_536)),
            answer(status="404 Not Found"),
        ],
    )
    def test_what_is_no_picture_leaves_the_initials(
        self, service: StrangeServer, bob: User, script: Any
    ) -> None:
        scripts: Any = service.scripts
        scripts[ADDRESS] = script
        fetch_picture.call(account_of(bob, service.origin + ADDRESS).pk)
        bob.refresh_from_db()
        assert times_asked(service) == 1
        assert not bob.avatar
        assert not DBTaskResult.objects.exists()

    @pytest.mark.parametrize(
        "address", ["http://127.0.0.1:{port}/x", "https://localhost/", "file:///etc/passwd"]
    )
    def test_address_inside_is_not_asked(self, service: StrangeServer, bob: User, address: str) -> None:
        with strange_server({}) as inside:
            fetch_picture.call(account_of(bob, address.format(port=inside.port)).pk)
        assert inside.asked == service.asked == []

    def test_own_machine_is_refused_when_the_service_is_the_real_one(
        self, service: StrangeServer, settings: Any, bob: User
    ) -> None:
        settings.LOGIN_SERVICES = dict.fromkeys(SERVICES, KEYS)
        fetch_picture.call(account_of(bob, service.origin + ADDRESS).pk)
        assert service.asked == []

    @by_the_worker
    def test_service_with_a_fault_is_asked_three_times_and_no_more(
        self, service: StrangeServer, bob: User
    ) -> None:
        scripts: Any = service.scripts
        scripts[ADDRESS] = answer(status="503 Service Unavailable")
        account = account_of(bob, service.origin + ADDRESS)
        ask_once(bob, account)
        for asked in (1, 2, 3):
            assert run_tasks()
            assert times_asked(service) == asked
            assert not run_tasks(), "the next try is not due yet"
            DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
        assert not DBTaskResult.objects.filter(status="READY").exists()
        ask_once(bob, account)
        assert not run_tasks()

    def test_account_that_is_gone_is_no_fault(self, service: StrangeServer, bob: User) -> None:
        account = account_of(bob, service.origin + ADDRESS)
        number = account.pk
        bob.delete()
        fetch_picture.call(number)
        assert service.asked == []

    @pytest.mark.parametrize("address", [None, "", 7, {"data": "x"}])
    def test_service_without_a_picture_is_not_asked(self, bob: User, address: object) -> None:
        ask_once(bob, account_of(bob, address))
        assert not DBTaskResult.objects.exists()
