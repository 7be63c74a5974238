"""Pictures are served so that nothing in them can run, and nothing else is served."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from blog.models import Image
from tests.blog.test_images import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def image(alice: User) -> Image:
    return Image.objects.store(BytesIO(picture("JPEG")), uploaded_by=alice, alt="Red and blue")


def test_picture_comes_with_its_type_and_in_a_box(client: Client, image: Image) -> None:
    response = client.get(image.get_absolute_url())
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "immutable" in response["Cache-Control"]
    assert not response.cookies
    assert b"".join(response).startswith(b"\xff\xd8")


def test_picture_that_is_known_is_not_sent_again(client: Client, image: Image) -> None:
    first = client.get(image.get_absolute_url())
    assert b"".join(first)
    response = client.get(image.get_absolute_url(), headers={"If-None-Match": first["ETag"]})
    assert response.status_code == 304
    assert not response.content


@pytest.mark.parametrize(
    "path",
    [
        "../secret_key",
        "pictures/../../secret.png",
        "%2e%2e/secret.png",
        "..%2fsecret.png",
        "/etc/passwd",
        "page.html",
        "drawing.svg",
        ".hidden.png",
        "",
        "a" * 300 + ".png",
        "pictures",
    ],
)
def test_nothing_but_pictures_of_the_media_folder_is_served(client: Client, settings: Any, path: str) -> None:
    folder = Path(settings.MEDIA_ROOT)
    (folder / "pictures").mkdir(parents=True)
    for name in ("page.html", "drawing.svg", ".hidden.png"):
        (folder / name).write_text("<script>alert(1)</script>")
    (folder.parent / "secret.png").write_text("secret")
    (folder.parent / "secret_key").write_text("secret")
    assert client.get(f"/media/{path}", follow=True).status_code == 404
