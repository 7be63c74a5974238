"""Static files in front of Django: compressed beforehand, kept by browsers, with headers like the pages'."""

import re
from typing import Any
from wsgiref.headers import Headers

import brotli
from django.conf import settings
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

from blog.headers import FILE_HEADERS

HASHED = re.compile(r"^.+\.[0-9a-f]{12}\..+$")
LARGE = 16_000  # bytes; the editor's and the admin's libraries are larger, what readers get is not
BEST, QUICK = 11, 6  # of brotli; the best takes sixty times as long for an eighth less


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Names files by their content, also where one script imports another, and compresses them once."""

    support_js_module_import_aggregation = True

    def create_compressor(self, **options: Any) -> Compressor:
        return _Compressor(**options)


class _Compressor(Compressor):  # type: ignore[misc]
    """Takes no time for what no page asks for, and little for what only writers load."""

    def should_compress(self, filename: str) -> bool:
        return bool(HASHED.match(filename)) and super().should_compress(filename)

    @staticmethod
    def compress_brotli(data: bytes) -> bytes:
        compressed: bytes = brotli.compress(data, quality=BEST if len(data) < LARGE else QUICK)
        return compressed


def serve_static_files(application: object) -> WhiteNoise:
    """Return ``application`` with the collected files in front of it."""
    return WhiteNoise(
        application,
        root=str(settings.STATIC_ROOT) if settings.STATIC_ROOT.is_dir() else None,
        prefix=settings.STATIC_URL,
        max_age=60 * 60,  # 1 hour, for the few whose name says nothing of their content
        immutable_file_test=lambda path, url: bool(HASHED.match(url)),
        allow_all_origins=False,
        add_headers_function=_add_headers,
    )


def _add_headers(headers: Headers, path: str, url: str) -> None:
    for name, value in FILE_HEADERS.items():
        headers[name] = value
