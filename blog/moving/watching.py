"""How far a run is, for those who watch it from another process, and how they ask it to stop.

Both go through small files below ``imports/.runs``: a trial is one transaction, which no other connection
sees into.
"""

import json
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field

from blog.importing.folders import run_folder
from blog.importing.models import ImportRun
from blog.importing.options import Progress, StopImport
from blog.moving.counting import Counts

EVERY = 0.4  # seconds between two notes
RATE_FROM = 2.0  # seconds of a phase after which its rate says something


@dataclass(frozen=True)
class Glance:
    """Where a run stood a moment ago."""

    phase: str = ""
    done: int = 0
    total: int = 0
    rate: float = 0.0  # bytes (or addresses) a second, 0 when not known
    counts: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def percent(self) -> int:
        """How much of the phase is done."""
        return min(100, 100 * self.done // self.total) if self.total else 0

    @property
    def seconds_left(self) -> int | None:
        """How long the phase still takes; None when nobody knows."""
        return round((self.total - self.done) / self.rate) if self.rate and self.total else None


class Clock:
    """Makes glances of what a run tells: the rate is that of the phase so far."""

    def __init__(self) -> None:
        self._phase, self._begun_at, self._begun_with = "", 0.0, 0

    def glance(self, phase: str, done: int, total: int, counts: Counts) -> Glance:
        """Take what a Progress is told."""
        now = time.monotonic()
        if phase != self._phase or done < self._begun_with:  # a phase may begin anew
            self._phase, self._begun_at, self._begun_with = phase, now, done
        seconds = now - self._begun_at
        rate = (done - self._begun_with) / seconds if seconds > RATE_FROM else 0.0
        return Glance(phase, done, total, rate, {kind: dict(verbs) for kind, verbs in counts.items()})


def watched(run: ImportRun, progress: Progress) -> Progress:
    """Return a Progress that leaves notes for others, obeys their wish to stop, and calls another one."""
    clock, path, wish = Clock(), run_folder(run.pk) / "progress.json", run_folder(run.pk) / "stop"
    wish.unlink(missing_ok=True)
    last = ("", -EVERY)

    def tell(phase: str, done: int, total: int, counts: Counts) -> None:
        nonlocal last
        glance = clock.glance(phase, done, total, counts)
        now = time.monotonic()
        if phase != last[0] or now - last[1] >= EVERY:
            last = (phase, now)
            draft = path.with_suffix(".draft")
            draft.write_text(json.dumps(asdict(glance)), encoding="utf-8")
            draft.rename(path)
        progress(phase, done, total, counts)
        if wish.exists():
            raise StopImport

    return tell


def glance_at(run: ImportRun) -> Glance:
    """Return the last note of the run, else what its row says."""
    with suppress(OSError, ValueError, TypeError):
        return Glance(**json.loads((run_folder(run.pk) / "progress.json").read_text(encoding="utf-8")))
    return Glance(run.phase, run.bytes_done, run.bytes_all, counts=run.counts)


def ask_to_stop(run: ImportRun) -> None:
    """Let the run end after the portion that it is at."""
    (run_folder(run.pk) / "stop").touch()


def was_asked_to_stop(run: ImportRun) -> bool:
    """Whether somebody wanted it to end, since it was taken up last."""
    return (run_folder(run.pk) / "stop").exists()


def forget_progress(run: ImportRun) -> None:
    """Take the note of an ended run away."""
    (run_folder(run.pk) / "progress.json").unlink(missing_ok=True)


def note_start(run: ImportRun) -> int:
    """Note that somebody takes the run up; return how often that happened without any progress since."""
    path = run_folder(run.pk) / "starts"
    place = json.dumps([run.phase, run.position, run.bytes_done])
    try:
        count, at = path.read_text(encoding="utf-8").split("\n", 1)
    except (OSError, ValueError):
        count, at = "0", ""
    number = int(count) + 1 if at == place else 1
    path.write_text(f"{number}\n{place}", encoding="utf-8")
    return number


def forget_starts(run: ImportRun) -> None:
    """Begin to count anew."""
    (run_folder(run.pk) / "starts").unlink(missing_ok=True)
