"""Outgoing mail: a row is written in the transaction that causes it; a worker sends it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog import mail
from blog.models.site import SiteSettings

MOST_ATTEMPTS = 14  # with doubling pauses: nearly three days
FIRST_PAUSE = 30  # seconds


class UnwritableError(Exception):
    """No text can be made of a mail's template."""


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    """Chains for the worker."""

    def due(self) -> Self:
        """Keep what should be sent now, oldest first."""
        return self.filter(sent_at=None, given_up_at=None, next_attempt_at__lte=timezone.now()).order_by(
            "next_attempt_at", "pk"
        )

    def give_up_to(self, recipient: str, reason: str) -> int:
        """Send nothing more of what waits for an address, but for what is being sent this moment."""
        waiting = self.filter(recipient=recipient, sent_at=None, given_up_at=None)
        locked = waiting.select_for_update(skip_locked=True).values_list("pk", flat=True)
        return self.filter(pk__in=list(locked)).update(given_up_at=timezone.now(), last_error=reason)


class SharedMail(models.Model):
    """What many mails say, kept once; where each has a text of its own, this one has the mark."""

    mark = models.CharField(max_length=50)
    body_text = models.TextField()
    body_html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return self.mark


class OutgoingMail(models.Model):
    """One message to one address; ``message_id`` stays the same at every attempt."""

    message_id = models.CharField(max_length=255, unique=True)
    recipient = models.EmailField(_("recipient"), max_length=254)
    subject = models.CharField(_("subject"), max_length=998)
    body_text = models.TextField()
    body_html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    # Instead of the three above, for a mail to many: the text of all, and what stands in it for this one.
    shared = models.ForeignKey(SharedMail, models.PROTECT, null=True, blank=True, related_name="mails")
    filling = models.CharField(max_length=255, blank=True, db_default="")
    # Instead of the two bodies, for a mail whose text is written when it is sent.
    template = models.CharField(max_length=50, blank=True, db_default="")
    context = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    attempt_count = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                name="outgoing_mail_due",
                condition=models.Q(sent_at__isnull=True, given_up_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient}"

    @property
    def content(self) -> mail.Content:
        """What the mail says to this recipient; raise UnwritableError where its template fails."""
        if self.template:
            return self._written()
        said = self.shared or self
        return mail.Content(self.subject, self._filled(said.body_text), self._filled(said.body_html))

    @staticmethod
    def everywhere() -> dict[str, Any]:
        """Return what every mail's templates get."""
        return {"site": SiteSettings.current(), "site_url": settings.BLOG_SITE_URL}

    @property
    def own_headers(self) -> dict[str, str]:
        """The headers of this recipient's mail."""
        return {name: self._filled(value) for name, value in (self.shared or self).headers.items()}

    def _written(self) -> mail.Content:
        try:
            written = mail.render(self.template, self.everywhere() | (self.context or {}))
        except Exception as error:  # whatever somebody wrote into a template
            raise UnwritableError(f"{type(error).__name__}: {error}") from error
        return replace(written, subject=self.subject)

    def _filled(self, text: str) -> str:
        return text.replace(self.shared.mark, self.filling) if self.shared else text

    def mark_sent(self) -> None:
        """Record that the server took it."""
        self.sent_at = timezone.now()
        self.attempt_count += 1
        self.save(update_fields=["sent_at", "attempt_count"])

    def mark_failed(self, error: str) -> None:
        """Plan the next attempt, twice as far away as the last; give up after MOST_ATTEMPTS."""
        self.next_attempt_at = timezone.now() + timedelta(seconds=FIRST_PAUSE * 2**self.attempt_count)
        self._note_failure(error, is_last=self.attempt_count + 1 >= MOST_ATTEMPTS)

    def give_up(self, error: str) -> None:
        """Record that no attempt can succeed."""
        self._note_failure(error, is_last=True)

    def _note_failure(self, error: str, *, is_last: bool) -> None:
        self.attempt_count += 1
        self.last_error = error[:2000]
        self.given_up_at = timezone.now() if is_last else None
        self.save(update_fields=["attempt_count", "last_error", "next_attempt_at", "given_up_at"])
