"""Pictures of people: uploaded and made small, or drawn from the initials. Never fetched by the reader."""

import io
import secrets
import zlib
from html import escape
from typing import BinaryIO
from urllib.parse import quote

from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image, ImageOps

from accounts.models import User
from accounts.names import initials

SIDE = 192  # pixels; shown at most at half of it, for sharp screens
MOST_BYTES = 5 * 2**20
MOST_PIXELS = 40_000_000
FORMATS = ["JPEG", "PNG", "GIF", "WEBP"]
HUES = 24


class BadPictureError(ValueError):
    """The file is no picture that can be used."""


def avatar_url(person: User | str) -> str:
    """Return the address of the person's picture, or of one drawn from a name."""
    if isinstance(person, User) and person.avatar:
        return str(person.avatar.url)
    name = str(person)
    hue = zlib.crc32(name.encode()) % HUES
    return reverse("avatar", args=[quote(initials(name), safe=""), hue])


def draw(letters: str, hue: int) -> str:
    """Return an SVG of the letters on a calm colour (white on it has a contrast of at least 4.5)."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96">'
        f'<rect width="96" height="96" fill="hsl({hue * 360 // HUES},32%,33%)"/>'
        '<text x="48" y="51" fill="#fff" font-family="Georgia,serif" font-size="42" '
        f'text-anchor="middle" dominant-baseline="middle">{escape(letters)}</text></svg>'
    )


def make_avatar(upload: BinaryIO) -> ContentFile[bytes]:
    """Return the middle of the picture, upright, small, without anything that was hidden in the file.

    Raises BadPictureError for what is not a raster image, or too large to be one in good faith.
    """
    data = upload.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise BadPictureError
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                raise BadPictureError
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except (OSError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadPictureError from error
    small = ImageOps.fit(upright, (SIDE, SIDE))
    output = io.BytesIO()
    small.save(output, "WEBP", quality=82)
    return ContentFile(output.getvalue(), name=f"{secrets.token_hex(12)}.webp")
