"""Serves uploaded pictures: only files the blog encoded itself, in a box where nothing can run."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.utils._os import safe_join
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.http import require_safe

TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "avif": "image/avif",
}
ONE_YEAR = 365 * 24 * 60 * 60  # seconds


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer with a picture of the media folder; the name changes when the content does."""
    file = _find(path)
    status = file.stat()
    response: HttpResponseBase = FileResponse(file.open("rb"), content_type=TYPES[file.suffix[1:].lower()])
    response["ETag"] = quote_etag(f"{status.st_mtime_ns:x}-{status.st_size:x}")
    response["Last-Modified"] = http_date(status.st_mtime)
    answer = get_conditional_response(request, response["ETag"], int(status.st_mtime), response)  # type: ignore[arg-type]
    if isinstance(answer, HttpResponseNotModified):
        response.close()
        response = answer
    response["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"  # feed readers show the pictures too
    return response


def _find(path: str) -> Path:
    try:
        file = Path(safe_join(str(settings.MEDIA_ROOT), path))
    except (SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    is_hidden = any(part.startswith(".") for part in Path(path).parts)
    try:
        if is_hidden or file.suffix[1:].lower() not in TYPES or not file.is_file():
            raise Http404
    except OSError as error:  # a name longer than the file system takes
        raise Http404 from error
    return file
