"""Carries one import from its first look at the files to its report.

The phases are those of ``Phase``. What a phase reads it takes in portions; each is one transaction that
holds the rows, what is remembered of them, and how far the run is. So a run that ended anywhere, kill -9
included, goes on with the same call, and ends as if nothing had happened.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from functools import partial

from django.db import Error, InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from blog.importing.ahead import Ahead
from blog.importing.beginning import begin_job, write_site
from blog.importing.careful import CarefulWriter
from blog.importing.job import Job
from blog.importing.media.faces import bring_faces
from blog.importing.media.late import finish_pictures
from blog.importing.media.library import LibraryWriter
from blog.importing.media.store import MediaStore
from blog.importing.models import ImportRun, Phase, RunState
from blog.importing.options import Options, Progress, StopImport
from blog.importing.portions import ItemWriter, portions_of
from blog.importing.proof.phase import prove_addresses
from blog.importing.reading import Item, Position, Reader, Survey, UnreadableFileError
from blog.importing.report import Report
from blog.importing.stopping import Signals, only_one, taking_signals
from blog.importing.texts.finishing import finish_library, finish_texts
from blog.models import SiteSettings

PHASES = list(Phase)
MOST_FILES = 30  # of the library in one portion
NOT_HERE = "The database cannot be reached. Begin the same import again when it can: it goes on where it was."


class ImportInterruptedError(Exception):
    """The database went away. The text is a sentence for the owner; the same call goes on later."""


def run_import(
    run: ImportRun, reader: Reader, progress: Progress, *, not_own: Collection[int] = ()
) -> Report:
    """Do the run, or what is left of it, and return its report, which ``run.report`` holds too.

    ``progress`` is told after each portion how far it is; it may raise StopImport, which ends the run after
    what is written so far, as SIGTERM and Ctrl-C do: ``run.state`` is STOPPED then, and the same call goes
    on. ``not_own`` are ids of articles (the demo's) that do not keep the settings from being taken over.
    A trial writes nothing but its report; it always begins at the beginning.

    Raises ImportIsRunningError while another run is going on, UnreadableFileError when a file or a choice
    is refused (nothing was written then), ImportInterruptedError when the database went away. Whatever is
    raised, ``run.error`` says it.
    """
    with only_one(), taking_signals() as signals, _told(run):
        importer = _Importer(run, reader, progress, signals, frozenset(not_own))
        importer.begin()
        if run.is_trial:
            importer.try_out()
        else:
            importer.run()
        importer.end()
    return importer.report


@contextmanager
def _told(run: ImportRun) -> Iterator[None]:
    """Write down how a run ended that did not come to its end."""
    try:
        yield
    except StopImport:
        _save_end(run, RunState.STOPPED, "")
    except UnreadableFileError as error:
        _save_end(run, RunState.FAILED, str(error))
        raise
    except (OperationalError, InterfaceError) as error:
        _save_end(run, RunState.STOPPED, NOT_HERE)
        raise ImportInterruptedError(NOT_HERE) from error
    except BaseException as error:
        _save_end(run, RunState.FAILED, f"{type(error).__name__}: {error}")
        raise


def _save_end(run: ImportRun, state: RunState, error: str) -> None:
    run.state, run.error = state, error
    with suppress(Error):
        if not connection.in_atomic_block and not connection.is_usable():
            connection.close()
        run.save(update_fields=["state", "error", "updated_at"])


class _Importer:
    """One run on its way."""

    def __init__(
        self, run: ImportRun, reader: Reader, progress: Progress, signals: Signals, not_own: frozenset[int]
    ) -> None:
        self._run, self._reader, self._progress, self._signals = run, reader, progress, signals
        self._not_own = not_own
        if run.is_trial:
            run.phase, run.position, run.counts, run.report, run.oddities = Phase.SURVEY, [], {}, {}, []
        self.report = Report.from_json(run.report)
        self._job: Job | None = None

    def begin(self) -> None:
        """Say that the run is going on."""
        self._run.state, self._run.error = RunState.RUNNING, ""
        self._run.save()
        self._tell()

    def try_out(self) -> None:
        """Go through all phases within a transaction that is taken back."""
        known = self._run.source
        try:
            with transaction.atomic():
                self.run()
                transaction.set_rollback(True)
        finally:
            self._run.source = known
            SiteSettings.forget()
            if self._job:
                with suppress(Error):  # the database may be away; a gap in the numbers harms nobody
                    self._job.numbers.put_back()

    def run(self) -> None:
        """Go through the phases that are left."""
        survey = self._reader.survey()
        media = Options.from_json(self._run.options).media
        with MediaStore(media, survey.site, is_trial=self._run.is_trial) as store:
            self._store = store
            self._work(self._prepare(survey))

    def _work(self, job: Job) -> None:
        steps: dict[Phase, Callable[[Job], None]] = {
            Phase.SURVEY: lambda _job: None,
            Phase.ATTACHMENTS: self._write_attachments,
            Phase.TEXTS: self._write_texts,
            Phase.FINISHING: self._finish,
            Phase.FACES: self._fetch_faces,
            Phase.ADDRESSES: self._prove,
        }
        for phase in PHASES[PHASES.index(Phase(self._run.phase)) :]:
            if phase != self._run.phase:
                self._enter(phase)
            steps[phase](job)

    def end(self) -> None:
        """Store the report of a run that came to its end."""
        self._run.state, self._run.finished_at = RunState.DONE, timezone.now()
        self._note()
        self._run.save()

    def _prepare(self, survey: Survey) -> Job:
        """Write people, terms and settings, unless an earlier call did."""
        self._job = job = begin_job(self._run, self._reader.system, survey.site, self._not_own)
        self._size = survey.size
        is_first = self._run.phase == Phase.SURVEY
        if is_first:
            job.report = self.report  # what was told once is not told again
        with transaction.atomic():
            write_site(job, survey, is_first=is_first)
            if is_first:
                self._run.source = job.source
                self._note()
                self._run.save()
        job.report = self.report
        return job

    def _write_attachments(self, job: Job) -> None:
        writer = LibraryWriter(job, self._store)
        start = Position(*self._run.position)
        for items in portions_of(self._reader.attachments(start), start, MOST_FILES):
            self._write(items, partial(writer.write, writer.prepare(items)))

    def _write_texts(self, job: Job) -> None:
        writer = CarefulWriter(job)
        start = Position(*self._run.position)
        with Ahead(self._reader) as ahead:
            portions = portions_of(self._reader.texts(start), start)
            for items in ahead.look_into(portions, job.ledger.find_digests):
                self._write(items, partial(writer.write, items))

    def _finish(self, job: Job) -> None:
        finish_pictures(job, LibraryWriter(job, self._store))
        with transaction.atomic():
            finish_texts(job)
            finish_library(job)
            ItemWriter(job).finish()
            self._note()
            self._run.save()

    def _fetch_faces(self, job: Job) -> None:
        bring_faces(job, self._tell_bytes)
        self._note()
        self._run.save()

    def _prove(self, job: Job) -> None:
        """Ask for every old address; begun anew by each call, for nothing is written by it."""
        if job.options.check_urls:
            proof = prove_addresses(
                self._reader,
                job.site,
                job.source.pk,
                run=self._run.pk,
                size=self._size,
                told=self._tell_bytes,
            )
            self.report.proof = proof.as_json()

    def _tell_bytes(self, done: int, total: int) -> None:
        self._run.bytes_done, self._run.bytes_all = done, total
        if not self._run.is_trial:
            self._run.save(update_fields=["bytes_done", "bytes_all", "updated_at"])
        self._tell()

    def _write(self, items: list[Item], write: Callable[[], None]) -> None:
        """Write a portion and how far the run is, all or nothing; then tell, and see whether to stop."""
        run = self._run
        with transaction.atomic():
            write()
            self._advance(items[-1].end)
            self._note()
            run.save()
        self._tell()

    def _enter(self, phase: Phase) -> None:
        self._run.phase, self._run.position, self._run.bytes_done = phase, [], 0
        self._run.save(update_fields=["phase", "position", "bytes_done", "updated_at"])
        self._tell()

    def _tell(self) -> None:
        run = self._run
        self._progress(str(run.phase), run.bytes_done, run.bytes_all, self.report.counts)
        self._signals.check()

    def _advance(self, end: Position) -> None:
        """Note the place up to which is written; files before it count whole."""
        run = self._run
        last = Position(*run.position)
        before = run.bytes_done - last.offset  # the bytes of earlier files
        run.bytes_done = before + end.offset + (last.offset if end.file != last.file else 0)
        run.position, run.bytes_all = list(end), self._size

    def _note(self) -> None:
        """Put the report into the fields of the run."""
        run, report = self._run, self.report.as_json()
        run.counts, run.report = report["counts"], report
        run.oddities, run.oddity_counts = report["oddities"], report["oddity_counts"]
