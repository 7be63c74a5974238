"""What becomes of an address that mail does not reach, or whose owner calls our mail spam.

Told by the mail server at the sending (``take_refusal``), or afterwards by a mail service (``take``).
Both may come twice, late and in any order, so a subscription that began later than what is told goes on.
What says "not now", or is about us instead of the address, ends nothing.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.db import transaction
from django.utils import timezone

from blog.models import OutgoingMail
from blog.outbox import Refusal
from blog.subscriptions import followups
from blog.subscriptions.models import EndReason, Subscriber
from blog.subscriptions.models.subscriber import normalised

MOST_SOFT_BOUNCES = 5  # of different days; then an address counts as dead
LONGEST_ADDRESS = 254  # characters
ADDRESS = re.compile(r"[^\x00-\x20\x7f\ud800-\udfff]+@[^\x00-\x20\x7f\ud800-\udfff]+")
ENHANCED = re.compile(r"\b5\.(\d{1,3})\.(\d{1,3})\b")  # RFC 3463
NO_SUCH_ADDRESS = {(1, 1), (1, 2), (1, 3), (1, 6), (1, 10), (2, 1)}  # RFC 3463, RFC 7505
PLAIN_CODES = {550, 551, 553}  # RFC 5321, 4.2.3: no mailbox, not local, not allowed
FULL = {(2, 2), (2, 3)}
ABOUT_US = re.compile(r"rela[yi]|authenticat|blocked|blacklist|denied|spam|policy|reputation|SPF|DKIM", re.I)
SPARKPOST_SOFT = {"20", "21", "22", "23", "24", "40", "70"}


@dataclass(frozen=True)
class Report:
    """That an address is to get no more, and since when; REFUSED ends it only with others of the kind."""

    email: str
    reason: EndReason
    at: datetime


def take_refusal(refusal: Refusal) -> None:
    """End or count what a mail server refused for ever when the worker named the recipient."""
    enhanced = ENHANCED.search(refusal.reply)
    status = (int(enhanced[1]), int(enhanced[2])) if enhanced else None
    is_plain = status is None and refusal.code in PLAIN_CODES and not ABOUT_US.search(refusal.reply)
    if status in NO_SUCH_ADDRESS or is_plain:
        _end(refusal.recipient, EndReason.BOUNCED, timezone.now())
    elif status in FULL or (status is None and refusal.code == 552):
        _count(refusal.recipient, timezone.now())


def read_event(event: AnymailTrackingEvent) -> Report | None:
    """Return what a mail service told, as far as it is about an address that is to get less mail.

    Services are trusted with addresses, not with types: anything may be raised by what is odd.
    """
    reason, email = _reason(event), event.recipient
    if reason is None or len(email) > LONGEST_ADDRESS or not ADDRESS.fullmatch(email):
        return None
    return Report(email, reason, _moment(event.timestamp))


def take(report: Report) -> None:
    """End or count what a mail service told."""
    if report.reason == EndReason.REFUSED:
        _count(report.email, report.at)
    else:
        _end(report.email, report.reason, report.at)


def _reason(event: AnymailTrackingEvent) -> EndReason | None:
    """Return why the subscription ends: REFUSED when only several end one, None when none do."""
    if event.event_type == EventType.COMPLAINED:
        return EndReason.COMPLAINED
    if event.event_type == EventType.UNSUBSCRIBED or event.reject_reason == RejectReason.UNSUBSCRIBED:
        return EndReason.READER
    if event.reject_reason in {RejectReason.BOUNCED, RejectReason.INVALID}:
        if event.event_type in {EventType.BOUNCED, EventType.REJECTED}:
            return EndReason.REFUSED if _is_soft(event) else EndReason.BOUNCED
        return None
    return EndReason.REFUSED if event.event_type == EventType.BOUNCED else None


def _is_soft(event: AnymailTrackingEvent) -> bool:
    """Tell the bounces that may pass, which each service calls by another name."""
    told: Any = event.esp_event
    if "bounceType" in told.get("bounce", {}):
        return str(told["bounce"]["bounceType"]) != "Permanent"  # Amazon SES
    sparkpost = told.get("msys", {}).get("message_event", {})
    return (
        told.get("Type") in {"SoftBounce", "Transient"}  # Postmark
        or told.get("event") == "soft_bounce"  # Brevo
        or ("hard_bounce" in told and not told["hard_bounce"])  # Mailjet
        or told.get("type") == "blocked"  # SendGrid
        or str(sparkpost.get("bounce_class")) in SPARKPOST_SOFT
    )


def _moment(told: Any) -> datetime:
    """Return when it happened; now, when the service does not say, or says something odd."""
    now = timezone.now()
    is_usable = isinstance(told, datetime) and timezone.is_aware(told)
    return min(told, now) if is_usable else now


@transaction.atomic
def _end(email: str, reason: EndReason, at: datetime) -> None:
    subscriber = _locked(email)
    if subscriber and subscriber.began_after(at):
        return
    followups.mute_all(email)
    if subscriber:
        subscriber.end(reason)
    if reason == EndReason.BOUNCED:
        OutgoingMail.objects.give_up_to(normalised(email), "The address does not exist.")


@transaction.atomic
def _count(email: str, at: datetime) -> None:
    subscriber = _locked(email)
    if not subscriber or subscriber.began_after(at):
        return
    if subscriber.count_soft_bounce(at) >= MOST_SOFT_BOUNCES:
        followups.mute_all(email)
        subscriber.end(EndReason.REFUSED)


def _locked(email: str) -> Subscriber | None:
    return Subscriber.objects.at(email).select_for_update().first()
