"""Which files beside pictures the blog keeps, and as what they are served. Pure: no models, no settings.

What a file is, its name and its beginning must agree on. Nothing that a browser would run is among them:
no page, no drawing with scripts, no program.
"""

from dataclasses import dataclass
from pathlib import PurePosixPath

MOST_BYTES = 100 * 2**20
HEAD = 1024  # bytes of the beginning that decide
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class FileKind:
    """What is served with which media type; ``beginnings`` of which it has one at ``offset``.

    ``is_shown``: a browser may show it in the page; everything else is downloaded. ``is_text``: instead of
    a beginning, it has no NUL.
    """

    media_type: str
    beginnings: tuple[bytes, ...] = ()
    offset: int = 0
    is_shown: bool = False
    is_text: bool = False

    @property
    def bare_type(self) -> str:
        """The media type without its parameters."""
        return self.media_type.partition(";")[0]

    def fits(self, head: bytes) -> bool:
        """Whether a file that begins so is of this kind."""
        if self.is_text:
            return bool(head) and b"\0" not in head and not _is_program(head)
        return head[self.offset :].startswith(self.beginnings)


def _audio(media_type: str, *beginnings: bytes, offset: int = 0) -> FileKind:
    return FileKind(media_type, beginnings, offset, is_shown=True)


MPEG_LAYER_3 = (b"ID3", *(bytes([0xFF, second]) for second in (0xFB, 0xFA, 0xF3, 0xF2, 0xE3, 0xE2)))
MPEG_4 = (b"ftyp",)
QUICKTIME = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")
MATROSKA = b"\x1a\x45\xdf\xa3"
WINDOWS_MEDIA = b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"

KINDS: dict[str, FileKind] = {
    "pdf": FileKind("application/pdf", (b"%PDF-",), is_shown=True),
    "mp3": _audio("audio/mpeg", *MPEG_LAYER_3),
    "m4a": _audio("audio/mp4", *MPEG_4, offset=4),
    "m4b": _audio("audio/mp4", *MPEG_4, offset=4),
    "aac": _audio("audio/aac", b"\xff\xf1", b"\xff\xf9", b"ID3"),
    "ogg": _audio("audio/ogg", b"OggS"),
    "oga": _audio("audio/ogg", b"OggS"),
    "opus": _audio("audio/ogg", b"OggS"),
    "wav": _audio("audio/wav", b"RIFF"),
    "flac": _audio("audio/flac", b"fLaC", b"ID3"),
    "mp4": _audio("video/mp4", *MPEG_4, offset=4),
    "m4v": _audio("video/mp4", *MPEG_4, offset=4),
    "webm": _audio("video/webm", MATROSKA),
    "ogv": _audio("video/ogg", b"OggS"),
    "mov": _audio("video/quicktime", *QUICKTIME, offset=4),
    "3gp": _audio("video/3gpp", *MPEG_4, offset=4),
    "3g2": _audio("video/3gpp2", *MPEG_4, offset=4),
    "avi": FileKind("video/x-msvideo", (b"RIFF",)),
    "mkv": FileKind("video/x-matroska", (MATROSKA,)),
    "wmv": FileKind("video/x-ms-wmv", (WINDOWS_MEDIA,)),
    "wma": FileKind("audio/x-ms-wma", (WINDOWS_MEDIA,)),
    "mpg": FileKind("video/mpeg", (b"\0\0\x01\xba", b"\0\0\x01\xb3")),
    "mpeg": FileKind("video/mpeg", (b"\0\0\x01\xba", b"\0\0\x01\xb3")),
    "mid": FileKind("audio/midi", (b"MThd",)),
    "doc": FileKind("application/msword", OLE),
    "xls": FileKind("application/vnd.ms-excel", OLE),
    "ppt": FileKind("application/vnd.ms-powerpoint", OLE),
    "pps": FileKind("application/vnd.ms-powerpoint", OLE),
    "docx": FileKind(f"{OFFICE}.wordprocessingml.document", ZIP),
    "xlsx": FileKind(f"{OFFICE}.spreadsheetml.sheet", ZIP),
    "pptx": FileKind(f"{OFFICE}.presentationml.presentation", ZIP),
    "ppsx": FileKind(f"{OFFICE}.presentationml.slideshow", ZIP),
    "odt": FileKind(f"{OPEN}.text", ZIP),
    "ods": FileKind(f"{OPEN}.spreadsheet", ZIP),
    "odp": FileKind(f"{OPEN}.presentation", ZIP),
    "odg": FileKind(f"{OPEN}.graphics", ZIP),
    "key": FileKind("application/vnd.apple.keynote", ZIP),
    "pages": FileKind("application/vnd.apple.pages", ZIP),
    "numbers": FileKind("application/vnd.apple.numbers", ZIP),
    "epub": FileKind("application/epub+zip", ZIP),
    "zip": FileKind("application/zip", ZIP),
    "gz": FileKind("application/gzip", (b"\x1f\x8b",)),
    "7z": FileKind("application/x-7z-compressed", (b"7z\xbc\xaf\x27\x1c",)),
    "rar": FileKind("application/vnd.rar", (b"Rar!\x1a\x07",)),
    "rtf": FileKind("application/rtf", (rb"{\rtf",)),
    "psd": FileKind("image/vnd.adobe.photoshop", (b"8BPS",)),
    # Pictures that the blog cannot show, for those who want the file.
    "bmp": FileKind("image/bmp", (b"BM",)),
    "ico": FileKind("image/x-icon", (b"\0\0\x01\0",)),
    "tif": FileKind("image/tiff", (b"II*\0", b"MM\0*")),
    "tiff": FileKind("image/tiff", (b"II*\0", b"MM\0*")),
    "heic": FileKind("image/heic", (b"ftyp",), 4),
    "txt": FileKind(TEXT, is_shown=True, is_text=True),
    "md": FileKind(TEXT, is_shown=True, is_text=True),
    "srt": FileKind(TEXT, is_shown=True, is_text=True),
    "vtt": FileKind("text/vtt; charset=utf-8", (b"WEBVTT", b"\xef\xbb\xbfWEBVTT"), is_shown=True),
    "csv": FileKind("text/csv; charset=utf-8", is_text=True),
    "tsv": FileKind("text/tab-separated-values; charset=utf-8", is_text=True),
    "ics": FileKind("text/calendar; charset=utf-8", (b"BEGIN:VCALENDAR", b"\xef\xbb\xbfBEGIN:VCALENDAR")),
    "gpx": FileKind("application/gpx+xml", is_text=True),
    "kml": FileKind("application/vnd.google-earth.kml+xml", is_text=True),
    "json": FileKind("application/json", is_text=True),
}


def extension_of(name: str) -> str:
    """Return the last ending of a name, lower-case and without its dot."""
    return PurePosixPath(name).suffix[1:].lower()


def kind_of(name: str, head: bytes) -> FileKind | None:
    """Return the kind of a file with that name which begins so; None: it is not kept."""
    kind = KINDS.get(extension_of(name))
    return kind if kind and kind.fits(head[:HEAD]) else None


def _is_program(head: bytes) -> bool:
    return head.lstrip().startswith((b"#!", b"<?php", b"MZ"))
