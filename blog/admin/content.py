"""What the admin of articles and of pages have in common: who may touch what, buttons and messages."""

from typing import Any

from django.contrib import admin, messages
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from blog.admin.forms import PREVIEW
from blog.models import Content, Status
from blog.models.content import BodyFormat


class ContentAdmin(admin.ModelAdmin[Any]):
    """Authors see and change their own; ``edit_others`` opens the rest."""

    actions = ("publish_selected", "withdraw_selected")
    list_per_page = 50
    list_select_related = ("author",)
    search_fields = ("title", "slug", "body")

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Any]:
        """Keep what this person may change."""
        everything = super().get_queryset(request)
        return everything if _edits_others(request) else everything.filter(author_id=request.user.pk)

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> Any:
        """Leave the author to editors; an author's own name is set by ``save_model``."""
        return () if _edits_others(request) else ("author",)

    def text_fields(self, obj: Any) -> tuple[str, ...]:
        """Return the names of the text's own fields; what was imported may be converted."""
        is_imported = obj is not None and obj.body_format != BodyFormat.MARKDOWN
        return ("body", "convert") if is_imported else ("body",)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin with the person who writes."""
        return {"author": request.user.pk, **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm[Any], change: bool) -> None:
        """Give a new text its author, where the form could not say."""
        if obj.author_id is None:
            obj.author = request.user
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        """Say what readers see now, and go on to the preview where that was asked for."""
        return self._answer(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Say what readers see now, and go on to the preview where that was asked for."""
        return self._answer(request, obj) or super().response_change(request, obj)

    def view_on_site(self, obj: Any) -> str:
        """Lead to the page, or to the preview of what is not public."""
        return obj.get_absolute_url() if obj.is_published else self._preview_url(obj)

    @admin.display(description=gettext_lazy("status"), ordering="status")
    def badge(self, obj: Any) -> str:
        """Show the state as a word in a coloured frame."""
        if obj.is_scheduled:
            return format_html('<span class="badge badge-scheduled">{}</span>', _("Scheduled"))
        lock = _(" · password") if obj.password else ""
        pin = _(" · sticky") if getattr(obj, "is_sticky", False) else ""
        name = Status(obj.status).label
        return format_html('<span class="badge badge-{}">{}{}{}</span>', obj.status, name, lock, pin)

    @admin.action(description=gettext_lazy("Publish selected"), permissions=["change"])
    def publish_selected(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        """Make them visible, each at its own time where it has one."""
        for item in queryset:
            item.publish()
        self._tell_count(request, queryset)

    @admin.action(description=gettext_lazy("Turn selected into drafts"), permissions=["change"])
    def withdraw_selected(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        """Hide them from visitors."""
        for item in queryset:
            item.status = Status.DRAFT
            item.save()
        self._tell_count(request, queryset)

    def _tell_count(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        count = len(queryset)
        self.message_user(request, ngettext("%d changed.", "%d changed.", count) % count, messages.SUCCESS)

    def _answer(self, request: HttpRequest, obj: Any) -> HttpResponse | None:
        if "_popup" in request.POST:
            return None
        if PREVIEW in request.POST:
            return HttpResponseRedirect(self._preview_url(obj))
        if "_addanother" in request.POST:
            return None
        self.message_user(request, self._message(obj), messages.SUCCESS)
        if "_continue" in request.POST or obj.status != Status.PUBLISHED:
            form = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
            return HttpResponseRedirect(reverse(form, args=[obj.pk]))
        return self.response_post_save_change(request, obj)

    def _message(self, obj: Content) -> str:
        """Say in one sentence who can read it now, with a link."""
        link = format_html('<a href="{}">{}</a>', self.view_on_site(obj), self._link_words(obj))
        moment = date_format(localtime(obj.published_at), "DATETIME_FORMAT") if obj.published_at else ""
        if obj.is_scheduled:
            text = _("“{title}” is scheduled: it appears by itself on {moment}. {link}")
        elif obj.is_published:
            text = _("“{title}” is published. {link}")
        elif obj.status == Status.PENDING:
            text = _("“{title}” is saved and waits for review. {link}")
        else:
            text = _("“{title}” is saved; readers cannot see it. {link}")
        return format_html(text, title=obj.title, moment=moment, link=link)

    def _link_words(self, obj: Content) -> str:
        name = str(self.opts.verbose_name)
        return (_("View %s") if obj.is_published else _("Preview %s")) % name

    def _preview_url(self, obj: Any) -> str:
        return f"{obj.get_short_url()}&preview=true"


def _edits_others(request: HttpRequest) -> bool:
    return request.user.has_perm("blog.edit_others")
