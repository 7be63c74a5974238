"""One import, from its files to its report: begun, found again after a crash, stopped and gone on with."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from blog.demo import removal
from blog.importing.models import ImportRun, RunState
from blog.importing.options import Options, Progress
from blog.importing.reading import Reader, Survey, UnreadableFileError
from blog.importing.run import run_import
from blog.importing.stopping import only_one
from blog.models import SiteSettings
from blog.moving import watching
from blog.moving.readers import open_reader

PIECE = 2**22  # bytes
UNFINISHED = (RunState.WAITING, RunState.RUNNING, RunState.STOPPED, RunState.FAILED)


def begin(
    system: str, paths: Sequence[Path], options: Options, *, is_trial: bool, started_by: Any = None
) -> ImportRun:
    """Return the unfinished run over the same files with the same choices, else a new one.

    Raises UnreadableFileError for a file that is not there.
    """
    files = [_described(path.absolute()) for path in paths]
    if not is_trial:
        for run in ImportRun.objects.filter(system=system, is_trial=False, state__in=UNFINISHED):
            if _contents(run.files) == _contents(files) and Options.from_json(run.options) == options:
                run.files = files
                run.save()
                return run
    return ImportRun.objects.create(
        system=system, files=files, options=options.to_json(), is_trial=is_trial, started_by=started_by
    )


def execute(run: ImportRun, progress: Progress) -> None:
    """Do the run, or go on with it; ``run.state`` says afterwards how it ended.

    Raises ImportIsRunningError, and then nothing has changed; ImportInterruptedError when the database went
    away. What is the file's fault ends in FAILED with a sentence.
    """
    with only_one():
        try:
            reader = reader_of(run)
            run.state, run.error, run.finished_at = RunState.RUNNING, "", None
            run.save()
            _import(run, reader, watching.watched(run, progress))
        except UnreadableFileError as error:
            _end(run, RunState.FAILED, str(error))
        finally:
            watching.forget_progress(run)


def look_over(run: ImportRun) -> Survey | None:
    """Read what the files say of their site, for the choices to be made; None when they cannot be read."""
    try:
        survey = reader_of(run).survey()
    except UnreadableFileError as error:
        _end(run, RunState.FAILED, str(error))
        return None
    run.options = run.options | {"survey": _summary(survey), "looks_over": False}
    _end(run, RunState.STOPPED)
    return survey


def reader_of(run: ImportRun) -> Reader:
    """Open the files of the run; raises UnreadableFileError when they are gone or were changed."""
    paths = [Path(each["path"]) for each in run.files]
    for path, described in zip(paths, run.files, strict=True):
        if not path.exists():
            raise UnreadableFileError(_("The file %s is gone: bring it back, or begin anew.") % path)
        if path.is_file() and path.stat().st_size != described["size"]:
            raise UnreadableFileError(_("The file %s was changed since: begin anew.") % path)
    return open_reader(run.system, paths)


def _import(run: ImportRun, reader: Reader, progress: Progress) -> None:
    if not run.is_trial:
        _remove_demo(run)
        run_import(run, reader, progress, not_own=removal.article_ids())
        return
    try:
        with transaction.atomic():
            _remove_demo(run)
            run_import(run, reader, progress, not_own=removal.article_ids())
            transaction.set_rollback(True)
    finally:
        SiteSettings.forget()
        run.save()  # what was noted of the trial went with the transaction


def _remove_demo(run: ImportRun) -> None:
    if Options.from_json(run.options).remove_demo and removal.is_present():
        removed = removal.remove()
        run.options = run.options | {"demo": {"removed": removed.removed, "kept": removed.kept}}
        run.save(update_fields=["options", "updated_at"])


def _end(run: ImportRun, state: RunState, error: str = "") -> None:
    run.state, run.error, run.finished_at = state, error, timezone.now()
    run.save()


def _summary(survey: Survey) -> dict[str, Any]:
    site = survey.site
    return {
        "address": site.address,
        "title": site.title,
        "time_zone": site.time_zone,
        "permalink_structure": site.permalink_structure,
        "people": [{"key": each.key, "name": each.display_name, "email": each.email} for each in site.people],
        "categories": len(site.categories),
        "tags": len(site.tags),
    }


def _described(path: Path) -> dict[str, Any]:
    if not path.exists():
        raise UnreadableFileError(_("%s is not there: check its name.") % path)
    digest, size = blake2b(digest_size=16), 0
    for each in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if each.is_file():
            digest.update(b"" if each is path else str(each.relative_to(path)).encode("utf-8", "replace"))
            with each.open("rb") as file:
                while piece := file.read(PIECE):
                    digest.update(piece)
                    size += len(piece)
    return {"name": path.name, "size": size, "digest": digest.hexdigest(), "path": str(path)}


def _contents(files: Sequence[Mapping[str, Any]]) -> list[tuple[int, str]]:
    return [(each["size"], each["digest"]) for each in files]
