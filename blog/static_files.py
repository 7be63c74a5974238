"""Static files in front of Django: compressed beforehand, kept by browsers, with headers like the pages'."""

import re
from wsgiref.headers import Headers

from django.conf import settings
from whitenoise import WhiteNoise
from whitenoise.storage import CompressedManifestStaticFilesStorage

from blog.headers import FILE_HEADERS

HASHED = re.compile(r"^.+\.[0-9a-f]{12}\..+$")


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Names files by their content, also where one script imports another, and compresses them once."""

    support_js_module_import_aggregation = True


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
