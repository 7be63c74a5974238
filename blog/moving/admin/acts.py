"""What the buttons of “Move in” do."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from blog.demo import removal
from blog.importing.models import ImportRun
from blog.importing.options import Options
from blog.importing.reading import UnreadableFileError
from blog.moving import background, kept_files, running, watching
from blog.moving.admin import sending
from blog.moving.admin.choices import ChoicesForm
from blog.moving.admin.standing import Standing


def begin(request: HttpRequest) -> HttpResponse:
    """Take files, delete one, or have the chosen ones looked over."""
    if "delete" in request.POST:
        sending.delete_file(request)
        return _to_begin([])
    if "send" in request.POST:
        names = sending.take_files(request)
        if not (names or request.FILES):
            messages.error(request, _("Choose a file first."))
        return _to_begin([*request.POST.getlist("file"), *names])
    chosen = sending.chosen(request, request.POST)
    systems = {each.kind for each in chosen if each.kind.is_content}
    if len(systems) != 1:
        messages.error(
            request,
            _("Tick the files of one blog: its export, and its pictures if they are here.")
            if not systems
            else _("Tick files of one system only."),
        )
        return _to_begin([each.name for each in chosen])
    try:
        run = running.begin(
            systems.pop(),
            [each.path for each in chosen if each.kind.is_content],
            Options(),
            is_trial=True,
            started_by=request.user,
        )
    except UnreadableFileError as error:
        messages.error(request, str(error))
        return _to_begin([])
    run.options |= {"looks_over": True}
    background.in_background(run)
    return _to_run(run)


def act(
    request: HttpRequest, run: ImportRun, standing: Standing, form: ChoicesForm | None
) -> HttpResponse | None:
    """Do what the button says; None when the page has to show what is wrong with the choices."""
    wish = request.POST.get("do", "")
    if wish in ("try", "import") and form is not None:
        return _start(request, run, standing, form, is_trial=wish == "try")
    if wish == "import" and standing == Standing.TRIED:
        return _to_run(_again(request, run, Options.from_json(run.options), is_trial=False))
    if wish == "stop" and standing.is_moving:
        _stop(run)
    elif wish == "go-on" and standing in (Standing.STOPPED, Standing.FAILED):
        background.in_background(run)
    elif wish == "delete-files" and not standing.is_moving:
        _delete_files(request, run)
    return _to_run(run)


def sent_files(run: ImportRun) -> list[kept_files.KeptFile]:
    """Return what was sent for the run and lies here still; a command reads files from elsewhere, too."""
    paths = {each["path"] for each in run.files} | {Options.from_json(run.options).media}
    return [kept for kept in kept_files.kept_files() if str(kept.path.absolute()) in paths]


def title_of(run: ImportRun, standing: Standing) -> str:
    """Return the heading of a run's page."""
    names = ", ".join(each["name"] for each in run.files)
    if run.is_trial and standing not in (Standing.LOOKING_OVER, Standing.TO_BE_CHOSEN):
        return _("Trial with %s") % names
    return _("Import of %s") % names


def remove_demo(request: HttpRequest) -> None:
    """Take the demo out, and tell what went and what stays."""
    done = removal.remove()
    gone = ", ".join(f"{kind}: {number}" for kind, number in done.removed.items())
    messages.success(
        request, _("The demo was taken out. %s") % gone if gone else _("Nothing was left of it.")
    )
    for sentence in done.kept:
        messages.warning(request, _("%s It stays.") % sentence)


def _start(
    request: HttpRequest, run: ImportRun, standing: Standing, form: ChoicesForm, *, is_trial: bool
) -> HttpResponse | None:
    if not form.is_valid():
        return None
    if standing == Standing.TO_BE_CHOSEN:
        run.options = form.options().to_json() | _kept_options(run)
        run.is_trial = is_trial
        background.in_background(run)
        return _to_run(run)
    if standing.is_moving:
        return _to_run(run)
    return _to_run(_again(request, run, form.options(), is_trial=is_trial))


def _again(request: HttpRequest, run: ImportRun, options: Options, *, is_trial: bool) -> ImportRun:
    """Begin another run over the same files."""
    new = ImportRun(system=run.system, files=run.files, is_trial=is_trial, started_by_id=request.user.pk)
    new.options = options.to_json() | _kept_options(run)
    background.in_background(new)
    return new


def _kept_options(run: ImportRun) -> dict[str, Any]:
    return {"survey": run.options.get("survey", {}), "chosen": True}


def _stop(run: ImportRun) -> None:
    if not background.take_back(run):
        watching.ask_to_stop(run)


def _delete_files(request: HttpRequest, run: ImportRun) -> None:
    for kept in sent_files(run):
        kept_files.delete(kept)
        messages.success(request, _("Deleted: %s") % kept.name)


def _to_begin(names: list[str]) -> HttpResponse:
    query = QueryDict(mutable=True)
    query.setlist("file", names)
    return HttpResponseRedirect(f"{reverse('admin:importing_importrun_add')}?{query.urlencode()}")


def _to_run(run: ImportRun) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:importing_importrun_change", args=[run.pk]))
