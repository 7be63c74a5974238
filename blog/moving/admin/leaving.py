"""“Move out”: the blog as a file of WordPress or an archive of Markdown, and the exports kept here."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from typing import Any

from django.contrib import messages
from django.db import connection
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from blog.exporting import EXCLUDABLE, Choices
from blog.exporting.terminal import dated_name
from blog.markdown_files.export import keeping, stream_zip
from blog.wordpress.export import stream_wxr

type Stream = Callable[[Choices], Iterator[bytes]]

FORMS: dict[str, tuple[Stream, str]] = {
    "xml": (stream_wxr, "application/xml"),
    "zip": (stream_zip, "application/zip"),
}
WORDS = {
    "drafts": _("drafts"),
    "pending": _("articles that wait for a review"),
    "private": _("private articles and pages"),
    "scheduled": _("scheduled articles"),
    "protected": _("articles behind a password"),
    "pages": _("pages"),
    "media": _("pictures and files"),
    "comments": _("all comments"),
    "held-comments": _("comments that wait for a moderator"),
    "spam": _("spam"),
    "trash": _("comments in the trash"),
}
AT_FIRST = {"spam", "trash"}  # what is left out unless somebody wants it


class Leaving:
    """What ``ImportRunAdmin`` offers to those who go, or want to be able to."""

    admin_site: Any
    model: Any
    media: Any
    allow: Callable[[HttpRequest], None]

    def leaving_urls(self, wrap: Callable[[Any], Any]) -> list[Any]:
        """Return the addresses."""
        return [
            path("out/", wrap(self.out_view), name="moving_out"),
            path("out/blog.<str:form>", wrap(self.download_view), name="moving_out_download"),
            path("out/kept/<str:name>", wrap(self.kept_view), name="moving_out_kept"),
        ]

    def out_view(self, request: HttpRequest) -> HttpResponse:
        """Offer the downloads; delete a kept export."""
        self.allow(request)
        if request.method == "POST":
            for each in keeping.kept():
                if each.name == request.POST.get("delete"):
                    each.unlink(missing_ok=True)
                    messages.success(request, now("Deleted: %s") % each.name)
            return HttpResponseRedirect(reverse("admin:moving_out"))
        context = self.admin_site.each_context(request) | {
            "title": now("Move out"),
            "opts": self.model._meta,
            "media": self.media,
            "excludable": [(word, WORDS.get(word, word), word in AT_FIRST) for word in EXCLUDABLE],
            "kept": [(each.name, each.stat().st_size) for each in reversed(keeping.kept())],
        }
        return TemplateResponse(request, "admin/moving/out.html", context)

    def download_view(self, request: HttpRequest, form: str) -> StreamingHttpResponse:
        """Answer with the whole blog, written while it is sent."""
        self.allow(request)
        if form not in FORMS:
            raise Http404
        stream, media_type = FORMS[form]
        wanted = frozenset(request.GET.getlist("exclude")) & frozenset(EXCLUDABLE)
        name = f'attachment; filename="{dated_name()}.{form}"'
        headers = {"Content-Disposition": name}
        pieces = _with_own_connection(stream(Choices(wanted)))
        return StreamingHttpResponse(pieces, content_type=media_type, headers=headers)

    def kept_view(self, request: HttpRequest, name: str) -> FileResponse:
        """Answer with a kept export."""
        self.allow(request)
        for each in keeping.kept():
            if each.name == name:
                return FileResponse(each.open("rb"), as_attachment=True, filename=name)
        raise Http404


def _with_own_connection(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the pieces. They are read in a thread of the web server, which keeps no connection afterwards."""
    try:
        with closing(pieces) as stream:  # type: ignore[type-var]
            yield from stream
    finally:
        if not connection.in_atomic_block:
            connection.close()
