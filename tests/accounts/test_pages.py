"""The pages of people: every one renders; the account page; pictures; what templates are told."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.test import Client, RequestFactory
from PIL import Image

from accounts.avatars import avatar_url
from accounts.identity import identity_of
from accounts.models import User
from accounts.names import clean_name, initials
from tests.accounts.logins import browser, log_in, post

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


def picture(image_format: str = "PNG", size: tuple[int, int] = (300, 200), **options: Any) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", size, "teal").save(output, image_format, **options)
    return output.getvalue()


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


class TestProfile:
    def client(self, user: User) -> Client:
        client = browser()
        client.force_login(user)
        return client

    def send(self, client: Client, **fields: Any) -> Any:
        return post(client, "/accounts/profile/", {"display_name": "Bob Reader", "website": ""} | fields)

    def test_name_and_website_are_kept(self, bob: User) -> None:
        answer = self.send(self.client(bob), display_name=" Bobby  Reader ", website="https://example.org/")
        assert answer.status_code == 302
        bob.refresh_from_db()
        assert (bob.display_name, bob.website) == ("Bobby Reader", "https://example.org/")

    @pytest.mark.parametrize("website", ["javascript:alert(1)", "nowhere", "https://" + "x" * 300])
    def test_odd_website_is_refused_and_kept_in_the_form(self, bob: User, website: str) -> None:
        answer = self.send(self.client(bob), website=website)
        assert answer.status_code == 400
        assert website in answer.content.decode()
        assert "id_website_error" in answer.content.decode()

    def test_nothing_else_can_be_changed(self, bob: User) -> None:
        self.send(self.client(bob), is_staff="on", is_superuser="on", username="root", email="x@example.org")
        bob.refresh_from_db()
        assert (bob.is_staff, bob.username, bob.email) == (False, "bob", "bob@example.org")

    def test_picture_is_made_small_and_renamed(self, bob: User) -> None:
        exif = Image.Exif()
        exif[0x010E] = "a secret place"
        upload = SimpleUploadedFile("../../evil.html", picture("JPEG", exif=exif))
        assert self.send(self.client(bob), picture=upload).status_code == 302
        bob.refresh_from_db()
        with bob.avatar.open() as file:
            data = file.read()
        assert str(bob.avatar).startswith("avatars/")
        assert str(bob.avatar).endswith(".webp")
        assert Image.open(io.BytesIO(data)).size == (192, 192)
        assert b"secret" not in data

    def test_new_picture_takes_the_place_of_the_old_file(self, bob: User) -> None:
        client = self.client(bob)
        for _ in range(2):
            self.send(client, picture=SimpleUploadedFile("a.png", picture()))
        bob.refresh_from_db()
        folder = bob.avatar.storage.path("avatars")
        assert bob.avatar.storage.listdir(folder)[1] == [str(bob.avatar).split("/")[1]]
        self.send(client, remove_picture="on")
        bob.refresh_from_db()
        assert not bob.avatar
        assert bob.avatar.storage.listdir(folder)[1] == []

    @pytest.mark.parametrize(
        "data",
        [
            b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            b"<html>",
            picture()[:100],
            picture("BMP"),
            picture("PNG", (9000, 9000)),
            b"\x89PNG" + b"x" * 6_000_000,
        ],
    )
    def test_odd_file_is_refused(self, bob: User, data: bytes) -> None:
        answer = self.send(self.client(bob), picture=SimpleUploadedFile("a.png", data))
        assert answer.status_code == 400
        assert "id_picture_error" in answer.content.decode()
        bob.refresh_from_db()
        assert not bob.avatar


class TestPictures:
    def test_initials_are_drawn(self) -> None:
        answer = browser().get(avatar_url("Mei Tanaka"))
        assert answer["Content-Type"] == "image/svg+xml"
        assert ">MT</text>" in answer.content.decode()
        assert "immutable" in answer["Cache-Control"]
        assert "Set-Cookie" not in answer

    @pytest.mark.parametrize("name", ["Ж", "李 明", "<b>", "", "?", "a/b c/d", "😀 x", "É", "%2F"])
    def test_any_name_has_a_picture(self, name: str) -> None:
        answer = browser().get(avatar_url(name))
        assert answer.status_code == 200
        assert answer.content.count(b"<") == 5

    @pytest.mark.parametrize("url", ["/accounts/avatar/ABC-1.svg", "/accounts/avatar/AB-99.svg"])
    def test_other_addresses_draw_nothing(self, url: str) -> None:
        assert browser().get(url).status_code == 404

    def test_uploaded_picture_is_preferred(self, bob: User) -> None:
        bob.avatar = "avatars/x.webp"
        assert avatar_url(bob).endswith("avatars/x.webp")


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

    @pytest.mark.parametrize(
        ("service", "name", "label", "has_email"),
        [
            ("wordpress_com", "WordPress.com", "WordPress.com Logo", True),
            ("google", "Google", "Google photo", True),
            ("twitter", "Twitter", "Twitter picture", False),
            ("facebook", "Facebook", "Facebook photo", True),
        ],
    )
    def test_identity_tells_the_service(self, service: str, name: str, label: str, has_email: bool) -> None:
        client = browser()
        log_in(client, service)
        request = RequestFactory().get("/")
        request.user, request.session = User.objects.get(), client.session
        identity = identity_of(request)
        assert identity is not None
        assert identity.name == "Nadia Holm"
        assert identity.sentence == f"You are commenting using your {name} account."
        assert identity.picture_label == label
        assert identity.avatar_url.startswith("/accounts/avatar/NH-")
        assert (identity.has_email, bool(identity.no_email_reason)) == (has_email, not has_email)

    def test_local_account_has_no_service(self, bob: User) -> None:
        client = browser()
        client.force_login(bob)
        request = RequestFactory().get("/")
        request.user, request.session = bob, client.session
        identity = identity_of(request)
        assert identity is not None
        assert (identity.service, identity.service_name, identity.picture_label) == ("", "", "Bob Reader")
