"""Decodes what people upload and encodes it anew. Pure: no models, no settings, no requests.

Nothing of the uploaded file itself is kept: no metadata (the place of a photo, for one), no name, no
trailing bytes. What a file is, its content decides, never its name.
"""

import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
MEDIA_TYPES = tuple(f"image/{name.lower()}" for name in FORMATS)
MOST_BYTES = 20 * 2**20
MOST_PIXELS = 50_000_000  # all frames of an animation together
MOST_FRAMES = 500
LONGEST_SIDE = 2560  # pixels, as in WordPress
WIDTHS = (400, 800, 1200, 1600)  # pixels
AVATAR_SIDE = 256  # pixels
WEBP_QUALITY = 82


@dataclass(frozen=True)
class Picture:
    """One encoded picture: its bytes, the ending of its name, width and height in pixels."""

    data: bytes
    extension: str
    width: int
    height: int


@dataclass(frozen=True)
class Encoded:
    """What an upload becomes: the picture, and the smaller sizes of it, narrowest first."""

    main: Picture
    smaller: list[Picture]


def read_upload(file: IO[bytes], most_bytes: int | None = None) -> bytes:
    """Return the content; raises ValidationError when it is empty or too large."""
    most = MOST_BYTES if most_bytes is None else most_bytes
    file.seek(0)
    data = file.read(most + 1)
    if not data:
        raise ValidationError(_("The file is empty."), code="empty")
    if len(data) > most:
        limit = most // 2**20
        raise ValidationError(_("The picture is larger than %d MB; save it smaller.") % limit, code="size")
    return data


def encode(data: bytes) -> Encoded:
    """Return the picture in the sizes that pages need; raises ValidationError with one sentence."""
    picture = _open(data)
    if getattr(picture, "n_frames", 1) > 1:
        return Encoded(_encode_animation(picture), [])
    pixels = _decode(picture)
    main = _encode(_fitted(pixels, LONGEST_SIDE), "PNG" if picture.format == "PNG" else _lossy(picture))
    smaller = [
        _encode(_fitted(pixels, width, width_only=True), "WEBP", is_drawing=picture.format in {"PNG", "GIF"})
        for width in WIDTHS
        if width < main.width
    ]
    return Encoded(main, smaller)


def encode_avatar(data: bytes) -> Picture:
    """Return the middle of the picture as a small square; raises ValidationError with one sentence."""
    pixels = _decode(_open(data))
    return _encode(ImageOps.fit(pixels, (AVATAR_SIDE, AVATAR_SIDE), Pillow.Resampling.LANCZOS), "WEBP")


def store_avatar(person: Any, file: IO[bytes]) -> None:
    """Make the upload that person's picture; raises ValidationError with one sentence."""
    data = read_upload(file)
    picture = encode_avatar(data)
    name = f"{name_for(data, person.pk)}.{picture.extension}"
    person.avatar.save(name, ContentFile(picture.data))


def name_for(data: bytes, owner: object) -> str:
    """Return a name that says nothing, the same for the same file of the same person."""
    return hashlib.sha256(repr(owner).encode() + b"\0" + data).hexdigest()[:24]


def _open(data: bytes) -> Any:
    """Read the head only, and refuse before decoding what would not fit."""
    try:
        picture = Pillow.open(BytesIO(data), formats=FORMATS)
        frames = getattr(picture, "n_frames", 1)
    except UnidentifiedImageError as error:
        message = _("This is no picture that the blog can read; use JPEG, PNG, WebP, GIF or AVIF.")
        raise ValidationError(message, code="format") from error
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except Exception as error:  # decoders of hostile files raise nearly anything
        raise _damaged() from error
    if picture.width * picture.height * frames > MOST_PIXELS or frames > MOST_FRAMES:
        raise _too_many_pixels()
    return picture


def _decode(picture: Any) -> Pillow.Image:
    """Return the first frame, upright, in sRGB, without metadata."""
    try:
        picture.seek(0)
        picture.load()
        upright = ImageOps.exif_transpose(picture)
        return _plain_rgb(upright)
    except Exception as error:  # as above
        raise _damaged() from error


def _plain_rgb(picture: Pillow.Image) -> Pillow.Image:
    has_alpha = picture.has_transparency_data
    profile = picture.info.get("icc_profile")
    if picture.mode in {"I;16", "I;16B", "I;16L", "I", "F"}:
        picture = picture.convert("F").point(lambda value: value / 256).convert("L")
    elif picture.mode in {"P", "PA", "LA", "La", "RGBa", "1"}:
        picture = picture.convert("RGBA" if has_alpha else "RGB")
    if profile and picture.mode in {"RGB", "RGBA", "CMYK", "L"}:
        picture = _in_srgb(picture, profile)
    plain = picture.convert("RGBA" if has_alpha else "RGB")
    plain.info = {}
    return plain


def _in_srgb(picture: Pillow.Image, profile: bytes) -> Pillow.Image:
    """Convert the colours; a profile that cannot be used is dropped."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        srgb = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(picture, source, srgb, outputMode=mode) or picture
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture


def _fitted(picture: Pillow.Image, side: int, *, width_only: bool = False) -> Pillow.Image:
    longest = picture.width if width_only else max(picture.size)
    if longest <= side:
        return picture
    scale = side / longest
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Pillow.Resampling.LANCZOS)


def _lossy(picture: Any) -> str:
    return "JPEG" if picture.format == "JPEG" else "WEBP"


def _encode(picture: Pillow.Image, kind: str, *, is_drawing: bool = False) -> Picture:
    options: dict[str, dict[str, Any]] = {
        "JPEG": {"quality": 88, "optimize": True, "progressive": True},
        "PNG": {"optimize": True},
        "WEBP": {"quality": WEBP_QUALITY, "method": 4},
    }
    if kind == "JPEG" and picture.mode != "RGB":
        picture = picture.convert("RGB")
    data = _saved(picture, kind, options[kind])
    if is_drawing:  # few colours and sharp edges are often smaller, and always better, without loss
        quick = _saved(picture, kind, {"lossless": True, "quality": 0, "method": 0})
        if len(quick) < 2 * len(data):  # else the slow way, which takes off half of that at most, cannot win
            data = min(data, _saved(picture, kind, {"lossless": True, "quality": 80}), key=len)
    return Picture(data, {"JPEG": "jpg"}.get(kind, kind.lower()), picture.width, picture.height)


def _encode_animation(picture: Any) -> Picture:
    """Keep the frames and their times, as WebP."""
    frames, durations = [], []
    try:
        for number in range(picture.n_frames):
            picture.seek(number)
            frames.append(picture.convert("RGBA"))
            durations.append(int(picture.info.get("duration", 100)) or 100)  # milliseconds
    except Exception as error:  # as above
        raise _damaged() from error
    options = {
        "save_all": True,
        "append_images": frames[1:],
        "duration": durations,
        "loop": 0,
        "quality": WEBP_QUALITY,
    }
    return Picture(_saved(frames[0], "WEBP", options), "webp", picture.width, picture.height)


def _saved(picture: Pillow.Image, kind: str, options: dict[str, Any]) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def _damaged() -> ValidationError:
    return ValidationError(_("The picture is damaged and cannot be read."), code="damaged")


def _too_many_pixels() -> ValidationError:
    limit = MOST_PIXELS // 1_000_000
    return ValidationError(
        _("The picture has more than %d megapixels; save it smaller.") % limit, code="pixels"
    )
