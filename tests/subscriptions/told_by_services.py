"""What mail services post, and what strangers might."""

import json
from datetime import datetime
from typing import Any

from django.utils import timezone

from blog.subscriptions.models import EndReason


def bounce(kind: str = "HardBounce", at: datetime | None = None, **more: Any) -> dict[str, Any]:
    at = at or timezone.now()
    return {
        "RecordType": "Bounce",
        "Type": kind,
        "Email": "Rita@example.org",
        "BouncedAt": at.isoformat(),
        "ID": 7,
    } | more


def complaint() -> dict[str, Any]:
    return bounce("SpamComplaint") | {"RecordType": "SpamComplaint"}


def amazon(message: dict[str, Any], kind: str = "Notification") -> dict[str, Any]:
    return {"Type": kind, "MessageId": "1", "Message": json.dumps(message)}


def amazon_bounce(kind: str) -> dict[str, Any]:
    bounced = {
        "bounceType": kind,
        "bounceSubType": "General",
        "bouncedRecipients": [{"emailAddress": "rita@example.org"}],
    }
    return amazon(
        {
            "eventType": "Bounce",
            "bounce": bounced | {"timestamp": timezone.now().isoformat()},
            "mail": {"messageId": "1", "destination": ["rita@example.org"]},
        }
    )


AMAZON_HEADERS = {"x-amz-sns-message-type": "Notification", "x-amz-sns-message-id": "1"}
NOW = int(datetime.now().timestamp())
ENDINGS = [
    ("postmark", bounce(), EndReason.BOUNCED),
    ("postmark", complaint(), EndReason.COMPLAINED),
    ("amazon_ses", amazon_bounce("Permanent"), EndReason.BOUNCED),
    ("brevo", {"event": "hard_bounce", "email": "rita@example.org", "ts_event": NOW}, EndReason.BOUNCED),
    ("brevo", {"event": "spam", "email": "rita@example.org", "ts_event": NOW}, EndReason.COMPLAINED),
    ("brevo", {"event": "unsubscribe", "email": "rita@example.org"}, EndReason.READER),
    (
        "mailjet",
        [
            {
                "event": "bounce",
                "email": "rita@example.org",
                "time": NOW,
                "hard_bounce": True,
                "error": "user unknown",
            }
        ],
        EndReason.BOUNCED,
    ),
    (
        "sparkpost",
        [
            {
                "msys": {
                    "message_event": {
                        "type": "bounce",
                        "raw_rcpt_to": "rita@example.org",
                        "bounce_class": "10",
                        "timestamp": str(NOW),
                    }
                }
            }
        ],
        EndReason.BOUNCED,
    ),
]
SOFT = [
    ("postmark", bounce("SoftBounce")),
    ("postmark", bounce("Transient")),
    ("amazon_ses", amazon_bounce("Transient")),
    ("brevo", {"event": "soft_bounce", "email": "rita@example.org", "ts_event": NOW}),
    (
        "mailjet",
        [{"event": "bounce", "email": "rita@example.org", "hard_bounce": False, "error": "quota exceeded"}],
    ),
    (
        "sparkpost",
        [
            {
                "msys": {
                    "message_event": {
                        "type": "bounce",
                        "raw_rcpt_to": "rita@example.org",
                        "bounce_class": "22",
                        "timestamp": str(NOW),
                    }
                }
            }
        ],
    ),
]


HOSTILE: list[Any] = [
    b"",
    b"\xff\xfe\x00",
    b"[" * 100_000,
    b"null",
    b"[]",
    b"1e999",
    [None, 1, "x", {}],
    {},
    {"RecordType": []},
    bounce([]),  # type: ignore[arg-type]
    bounce(BouncedAt="9999999999999"),
    bounce(BouncedAt="0001-01-01T00:00:00+14:00"),
    bounce(BouncedAt=7),
    bounce(Email="\x00@example.org"),
    bounce(Email="\ud800@example.org"),
    bounce(Email="x" * 100_000 + "@example.org"),
    bounce(Email=["rita@example.org"]),
    bounce(Email={"a": 1}),
    bounce(Email=None),
    bounce(bounce="bounceType"),
    bounce(msys=[1]),
    {"event": "hard_bounce", "email": {}, "ts_event": "x", "tags": 7},
    {"event": "bounce", "time": 10**30, "email": "rita@example.org"},
    [{"event": "bounce", "timestamp": 10**30, "email": "rita@example.org"}],
    [{"msys": {"message_event": 7}}],
    amazon({"eventType": "Bounce", "bounce": 7, "mail": []}),
    amazon({"notificationType": {"a": 1}}),
    {"Type": "Notification", "MessageId": "1", "Message": 7},
    {"Type": "SubscriptionConfirmation", "MessageId": "1", "SubscribeURL": "x\r\ny" * 5000},
]
