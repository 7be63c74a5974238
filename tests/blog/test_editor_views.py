"""The editor's two addresses: for people who write, with a token, within limits."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

from accounts.models import User
from blog import images
from blog.models import Image
from tests import factories
from tests.blog.test_images import picture

pytestmark = pytest.mark.django_db
PREVIEW, UPLOAD = "/admin/editor/preview/", "/admin/editor/upload/"


def _as(person: User, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(person)
    return client


def _file(data: bytes | None = None, name: str = "IMG_1.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture() if data is None else data, content_type="image/png")


class TestPreview:
    def test_it_is_what_the_article_will_be(self, alice: User) -> None:
        body = 'One *two*.\n\n![A](/a.png "B")\n\n<script>alert(1)</script>\n\n<!--nextpage-->\n\nThree.'
        shown = _as(alice).post(PREVIEW, {"body": body}).json()["html"]
        assert shown == factories.make_article(body=body).body_html.replace("<!--nextpage-->", "<hr>")
        assert "<script" not in shown

    def test_promo_is_shown_protected(self, alice: User) -> None:
        shown = _as(alice).post(PREVIEW, {"body": "alice@example.org", "kind": "promo"}).json()["html"]
        assert "@" not in shown

    def test_very_long_text_is_refused_with_a_sentence(self, alice: User) -> None:
        response = _as(alice).post(PREVIEW, {"body": "a" * 200_001})
        assert response.status_code == 413
        assert "too long" in response.json()["error"]


class TestUpload:
    def test_picture_is_kept_with_its_words(self, alice: User) -> None:
        response = _as(alice).post(UPLOAD, {"image": _file(), "alt": " A desk "})
        assert response.status_code == 201
        image = Image.objects.get()
        assert response.json()["url"] == image.get_absolute_url()
        assert (image.alt, image.uploaded_by) == ("A desk", alice)

    @pytest.mark.parametrize("name", ["x.png", "x.svg", "x.html"])
    def test_what_is_no_picture_is_refused_whatever_its_name(self, alice: User, name: str) -> None:
        response = _as(alice).post(UPLOAD, {"image": _file(b"<svg onload='alert(1)'/>", name)})
        assert response.status_code == 400
        assert "JPEG, PNG" in response.json()["error"]
        assert not Image.objects.exists()

    def test_missing_file_is_refused(self, alice: User) -> None:
        assert _as(alice).post(UPLOAD, {"alt": "x"}).status_code == 400

    def test_large_request_is_refused_unread(self, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(images, "MOST_BYTES", -(10**6))
        response = _as(alice).post(UPLOAD, {"image": _file()})
        assert response.status_code == 413


@pytest.mark.parametrize("address", [PREVIEW, UPLOAD])
class TestWhoMay:
    def test_visitors_and_readers_may_not(self, address: str, client: Client, bob: User) -> None:
        assert client.post(address, {"body": "a"}).status_code == 403
        assert _as(bob).post(address, {"body": "a"}).status_code == 403

    def test_staff_who_write_nothing_may_not(self, address: str) -> None:
        clerk = factories.make_user("clerk", is_staff=True)
        assert _as(clerk).post(address, {"body": "a"}).status_code == 403

    def test_post_without_token_is_refused(self, address: str, alice: User) -> None:
        client = _as(alice, enforce_csrf_checks=True)
        assert client.post(address, {"body": "a", "image": BytesIO(picture())}).status_code == 403
        assert not Image.objects.exists()

    def test_get_is_refused(self, address: str, alice: User) -> None:
        assert _as(alice).get(address).status_code == 405


def test_addresses_of_the_package_are_not_mounted(client: Client) -> None:
    for name in ("markdownx_markdownify", "markdownx_upload"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert client.post("/markdownx/upload/").status_code in {403, 404, 405}
    assert not any("markdownx" in str(pattern.pattern) for pattern in get_resolver().url_patterns)
