"""What the page of a run says while it runs, and what its script asks for."""

from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from blog.importing.models import ImportRun, Phase
from blog.moving import watching
from blog.moving.admin.standing import Standing, standing_of
from blog.moving.counting import counted

HOUR, MINUTE = 3600, 60  # seconds


@dataclass(frozen=True)
class Told:
    """How far a run is, in words; ``percent`` is None where nobody knows how much there is."""

    standing: Standing
    phase: str
    percent: int | None = None
    text: str = ""


def progress_of(run: ImportRun) -> Told:
    """Say how far the run is."""
    standing = standing_of(run)
    if standing != Standing.RUNNING:
        return Told(standing, str(standing.label))
    glance = watching.glance_at(run)
    phase = str(Phase(glance.phase).label) if glance.phase in Phase.values else ""
    if watching.was_asked_to_stop(run):
        phase = _("Stopping after this portion")
    parts = counted(glance.counts)
    if glance.rate and glance.phase != Phase.ADDRESSES:
        parts.append(_("%s a second") % filesizeformat(glance.rate))
    if (seconds := glance.seconds_left) is not None:
        parts.append(_left(seconds))
    return Told(standing, phase, glance.percent if glance.total else None, " · ".join(parts))


def _left(seconds: int) -> str:
    if seconds >= HOUR:
        return _("%(hours)d h %(minutes)d min left") % {
            "hours": seconds // HOUR,
            "minutes": seconds % HOUR // MINUTE,
        }
    if seconds >= MINUTE:
        return _("%d min left") % round(seconds / MINUTE)
    return _("%d s left") % seconds
