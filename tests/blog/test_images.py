"""Uploaded pictures are decoded and encoded anew; what is none is refused with a sentence."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from PIL import Image as Pillow
from PIL import ImageCms

from accounts.models import User
from blog import images
from blog.models import Image

RED, BLUE = (200, 30, 30), (30, 30, 200)


def picture(
    kind: str = "PNG", size: tuple[int, int] = (900, 600), mode: str = "RGB", **options: Any
) -> bytes:
    """Return a picture, red on the left and blue on the right."""
    image = Pillow.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    buffer = BytesIO()
    image.convert(mode).save(buffer, kind, **options)
    return buffer.getvalue()


def opened(data: bytes) -> Pillow.Image:
    return Pillow.open(BytesIO(data))


class TestEncoding:
    @pytest.mark.parametrize(
        ("kind", "extension"),
        [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("GIF", "webp"), ("AVIF", "webp")],
    )
    def test_raster_formats_are_encoded_anew(self, kind: str, extension: str) -> None:
        encoded = images.encode(picture(kind))
        assert encoded.main.extension == extension
        assert (encoded.main.width, encoded.main.height) == (900, 600)
        assert [(size.width, size.height) for size in encoded.smaller] == [(400, 267), (800, 533)]
        assert {size.extension for size in encoded.smaller} == {"webp"}

    def test_orientation_is_applied_and_metadata_dropped(self) -> None:
        exif = Pillow.Exif()
        exif[0x0112] = 6  # turned by a quarter
        exif[0x010E] = "a secret description"
        data = picture("JPEG", exif=exif, comment=b"a secret comment")
        main = images.encode(data).main
        assert (main.width, main.height) == (600, 900)
        assert b"secret" not in main.data
        assert not opened(main.data).getexif()

    def test_trailing_bytes_are_dropped(self) -> None:
        assert b"<script>" not in images.encode(picture() + b"<script>alert(1)</script>").main.data

    def test_colour_profile_is_applied_and_dropped(self) -> None:
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        main = images.encode(picture("JPEG", icc_profile=profile)).main
        assert "icc_profile" not in opened(main.data).info

    def test_broken_colour_profile_is_no_error(self) -> None:
        assert images.encode(picture("JPEG", icc_profile=b"nonsense")).main

    @pytest.mark.parametrize("mode", ["L", "P", "1", "RGBA", "LA", "CMYK"])
    def test_all_modes_become_plain_colours(self, mode: str) -> None:
        kind = "JPEG" if mode == "CMYK" else "PNG"
        data = picture(kind, mode=mode)
        assert opened(images.encode(data).main.data).mode in {"RGB", "RGBA"}

    def test_sixteen_bits_become_eight(self) -> None:
        buffer = BytesIO()
        Pillow.new("I;16", (500, 500), 0x8000).save(buffer, "PNG")
        assert opened(images.encode(buffer.getvalue()).main.data).getpixel((5, 5)) == (128, 128, 128)

    def test_transparency_survives(self) -> None:
        buffer = BytesIO()
        Pillow.new("RGBA", (500, 500), (10, 20, 30, 0)).save(buffer, "PNG")
        encoded = images.encode(buffer.getvalue())
        assert opened(encoded.smaller[0].data).convert("RGBA").getpixel((5, 5))[3] == 0  # type: ignore[index]

    def test_large_picture_is_made_smaller(self) -> None:
        encoded = images.encode(picture("JPEG", size=(4000, 2000)))
        assert encoded.main.width == 2560
        assert [size.width for size in encoded.smaller] == [400, 800, 1200, 1600]

    def test_tiny_and_narrow_pictures_are_no_error(self) -> None:
        assert images.encode(picture(size=(1, 1))).main.width == 1
        assert images.encode(picture(size=(5000, 1))).main.height == 1

    def test_animation_keeps_its_frames(self) -> None:
        frames = [Pillow.new("RGB", (60, 40), (shade, 0, 0)) for shade in (0, 120, 240)]
        buffer = BytesIO()
        frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:], duration=80)
        main = images.encode(buffer.getvalue()).main
        assert main.extension == "webp"
        assert getattr(opened(main.data), "n_frames", 1) == 3

    def test_avatar_is_a_small_square_of_the_middle(self) -> None:
        avatar = images.encode_avatar(picture(size=(900, 300)))
        assert (avatar.width, avatar.height) == (256, 256)


def _png_head(width: int, height: int) -> bytes:
    """Return a PNG that says to be enormous and holds next to nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


class TestRefusals:
    @pytest.mark.parametrize(
        "data",
        [
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            b"<!doctype html><script>alert(1)</script>",
            b"GIF89a<script>alert(1)</script>",
            b"%PDF-1.7",
            b"BM" + b"\0" * 100,
            b"just words",
            b"\x89PNG\r\n\x1a\n",
            b"RIFF\x00\x00\x00\x00WEBP",
        ],
    )
    def test_what_is_no_raster_picture_is_refused(self, data: bytes) -> None:
        with pytest.raises(ValidationError) as caught:
            images.encode(data)
        assert len(caught.value.messages) == 1

    @pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
    @pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
    def test_cut_off_files_are_refused_or_whole(self, kind: str, part: float) -> None:
        data = picture(kind)
        try:
            encoded = images.encode(data[: int(len(data) * part)])
        except ValidationError as error:
            assert error.messages[0].endswith(".")  # noqa: PT017 - either is right
        else:
            assert encoded.main.width == 900

    @pytest.mark.parametrize(("width", "height"), [(8000, 8000), (12_000, 12_000), (60_000, 60_000)])
    def test_bombs_are_refused_before_they_are_decoded(self, width: int, height: int) -> None:
        with pytest.raises(ValidationError, match="megapixels"):
            images.encode(_png_head(width, height))

    def test_large_file_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(images, "MOST_BYTES", 100)
        with pytest.raises(ValidationError, match="larger than"):
            images.read_upload(BytesIO(picture()))

    def test_empty_file_is_refused(self) -> None:
        with pytest.raises(ValidationError, match="empty"):
            images.read_upload(BytesIO())

    def test_endless_animation_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(images, "MOST_FRAMES", 2)
        frames = [Pillow.new("RGB", (4, 4), (shade, 0, 0)) for shade in (0, 120, 240)]
        buffer = BytesIO()
        frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
        with pytest.raises(ValidationError):
            images.encode(buffer.getvalue())


@pytest.mark.django_db
class TestLibrary:
    def test_stored_picture_has_names_of_the_server(self, alice: User, settings: Any) -> None:
        file = BytesIO(picture("JPEG"))
        file.name = "../../evil.php.html"
        image = Image.objects.store(file, uploaded_by=alice, alt="Red and blue")
        assert str(image.file.name).startswith("pictures/")
        assert str(image.file.name).endswith(".jpg")
        assert all((Path(settings.MEDIA_ROOT) / name).is_file() for name in image.file_names())
        assert [size.width for size in Image.objects.find_renditions(image.get_absolute_url())] == [
            400,
            800,
            900,
        ]

    def test_same_file_of_the_same_person_is_kept_once(self, alice: User, bob: User) -> None:
        first = Image.objects.store(BytesIO(picture()), uploaded_by=alice)
        assert Image.objects.store(BytesIO(picture()), uploaded_by=alice) == first
        assert Image.objects.store(BytesIO(picture()), uploaded_by=bob) != first

    def test_deleting_it_deletes_its_files(
        self, alice: User, settings: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        image = Image.objects.store(BytesIO(picture()), uploaded_by=alice)
        names = image.file_names()
        with django_capture_on_commit_callbacks(execute=True):
            image.delete()
        assert not any((Path(settings.MEDIA_ROOT) / name).exists() for name in names)
