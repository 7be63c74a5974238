"""One address that follows the blog, from the first asking to the end."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models import OutgoingMail
from blog.subscriptions import schedule
from blog.subscriptions.schedule import Frequency

MOST_ASKED_A_DAY = 3  # mails to one address about following, whoever types it
PAUSE_AFTER_TROUBLE = timedelta(days=7)  # between two such mails to one that bounced or complained
SOFT_BOUNCE_KEPT = timedelta(days=60)  # after which one does not count any more


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
    REFUSED = "refused", _("several mails could not be delivered")

    @property
    def is_trouble(self) -> bool:
        """Whether more mail to the address would harm the name of the blog."""
        return self in {EndReason.BOUNCED, EndReason.COMPLAINED, EndReason.REFUSED}


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

    def add(self, emails: Iterable[str], source: Source, *, state: "State") -> list["Subscriber"]:
        """Store addresses of which none is known, by the thousand, and return those that still were new."""
        now, addresses = timezone.now(), [normalised(email) for email in emails]
        fields = {"state": state, "source": source, "started_at": now if state == State.ACTIVE else None}
        last = self.order_by("pk").values_list("pk", flat=True).last() or 0
        rows = (Subscriber(email=address, **fields) for address in addresses)
        self.bulk_create(rows, batch_size=1_000, ignore_conflicts=True)
        return list(self.filter(email__in=addresses, source=source, state=state, pk__gt=last).order_by("pk"))

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
    soft_bounced_at = models.DateTimeField(null=True, blank=True, editable=False)  # the last one counted
    soft_bounce_count = models.PositiveSmallIntegerField(db_default=0, editable=False)

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
            self.soft_bounced_at, self.soft_bounce_count = None, 0
            self.frequency = frequency or self.frequency
            self.save()

    def end(self, reason: EndReason) -> None:
        """Send nothing more, what waits in the outbox included; who has ended already keeps that reason."""
        ended = {"state": State.ENDED, "ended_at": timezone.now(), "ended_because": reason}
        with transaction.atomic():
            going_on = type(self).objects.filter(pk=self.pk).exclude(state=State.ENDED)
            if going_on.update(**ended):
                waiting = OutgoingMail.objects.filter(sent_at=None, given_up_at=None)
                unsent = waiting.filter(deliveries__subscriber=self)
                waiting.filter(pk__in=list(unsent.values_list("pk", flat=True))).delete()
                self.deliveries.filter(queued_at=None).delete()
        self.refresh_from_db()

    def choose(self, frequency: Frequency) -> None:
        """Change how often mail comes; what waits for the old time is sent at the new one."""
        with transaction.atomic():
            self.frequency = frequency
            self.save(update_fields=["frequency"])
            self.deliveries.filter(queued_at=None).update(due_at=schedule.due_at(frequency, timezone.now()))

    def began_after(self, moment: datetime) -> bool:
        """Whether it was proven anew since then."""
        return self.is_active and self.started_at is not None and self.started_at > moment

    def count_soft_bounce(self, at: datetime) -> int:
        """Count a mail that could not be delivered, at most one a day; return how many there are by now."""
        last = self.soft_bounced_at
        if last is None or at > last + timedelta(days=1):
            is_new = last is None or at > last + SOFT_BOUNCE_KEPT
            self.soft_bounce_count = 1 if is_new else self.soft_bounce_count + 1
            self.soft_bounced_at = at
            self.save(update_fields=["soft_bounced_at", "soft_bounce_count"])
        return self.soft_bounce_count

    def may_be_asked(self) -> bool:
        """Count one more mail about following; False when there were enough. The row must be locked.

        Where mail went wrong, one typed address gets one more mail, and then none for a while.
        """
        now = timezone.now()
        if self._was_asked_after_trouble(now):
            return False
        if self.asked_at is None or self.asked_at < now - timedelta(days=1):
            self.asked_at, self.asked_count = now, 0
        if self.asked_count >= MOST_ASKED_A_DAY:
            return False
        self.asked_count += 1
        self.save(update_fields=["asked_at", "asked_count"])
        return True

    def _was_asked_after_trouble(self, now: datetime) -> bool:
        if not (self.ended_at and self.asked_at and EndReason(self.ended_because).is_trouble):
            return False
        return self.asked_at > max(self.ended_at, now - PAUSE_AFTER_TROUBLE)


def normalised(email: str) -> str:
    """Return the one way in which an address is kept."""
    return email.strip().lower()
