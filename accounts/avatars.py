"""Pictures of people: uploaded and made small, or drawn from the initials. Never fetched by the reader."""

import secrets
from html import escape
from typing import IO
from urllib.parse import quote

from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.models import User
from accounts.names import HUES, hue_of, initials
from blog import images

MOST_BYTES = 5 * 2**20


def avatar_url(person: User | str) -> str:
    """Return the address of the person's picture, or of one drawn from a name."""
    if isinstance(person, User) and person.avatar:
        return str(person.avatar.url)
    name = str(person)
    return reverse("avatar", args=[quote(initials(name), safe=""), hue_of(name)])


def draw(letters: str, hue: int) -> str:
    """Return an SVG of the letters on the same calm colour as in lists (white on it has a contrast of 6)."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96">'
        f'<rect width="96" height="96" fill="oklch(0.45 0.09 {hue * 360 // HUES})"/>'
        '<text x="48" y="50" fill="#fff" font-family="Charter,Cambria,Georgia,serif" font-size="40" '
        'font-weight="bold" '
        f'text-anchor="middle" dominant-baseline="middle">{escape(letters)}</text></svg>'
    )


def make_avatar(upload: IO[bytes]) -> ContentFile[bytes]:
    """Return the middle of the picture as a small file with a name of ours.

    Raises ValidationError, with one sentence, for what is no picture or too large to be one in good faith.
    """
    picture = images.encode_avatar(images.read_upload(upload, MOST_BYTES))
    return ContentFile(picture.data, name=f"{secrets.token_hex(12)}.{picture.extension}")
