"""The owner's list of followers: search, add, end, take out as CSV and bring in."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from blog.subscriptions import followers_file
from blog.subscriptions.asking import ask, ask_many
from blog.subscriptions.models import EndReason, Source, State, Subscriber
from blog.subscriptions.models.subscriber import normalised

CONSENT = _("They have agreed to get these mails: begin without asking them to confirm")


class SubscriberForm(forms.ModelForm[Subscriber]):
    """A follower whom the owner adds or changes."""

    has_consent = forms.BooleanField(label=CONSENT, required=False)

    class Meta:
        model = Subscriber
        fields = ("email", "frequency")

    def clean_email(self) -> str:
        """Return the address as it is kept."""
        return normalised(self.cleaned_data["email"])


class ImportForm(forms.Form):
    """A file of followers."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("With a column “email”; the file that WordPress.com gives out fits as it is."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )
    has_consent = forms.BooleanField(label=CONSENT, required=False)
    is_trial = forms.BooleanField(label=_("Only tell what would happen"), required=False, initial=True)


class EndFilter(admin.ChoicesFieldListFilter):
    """Why subscriptions ended."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = _("reason of the end")

    def choices(self, changelist: Any) -> Iterator[Any]:
        """Return the reasons, which stand inside a sentence elsewhere, each as a label."""
        for choice in super().choices(changelist):
            yield {**choice, "display": capfirst(choice["display"])}


@admin.register(Subscriber)
class SubscriberAdmin(admin.ModelAdmin[Subscriber]):
    """Followers, the newest first."""

    form = SubscriberForm
    list_display = ("email", "standing", "frequency", "since")
    list_filter = ("state", "frequency", ("ended_because", EndFilter))
    search_fields = ("email",)
    ordering = ("-pk",)
    actions = ("end",)
    change_list_template = "admin/subscriptions/subscriber/change_list.html"
    readonly_fields = ("state", "source", "created_at", "started_at", "ended_at", "ended_because")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Say what is listed."""
        return super().changelist_view(request, {"title": now("Followers"), **(extra_context or {})})

    @admin.display(description=_("state"), ordering="state")
    def standing(self, subscriber: Subscriber) -> str:
        """How far it is; when it ended, and why."""
        state = str(subscriber.get_state_display())
        if not subscriber.ended_at:
            return state
        day = date_format(localtime(subscriber.ended_at))
        return f"{state}, {day}: {subscriber.get_ended_because_display()}"

    @admin.display(description=_("follows since"), ordering="started_at")
    def since(self, subscriber: Subscriber) -> str:
        """The day it began."""
        begun = subscriber.started_at
        return date_format(localtime(begun)) if begun else ""

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Ask for consent of new ones; show the history of the others."""
        if obj is None:
            return ("email", "frequency", "has_consent")
        return ("email", "frequency", *self.readonly_fields)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Let nobody change an address: the new one would not be proven."""
        return ("email", *self.readonly_fields) if obj else ()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Leave out the consent where it is given already."""
        if obj is not None:
            kwargs["form"] = forms.ModelForm
        return super().get_form(request, obj, change, **kwargs)

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: Subscriber, form: Any, change: bool) -> None:
        """Store it; a new one begins with consent, else is asked."""
        if change:
            obj.choose(form.cleaned_data["frequency"])
            return
        obj.source = Source.OWNER
        obj.save()
        if form.cleaned_data["has_consent"]:
            obj.start()
        else:
            ask(obj.email, Source.OWNER)

    def get_urls(self) -> list[Any]:
        """Add the two ways of files."""
        views = self.admin_site.admin_view
        return [
            path("export/", views(self.export_file), name="subscriptions_subscriber_export"),
            path("import/", views(self.import_file), name="subscriptions_subscriber_import"),
            *super().get_urls(),
        ]

    @admin.action(description=_("End the subscription of selected followers"), permissions=["change"])
    def end(self, request: HttpRequest, queryset: QuerySet[Subscriber]) -> None:
        """Send them nothing more; the rows stay, so that no import brings them back."""
        count = 0
        for subscriber in queryset:
            subscriber.end(EndReason.OWNER)
            count += 1
        told = ngettext("%d subscription ended.", "%d subscriptions ended.", count) % count
        self.message_user(request, told, messages.SUCCESS)

    def export_file(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with all followers as CSV, a batch at a time."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rows = Subscriber.objects.order_by("pk").iterator(chunk_size=1_000)
        headers = {"Content-Disposition": 'attachment; filename="followers.csv"'}
        return StreamingHttpResponse(followers_file.lines(rows), content_type="text/csv", headers=headers)

    def import_file(self, request: HttpRequest) -> HttpResponse:
        """Take a file, or tell what would happen."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ImportForm(request.POST or None, request.FILES or None)
        report = None
        if request.method == "POST" and form.is_valid():
            file = form.cleaned_data["file"]
            try:
                report = _import(file, **{n: form.cleaned_data[n] for n in ("has_consent", "is_trial")})
            except followers_file.UnreadableFileError as error:
                form.add_error("file", str(error))
        context = self.admin_site.each_context(request) | {
            "title": _("Import followers"),
            "form": form,
            "report": report,
            "opts": self.model._meta,
        }
        return render(request, "admin/subscriptions/subscriber/import.html", context)


@transaction.atomic
def _import(file: Any, *, has_consent: bool, is_trial: bool) -> followers_file.Report:
    """Store the new addresses of the file; without consent each is asked to confirm."""
    emails, report = followers_file.read(file, file.size)
    if not is_trial:
        state = State.ACTIVE if has_consent else State.PENDING
        new = Subscriber.objects.add(emails, Source.IMPORT, state=state)
        if not has_consent:
            ask_many(new)
    return report
