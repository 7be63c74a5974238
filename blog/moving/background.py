"""Imports that the admin began: the worker does each in a process of its own, and takes up the killed."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.importing.models import ImportRun, RunState
from blog.moving import watching
from blog.moving.alone import is_import_running

MOST_STARTS = 4  # of a run that gets no further; more would never end

_process: subprocess.Popen[bytes] | None = None


def start_due() -> bool:
    """Start the oldest run that waits or was left behind, unless one is running; return whether it did."""
    global _process  # noqa: PLW0603 - the one child of this worker
    if _process is not None and _process.poll() is None:
        return False
    _process = None
    run = next((run for run in _due() if _is_here(run)), None)
    if run is None or is_import_running():
        return False
    if watching.note_start(run) > MOST_STARTS:
        _give_up(run)
        return False
    command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "import_run", str(run.pk)]
    _process = subprocess.Popen([*command, "--parent", str(os.getpid())], stdin=subprocess.DEVNULL)
    return True


def in_background(run: ImportRun) -> None:
    """Hand the run to the worker, which tries it anew, however often that was in vain before."""
    run.options = run.options | {"background": True}
    run.state, run.error, run.finished_at = RunState.WAITING, "", None
    run.save()
    watching.forget_starts(run)


def take_up_again(run: ImportRun) -> None:
    """Let the next worker go on with a run that was ended with its worker, or with the database."""
    if run.state == RunState.STOPPED and not watching.was_asked_to_stop(run):
        ImportRun.objects.filter(pk=run.pk, state=RunState.STOPPED).update(state=RunState.WAITING)


def take_back(run: ImportRun) -> bool:
    """Stop a run that nobody has taken up yet; return whether that was so."""
    waiting = ImportRun.objects.filter(pk=run.pk, state=RunState.WAITING)
    return waiting.update(state=RunState.STOPPED, finished_at=timezone.now()) == 1


def _due() -> list[ImportRun]:
    states = (RunState.WAITING, RunState.RUNNING)
    return list(ImportRun.objects.filter(state__in=states, options__background=True).order_by("pk")[:20])


def _is_here(run: ImportRun) -> bool:
    """Whether this host has the files; with a data folder of its own another one may have them."""
    return all(Path(each["path"]).exists() for each in run.files)


def _give_up(run: ImportRun) -> None:
    run.state, run.finished_at = RunState.FAILED, timezone.now()
    run.error = (
        _("The process of the import ended %d times without getting any further; the log says why.")
        % MOST_STARTS
    )
    run.save(update_fields=["state", "finished_at", "error", "updated_at"])
