"""“Move in”: the list of imports, the page that begins one, and the page of each."""

from dataclasses import asdict
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from blog.demo import removal
from blog.importing.folders import imports_folder, listing_path
from blog.importing.models import ImportRun
from blog.moving import kept_files
from blog.moving.admin import acts, sending
from blog.moving.admin.choices import ChoicesForm
from blog.moving.admin.leaving import Leaving
from blog.moving.admin.progress import progress_of
from blog.moving.admin.reports import download, report_of
from blog.moving.admin.standing import Standing, standing_of
from blog.moving.kinds import Kind
from blog.untrusted import whole_number


@admin.register(ImportRun)
class ImportRunAdmin(Leaving, admin.ModelAdmin[ImportRun]):
    """Imports, the newest first. Whoever may add one may do everything here."""

    list_display = ("files", "kind", "state_told", "created_at")
    list_display_links = ("files",)
    list_per_page = 50
    list_max_show_all = 0
    sortable_by = ()
    show_full_result_count = False
    actions = None
    change_list_template = "admin/importing/importrun/change_list.html"

    class Media:
        css = {"all": ["css/admin-moving.css"]}

    def get_urls(self) -> list[Any]:
        """Add the addresses of the script and of reports."""
        wrap = self.admin_site.admin_view
        return [
            path("slice/", wrap(self.slice_view), name="importing_importrun_slice"),
            path("<int:number>/progress/", wrap(self.progress_view), name="importing_importrun_progress"),
            path("<int:number>/report.<str:form>", wrap(self.report_view), name="importing_importrun_report"),
            *self.leaving_urls(wrap),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Say what is listed, and offer to take the demo out."""
        if request.method == "POST" and "remove-demo" in request.POST:
            self.allow(request)
            acts.remove_demo(request)
            return HttpResponseRedirect(request.path)
        context = {"title": now("Move in"), "demo_is_present": removal.is_present()}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Take files, show what lies there, and have the chosen ones looked over."""
        self.allow(request)
        if request.method == "POST":
            return acts.begin(request)
        chosen = {each.name for each in sending.chosen(request, request.GET)}
        context = {
            "title": now("Move in"),
            "kept": [(each, each.name in chosen) for each in kept_files.kept_files()],
            "folder": imports_folder(),
            "kinds": Kind,
        }
        return self._page(request, "begin.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show the run as far as it is; do what its buttons say."""
        self.allow(request)
        run = get_object_or_404(ImportRun, pk=whole_number(object_id, most=2**63 - 1) or 0)
        standing = standing_of(run)
        chooses = standing == Standing.TO_BE_CHOSEN or "choices" in request.GET
        form = ChoicesForm(run, request.user, request.POST or None) if chooses else None
        answer = acts.act(request, run, standing, form) if request.method == "POST" else None
        if answer is not None:
            return answer
        context = {
            "title": acts.title_of(run, standing),
            "run": run,
            "standing": standing,
            "Standing": Standing,
            "form": form,
            "missing": [each["name"] for each in run.files if not Path(each["path"]).exists()],
            "survey": run.options.get("survey"),
            "told": progress_of(run),
            "has_sent_files": standing == Standing.DONE and bool(acts.sent_files(run)),
            "has_listing": listing_path(run.pk).is_file(),
            "report": report_of(run) if standing in (Standing.DONE, Standing.TRIED) else None,
        }
        return self._page(request, "run.html", context)

    def progress_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Answer how far the run is, for the script of its page."""
        self.allow(request)
        return JsonResponse(asdict(progress_of(get_object_or_404(ImportRun, pk=number))))

    def slice_view(self, request: HttpRequest) -> HttpResponse:
        """Take a slice of a file."""
        self.allow(request)
        if request.method != "POST":
            return HttpResponse(status=HTTPStatus.METHOD_NOT_ALLOWED)
        return sending.take_slice(request)

    def report_view(self, request: HttpRequest, number: int, form: str) -> HttpResponse:
        """Answer with the report as a file: txt, json, or all addresses as jsonl."""
        self.allow(request)
        answer: HttpResponse = download(get_object_or_404(ImportRun, pk=number), form)
        return answer

    @admin.display(description=_("files"))
    def files(self, run: ImportRun) -> str:
        """The names of its files."""
        return ", ".join(each["name"] for each in run.files) or str(run)

    @admin.display(description=_("state"))
    def state_told(self, run: ImportRun) -> str:
        """How far it is, in the owner's words."""
        return str(standing_of(run).label)

    @admin.display(description=_("kind"))
    def kind(self, run: ImportRun) -> str:
        """Whether anything of it was to be stored."""
        return now("trial") if run.is_trial else now("import")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show it to those who may import."""
        return self.has_add_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Reports hold what files hold, so they are for the same people."""
        return self.has_add_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Stopping and going on are for the same people."""
        return self.has_add_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was imported from where stays known."""
        return False

    def allow(self, request: HttpRequest) -> None:
        """Raise PermissionDenied for those who may not."""
        if not self.has_add_permission(request):
            raise PermissionDenied

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        whole = self.admin_site.each_context(request) | {"opts": self.model._meta, "media": self.media}
        return TemplateResponse(request, f"admin/importing/importrun/{template}", whole | context)
