"""One import, from its start to its report; what is needed to go on with it after a crash."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.importing.models.imported import Source


class RunState(models.TextChoices):
    """How far a run is."""

    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    STOPPED = "stopped", _("Stopped")


class Phase(models.TextChoices):
    """What a run does, in this order."""

    SURVEY = "survey", _("Looking over the files")
    ATTACHMENTS = "attachments", _("Pictures and files")
    TEXTS = "texts", _("Articles, pages and comments")
    FINISHING = "finishing", _("Putting things together")
    FACES = "faces", _("Pictures of commenters")
    ADDRESSES = "addresses", _("Asking for every old address")


class ImportRun(models.Model):
    """One run over the files of one source. Counts, position and rows change in one transaction."""

    source = models.ForeignKey(Source, models.SET_NULL, null=True, blank=True, related_name="runs")
    system = models.CharField(max_length=20)
    # Of each file: name, size in bytes, digest; in the order in which they are read.
    files = models.JSONField(default=list)
    options = models.JSONField(default=dict)
    is_trial = models.BooleanField(_("trial"), default=False)
    state = models.CharField(_("state"), max_length=7, choices=RunState.choices, default=RunState.WAITING)
    phase = models.CharField(_("phase"), max_length=11, choices=Phase.choices, default=Phase.SURVEY)
    position = models.JSONField(default=list)  # number of the file and offset; empty: the beginning
    bytes_done = models.BigIntegerField(default=0)  # of the phase
    bytes_all = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)  # kind → verb → number
    oddities = models.JSONField(default=list)  # the first of each code
    oddity_counts = models.JSONField(default=dict)  # code → number of all
    report = models.JSONField(default=dict)  # when it is done
    error = models.TextField(_("error"), blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.system}, {self.created_at:%Y-%m-%d %H:%M}"
