"""Sending files for an import: whole, as any form does, or in slices by the page's script."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from blog.moving import kept_files, uploads
from blog.untrusted import is_storable, whole_number

LARGEST = 2**50  # bytes that a file may claim to have
LONGEST_NAME = 300  # characters
FULL = 507  # Insufficient Storage


def take_files(request: HttpRequest) -> list[str]:
    """Keep the files of the form, tell what is wrong with others, and return the names of those kept."""
    names = []
    for upload in request.FILES.getlist("upload"):
        try:
            path = uploads.store(upload.name or "", upload.size or 0, upload.chunks())
            names.append(path.name)
        except (uploads.RefusedError, kept_files.NoRoomError) as error:
            messages.error(request, f"{upload.name}: {error}")
    return names


def take_slice(request: HttpRequest) -> HttpResponse:
    """Answer how much of a file is here; a POST with a body adds a slice first.

    The query names the file: ``name``, ``size``, ``changed``, and ``offset`` of the slice.
    """
    name, changed = request.GET.get("name", ""), request.GET.get("changed", "")
    size = whole_number(request.GET.get("size", ""), most=LARGEST)
    offset = whole_number(request.GET.get("offset", ""), most=LARGEST)
    if not (name and size is not None and is_storable(name + changed) and len(name + changed) < LONGEST_NAME):
        return JsonResponse({"error": _("The request names no file.")}, status=400)
    key = uploads.key_of(request.user.pk or 0, name, size, changed)
    try:
        if offset is None:
            return JsonResponse({"offset": uploads.offset_of(key, size)})
        here, path = uploads.take_slice(key, name, size, offset, request)  # type: ignore[arg-type]
    except uploads.OffsetError as error:
        return JsonResponse({"offset": error.offset}, status=409)
    except uploads.RefusedError as error:
        return JsonResponse({"error": str(error)}, status=400)
    except kept_files.NoRoomError as error:
        return JsonResponse({"error": str(error)}, status=FULL)
    return JsonResponse({"offset": here, "kept": path.name if path else None})


def delete_file(request: HttpRequest) -> None:
    """Delete the kept file that the form names."""
    for kept in kept_files.find([request.POST.get("delete", "")]):
        kept_files.delete(kept)
        messages.success(request, _("Deleted: %s") % kept.name)


def chosen(request: HttpRequest, values: Any) -> list[kept_files.KeptFile]:
    """Return the kept files whose names the form or the address holds."""
    return kept_files.find(values.getlist("file"))
