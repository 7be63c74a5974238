"""One address that follows the blog, from the first asking to the end."""

from datetime import timedelta
from typing import Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models import OutgoingMail
from blog.subscriptions import schedule
from blog.subscriptions.schedule import Frequency

MOST_ASKED_A_DAY = 3  # mails to one address about following, whoever types it


class State(models.TextChoices):
    """How far a subscription is."""

    PENDING = "pending", _("Not confirmed")
    ACTIVE = "active", _("Following")
    ENDED = "ended", _("Ended")


class Source(models.TextChoices):
    """Where somebody began to follow."""

    FORM = "form", _("the form of the blog")
    COMMENT = "comment", _("a comment")
    ACCOUNT = "account", _("an account")
    OWNER = "owner", _("the owner")
    IMPORT = "import", _("an import")


class EndReason(models.TextChoices):
    """Why a subscription ended."""

    READER = "reader", _("unsubscribed")
    OWNER = "owner", _("removed by the owner")
    BOUNCED = "bounced", _("the address does not exist")
    COMPLAINED = "complained", _("reported our mail as spam")
    REFUSED = "refused", _("the mail server refused several mails for ever")


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    """Chains, and the changes that need no object beforehand."""

    def active(self) -> Self:
        """Keep those who get mail; the one definition."""
        return self.filter(state=State.ACTIVE)

    def at(self, email: str) -> Self:
        """Keep the one with that address, however it is written."""
        return self.filter(email=normalised(email))

    def start(self, email: str, source: Source, frequency: Frequency | None = None) -> "Subscriber":
        """Let a proven address follow from now on; who follows already goes on as before."""
        with transaction.atomic():
            subscriber = self.locked(email, source)
            subscriber.start(frequency)
        return subscriber

    def locked(self, email: str, source: Source) -> "Subscriber":
        """Return the row of the address, made when there is none, locked until the transaction ends."""
        address = normalised(email)
        self.bulk_create([Subscriber(email=address, source=source)], ignore_conflicts=True)
        return self.select_for_update().get(email=address)


class Subscriber(models.Model):
    """One address. It gets mail while it is active, and is kept afterwards with the reason of its end."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.PENDING)
    frequency = models.CharField(
        _("how often"), max_length=6, choices=Frequency.choices, default=Frequency.AT_ONCE
    )
    source = models.CharField(_("came by"), max_length=7, choices=Source.choices, default=Source.FORM)
    created_at = models.DateTimeField(_("first seen"), auto_now_add=True)
    started_at = models.DateTimeField(_("follows since"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_because = models.CharField(_("ended because"), max_length=10, choices=EndReason.choices, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True, editable=False)  # when a day of asking began
    asked_count = models.PositiveSmallIntegerField(default=0, editable=False)  # mails within that day

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=State.ENDED)
                | models.Q(ended_at__isnull=False) & ~models.Q(ended_because=""),
                name="subscriber_end_has_a_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.ACTIVE) | models.Q(started_at__isnull=False),
                name="subscriber_active_has_a_beginning",
            ),
        ]
        indexes = [
            models.Index(
                fields=["frequency"], name="subscriber_active", condition=models.Q(state=State.ACTIVE)
            )
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_active(self) -> bool:
        """Whether it gets mail."""
        return self.state == State.ACTIVE

    def start(self, frequency: Frequency | None = None) -> None:
        """Follow from now on; the row must be locked or new."""
        if not self.is_active:
            self.state, self.started_at = State.ACTIVE, timezone.now()
            self.ended_at, self.ended_because = None, ""
            self.frequency = frequency or self.frequency
            self.save()

    def end(self, reason: EndReason) -> None:
        """Send nothing more, what waits in the outbox included; who has ended already keeps that reason."""
        ended = {"state": State.ENDED, "ended_at": timezone.now(), "ended_because": reason}
        with transaction.atomic():
            going_on = type(self).objects.filter(pk=self.pk).exclude(state=State.ENDED)
            if going_on.update(**ended):
                unsent = OutgoingMail.objects.filter(deliveries__subscriber=self, sent_at=None)
                OutgoingMail.objects.filter(
                    pk__in=list(unsent.values_list("pk", flat=True)), sent_at=None
                ).delete()
                self.deliveries.filter(queued_at=None).delete()
        self.refresh_from_db()

    def choose(self, frequency: Frequency) -> None:
        """Change how often mail comes; what waits for the old time is sent at the new one."""
        with transaction.atomic():
            self.frequency = frequency
            self.save(update_fields=["frequency"])
            self.deliveries.filter(queued_at=None).update(due_at=schedule.due_at(frequency, timezone.now()))

    def may_be_asked(self) -> bool:
        """Count one more mail about following; False when this day has had enough. The row must be locked."""
        now = timezone.now()
        if self.asked_at is None or self.asked_at < now - timedelta(days=1):
            self.asked_at, self.asked_count = now, 0
        if self.asked_count >= MOST_ASKED_A_DAY:
            return False
        self.asked_count += 1
        self.save(update_fields=["asked_at", "asked_count"])
        return True


def normalised(email: str) -> str:
    """Return the one way in which an address is kept."""
    return email.strip().lower()
