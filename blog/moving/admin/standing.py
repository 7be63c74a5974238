"""How far a run is, in the words of its page."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.importing.models import ImportRun, RunState


class Standing(models.TextChoices):
    """What the page of a run shows."""

    LOOKING_OVER = "looking-over", _("The files are being looked over")
    TO_BE_CHOSEN = "to-be-chosen", _("Waits for your choices")
    WAITING = "waiting", _("Waits for the worker")
    RUNNING = "running", _("Is running")
    STOPPED = "stopped", _("Stopped")
    FAILED = "failed", _("Failed")
    TRIED = "tried", _("Tried")
    DONE = "done", _("Done")

    @property
    def is_moving(self) -> bool:
        """Whether it changes by itself."""
        return self in (Standing.LOOKING_OVER, Standing.WAITING, Standing.RUNNING)


def standing_of(run: ImportRun) -> Standing:
    """Return how far the run is."""
    if run.state == RunState.STOPPED:
        is_chosen = run.options.get("chosen") or "survey" not in run.options
        return Standing.STOPPED if is_chosen else Standing.TO_BE_CHOSEN
    if run.state in (RunState.WAITING, RunState.RUNNING) and run.options.get("looks_over"):
        return Standing.LOOKING_OVER
    if run.state == RunState.DONE and run.is_trial:
        return Standing.TRIED
    return Standing(run.state)
