"""How one appears on the blog: name, website and picture, and pictures drawn for everybody else."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.avatars import avatar_url, draw
from accounts.forms import ProfileForm
from accounts.models import User
from accounts.names import HUES, hue_of, initials
from blog import styles
from blog.models import Like
from tests.accounts.logins import browser, post
from tests.factories import make_article, make_author, make_comment

pytestmark = pytest.mark.django_db


def picture(image_format: str = "PNG", size: tuple[int, int] = (300, 200), **options: Any) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", size, "teal").save(output, image_format, **options)
    return output.getvalue()


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

    @pytest.mark.parametrize("name", ["x" * 100_000, "", " \u202e ", "\0"])
    def test_odd_name_is_refused_and_the_old_one_stays(self, bob: User, name: str) -> None:
        answer = self.send(self.client(bob), display_name=name)
        assert answer.status_code == 400
        assert "id_display_name_error" in answer.content.decode()
        bob.refresh_from_db()
        assert bob.display_name == "Bob Reader"

    def test_name_is_shown_as_text_and_turns_nothing_around(self, bob: User) -> None:
        client = self.client(bob)
        self.send(client, display_name="<b>Bob\u202e</b>")
        page = client.get("/accounts/profile/").content.decode()
        assert "&lt;b&gt;Bob&lt;/b&gt;" in page
        assert "\u202e" not in page
        assert "<b>Bob" not in page

    def test_account_deleted_in_another_window_is_not_made_anew(self, bob: User) -> None:
        form = ProfileForm({"display_name": "Bob", "website": ""}, instance=bob)
        assert form.is_valid()
        User.objects.get(pk=bob.pk).delete()
        with pytest.raises(User.NotUpdated):
            form.save()
        assert not User.objects.exists()

    def test_nothing_else_can_be_changed(self, bob: User) -> None:
        self.send(self.client(bob), is_staff="on", is_superuser="on", username="root", email="x@example.org")
        bob.refresh_from_db()
        assert (bob.is_staff, bob.username, bob.email) == (False, "bob", "bob@example.org")

    def test_author_writes_the_promo_block(self) -> None:
        anna = make_author("anna")
        self.send(self.client(anna), promo="My newest **book**", bio="Writes.")
        anna.refresh_from_db()
        assert "<strong>book</strong>" in anna.promo_html
        assert anna.bio == "Writes."

    def test_reader_has_no_promo_block(self, bob: User) -> None:
        client = self.client(bob)
        assert "id_promo" not in client.get("/accounts/profile/").content.decode()
        self.send(client, promo="Buy **this**")
        bob.refresh_from_db()
        assert bob.promo == ""

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
        assert Image.open(io.BytesIO(data)).size == (256, 256)
        assert b"secret" not in data

    @pytest.mark.django_db(transaction=True)
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

    def test_drawn_picture_is_the_same_wherever_it_stands(self, bob: User, alice: User) -> None:
        article = make_article(alice)
        make_comment(article, user=bob)
        Like.objects.create(article=article, user=bob)
        client = browser()
        client.force_login(bob)
        letters, hue = initials("Bob Reader"), hue_of("Bob Reader")
        span = f'class="avatar hue-{hue}" role="img" aria-label="Bob Reader">{letters}</span>'
        page = client.get(article.get_absolute_url()).content.decode()
        assert span in page, "the likes"
        assert span.replace('role="img" aria-label="Bob Reader"', 'aria-hidden="true"') in page, "the comment"
        drawn = f'src="/accounts/avatar/{letters}-{hue}.svg"'
        assert drawn in page, "the form"
        assert drawn in client.get("/accounts/profile/").content.decode()

    def test_lists_and_drawings_have_the_same_colours(self) -> None:
        css = (styles.FOLDER / "comments.css").read_text()
        colour = "oklch(0.45 0.09 {})"
        assert colour.format("var(--hue, 0)") in css
        for hue in range(1, HUES):
            assert f".hue-{hue} {{ --hue: {hue * 360 // HUES}; }}" in css
            assert colour.format(hue * 360 // HUES) in draw("A", hue)

    def test_uploaded_picture_is_preferred(self, bob: User) -> None:
        bob.avatar = "avatars/x.webp"
        assert avatar_url(bob).endswith("avatars/x.webp")
