"""Serves the media folder: pictures that the blog encoded, and files, in a box where nothing can run."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.utils._os import safe_join
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date, quote_etag
from django.views.decorators.http import require_safe

from blog.file_kinds import KINDS, FileKind
from blog.models import File
from blog.models.file import FOLDER
from blog.views.ranges import answer_range

TYPES = {
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "avif": "image/avif",
}
ONE_YEAR = 365 * 24 * 60 * 60  # seconds
BOX = "default-src 'none'; sandbox"
# Browsers show a film or sound in a page of their own, and that page is under the policy too.
PLAYER_BOX = "default-src 'none'; media-src 'self'; style-src 'unsafe-inline'; sandbox"


@require_safe
def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer with a file of the media folder, or a part of it; the name changes when the content does."""
    file = _find(path)
    kind = KINDS.get(file.suffix[1:].lower()) if path.startswith(f"{FOLDER}/") else None
    response = _whole_or_part(request, file, kind.media_type if kind else TYPES[file.suffix[1:].lower()])
    response["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    response["Content-Security-Policy"] = _box(kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"  # feed readers show the pictures too
    if kind and response.status_code in {200, 206}:
        name = File.objects.filter(file=path).values_list("name", flat=True).first() or file.name
        disposition = content_disposition_header(as_attachment=not kind.is_shown, filename=name)
        response["Content-Disposition"] = disposition or "attachment"
    return response


def _whole_or_part(request: HttpRequest, file: Path, media_type: str) -> HttpResponseBase:
    status = file.stat()
    etag = quote_etag(f"{status.st_mtime_ns:x}-{status.st_size:x}")
    content = file.open("rb")
    response: HttpResponseBase = FileResponse(content, content_type=media_type)
    response["ETag"], response["Last-Modified"] = etag, http_date(status.st_mtime)
    answer = get_conditional_response(request, etag, int(status.st_mtime), response)  # type: ignore[arg-type]
    if isinstance(answer, HttpResponseNotModified):
        response.close()
        answer["Accept-Ranges"] = "bytes"
        return answer
    if part := answer_range(request, content, status.st_size, etag, media_type):
        part["ETag"], part["Last-Modified"] = etag, http_date(status.st_mtime)
        if not part.streaming:
            response.close()
        response = part
    response["Accept-Ranges"] = "bytes"
    return response


def _box(kind: FileKind | None) -> str:
    is_played = kind is not None and kind.is_shown and kind.media_type.startswith(("audio/", "video/"))
    return PLAYER_BOX if is_played else BOX


def _find(path: str) -> Path:
    try:
        file = Path(safe_join(str(settings.MEDIA_ROOT), path))
    except (SuspiciousFileOperation, ValueError) as error:
        raise Http404 from error
    is_hidden = any(part.startswith(".") for part in Path(path).parts)
    served = KINDS if path.startswith(f"{FOLDER}/") else TYPES
    try:
        if is_hidden or file.suffix[1:].lower() not in served or not file.is_file():
            raise Http404
    except OSError as error:  # a name longer than the file system takes
        raise Http404 from error
    return file
