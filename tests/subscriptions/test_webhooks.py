"""What mail services tell of bounces and complaints, and what strangers make of the address."""

import base64
import json
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from blog.comments.models import BlogComment
from blog.models import OutgoingMail
from blog.subscriptions import announcing, delivery
from blog.subscriptions.asking import ask
from blog.subscriptions.models import EndReason, Source, State, Subscriber
from tests import factories
from tests.subscriptions.told_by_services import (
    AMAZON_HEADERS,
    ENDINGS,
    HOSTILE,
    SOFT,
    bounce,
    complaint,
)

pytestmark = pytest.mark.django_db
SECRET = "mail:correct-horse-battery"


@pytest.fixture(autouse=True)
def _secret(settings: Any) -> None:
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "MAILGUN_WEBHOOK_SIGNING_KEY": ""}


def tell(
    client: Client, told: Any, service: str = "postmark", secret: str | None = SECRET, **headers: str
) -> int:
    """Post to the webhook, and return the status."""
    if secret is not None:
        headers["Authorization"] = "Basic " + base64.b64encode(secret.encode()).decode()
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    return client.post(f"/anymail/{service}/tracking/", body, "application/json", headers=headers).status_code


@pytest.mark.parametrize(("service", "told", "reason"), ENDINGS)
def test_bounce_complaint_or_leaving_there_ends_the_subscription_with_its_reason(
    client: Client, service: str, told: Any, reason: EndReason
) -> None:
    rita = Subscriber.objects.start("rita@example.org", Source.FORM)
    Subscriber.objects.update(started_at=timezone.now() - timedelta(days=1))
    assert tell(client, told, service, **AMAZON_HEADERS) == 200
    rita.refresh_from_db()
    assert (rita.state, rita.ended_because) == (State.ENDED, reason)


@pytest.mark.filterwarnings("ignore:django-anymail has dropped official support for SendGrid")
def test_sendgrid_is_understood(client: Client, rita: Subscriber) -> None:
    told = {"email": rita.email, "timestamp": int(time.time()) + 60, "sg_event_id": "1", "sg_message_id": "2"}
    assert tell(client, [told | {"event": "delivered"}, told | {"event": "spamreport"}], "sendgrid") == 200
    rita.refresh_from_db()
    assert rita.ended_because == EndReason.COMPLAINED


@pytest.mark.parametrize(("service", "told"), SOFT)
def test_one_soft_bounce_ends_nothing(client: Client, rita: Subscriber, service: str, told: Any) -> None:
    Subscriber.objects.update(started_at=timezone.now() - timedelta(days=1))
    assert tell(client, told, service, **AMAZON_HEADERS) == 200
    rita.refresh_from_db()
    assert rita.is_active


def test_soft_bounces_of_five_days_end_it_and_those_of_one_day_count_once(
    client: Client, rita: Subscriber
) -> None:
    Subscriber.objects.update(started_at=timezone.now() - timedelta(days=30))
    for days_ago in (9, 7, 5, 3):
        for minutes in range(4):
            at = timezone.now() - timedelta(days=days_ago, minutes=minutes)
            assert tell(client, bounce("SoftBounce", at)) == 200
    rita.refresh_from_db()
    assert rita.is_active
    tell(client, bounce("SoftBounce"))
    rita.refresh_from_db()
    assert (rita.state, rita.ended_because) == (State.ENDED, EndReason.REFUSED)


def test_what_is_told_twice_changes_nothing_more(client: Client, rita: Subscriber) -> None:
    old = bounce()
    tell(client, old)
    ended_at = Subscriber.objects.get().ended_at
    tell(client, old)
    tell(client, complaint())
    again = Subscriber.objects.get()
    assert (again.ended_at, again.ended_because) == (ended_at, EndReason.BOUNCED)


def test_who_confirms_anew_follows_again_whatever_is_replayed(client: Client, rita: Subscriber) -> None:
    old = bounce()
    tell(client, old)
    Subscriber.objects.start(rita.email, Source.FORM)
    tell(client, old)
    assert Subscriber.objects.get().is_active


def test_after_a_complaint_the_address_is_asked_once_and_then_left_alone(
    client: Client, rita: Subscriber
) -> None:
    tell(client, complaint())
    assert ask(rita.email)
    assert not ask(rita.email)
    Subscriber.objects.update(asked_at=timezone.now() - timedelta(days=8))
    assert ask(rita.email)


def test_mail_that_waits_and_mail_about_comments_stop_too(client: Client, rita: Subscriber) -> None:
    comment = factories.make_comment(factories.make_article(), user_email=rita.email, followup=True)
    factories.make_article(slug="news", published_at=timezone.now())
    announcing.announce_due()
    delivery.queue_due()
    other = factories.make_mail(rita.email, "A follow-up")
    assert OutgoingMail.objects.due().count() == 2
    tell(client, bounce())
    assert not OutgoingMail.objects.due().exists()
    assert not BlogComment.objects.get(pk=comment.pk).followup
    other.refresh_from_db()
    assert other.given_up_at is not None
    assert mail.outbox == []


def test_address_that_nobody_knows_is_taken_and_kept_nowhere(client: Client) -> None:
    assert tell(client, bounce(Email="nobody@example.org")) == 200
    assert not Subscriber.objects.exists()


@pytest.mark.parametrize(
    ("secret", "status"),
    [(None, 401), ("mail:wrong", 403), ("", 403), (SECRET + "x", 403), ("mail:ö" + "x" * 20, 403)],
)
def test_wrong_secret_changes_nothing(
    client: Client, rita: Subscriber, secret: str | None, status: int
) -> None:
    assert tell(client, bounce(), secret=secret) == status
    assert Subscriber.objects.get().is_active


@pytest.mark.parametrize("given", ["Basic", "Basic ====", "Bearer x", "Basic /w==", "x" * 5000])
def test_odd_authorization_is_refused(client: Client, rita: Subscriber, given: str) -> None:
    answer = client.post(
        "/anymail/postmark/tracking/", b"{}", "application/json", headers={"Authorization": given}
    )
    assert answer.status_code == 403


def test_without_a_secret_there_is_no_such_page(client: Client, settings: Any) -> None:
    settings.ANYMAIL = {"WEBHOOK_SECRET": ""}
    assert tell(client, bounce()) == 404


def test_mailgun_is_there_only_with_its_key(client: Client, settings: Any) -> None:
    assert tell(client, {}, "mailgun") == 404
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "MAILGUN_WEBHOOK_SIGNING_KEY": "key"}
    assert tell(client, {"signature": {"token": "a", "timestamp": "1", "signature": "b"}}, "mailgun") == 403


def test_service_asks_whether_somebody_is_there(client: Client) -> None:
    assert client.head("/anymail/postmark/tracking/").status_code == 200
    assert client.get("/anymail/postmark/tracking/").status_code == 405
    assert client.head("/anymail/pigeon/tracking/").status_code == 404


@pytest.mark.filterwarnings("ignore:django-anymail has dropped official support for SendGrid")
@pytest.mark.parametrize("service", ["amazon_ses", "brevo", "mailjet", "postmark", "sendgrid", "sparkpost"])
def test_no_nonsense_is_an_error_of_ours(client: Client, rita: Subscriber, service: str) -> None:
    Subscriber.objects.update(started_at=timezone.now() + timedelta(days=1))
    for told in HOSTILE:
        kind = str(told.get("Type")) if isinstance(told, dict) else "Notification"
        headers = AMAZON_HEADERS | {"x-amz-sns-message-type": kind.encode("ascii", "replace").decode()[:50]}
        assert tell(client, told, service, **headers) in {200, 400, 403}, told
    assert Subscriber.objects.get().is_active


def test_body_that_is_too_large_is_refused(client: Client, settings: Any) -> None:
    assert tell(client, b" " * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)) == 413


def test_first_message_of_amazon_is_confirmed_by_the_operator(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    told = {
        "Type": "SubscriptionConfirmation",
        "MessageId": "1",
        "SubscribeURL": "https://sns.eu-central-1.amazonaws.com/?Action=ConfirmSubscription&Token=7",
    }
    headers = AMAZON_HEADERS | {"x-amz-sns-message-type": "SubscriptionConfirmation"}
    assert tell(client, told, "amazon_ses", **headers) == 200
    assert told["SubscribeURL"] in caplog.text
