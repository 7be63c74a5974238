"""What a real mail server answers when the worker names a recipient."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog import outbox
from blog.models import OutgoingMail
from blog.serving import worker
from blog.subscriptions import bounces
from blog.subscriptions.models import EndReason, State, Subscriber
from tests import factories
from tests.mail_server import Postman

pytestmark = pytest.mark.django_db


def refuse(postman: Postman, answer: str, recipient: str = "rita@example.org") -> None:
    """Send a mail that gets this answer."""
    postman.recipient_answer = answer
    factories.make_mail(recipient, f"Hello {OutgoingMail.objects.count()}")
    assert outbox.send_due(on_refusal=bounces.take_refusal) == 0


@pytest.mark.usefixtures("mail_server")
@pytest.mark.parametrize(
    "answer",
    [
        "550 5.1.1 <rita@example.org>: Recipient address rejected: User unknown",
        "550 No such user here",
        "553 5.1.3 The recipient address is not a valid address",
        "550 5.2.1 The email account that you tried to reach is disabled",
    ],
)
def test_address_that_does_not_exist_ends_the_subscription(
    rita: Subscriber, postman: Postman, answer: str
) -> None:
    refuse(postman, answer)
    rita.refresh_from_db()
    assert (rita.state, rita.ended_because) == (State.ENDED, EndReason.BOUNCED)
    assert answer[4:] in OutgoingMail.objects.get().last_error
    assert OutgoingMail.objects.get().given_up_at is not None


@pytest.mark.usefixtures("mail_server")
@pytest.mark.parametrize(
    "answer",
    [
        "450 4.2.0 Greylisted, please try again in an hour",
        "452 4.2.2 The mailbox is full",
        "550 5.7.1 Our system has found your address on a blacklist",
        "554 5.7.1 Relay access denied",
        "550 relay not permitted",
        "530 5.7.0 Authentication required",
        "552 5.2.2 The mailbox is full",
    ],
)
def test_what_may_pass_or_is_about_us_ends_nothing(rita: Subscriber, postman: Postman, answer: str) -> None:
    refuse(postman, answer)
    rita.refresh_from_db()
    assert rita.is_active


@pytest.mark.usefixtures("mail_server")
def test_mailbox_that_stays_full_ends_it_in_the_end(rita: Subscriber, postman: Postman) -> None:
    for _day in range(bounces.MOST_SOFT_BOUNCES):
        assert Subscriber.objects.get().is_active
        refuse(postman, "552 5.2.2 The mailbox is full")
        Subscriber.objects.update(soft_bounced_at=timezone.now() - timedelta(days=2))
    rita.refresh_from_db()
    assert (rita.state, rita.ended_because) == (State.ENDED, EndReason.REFUSED)


@pytest.mark.usefixtures("mail_server")
def test_refused_text_says_nothing_about_the_address(rita: Subscriber, postman: Postman) -> None:
    postman.answers = ["550 5.1.1 No"]
    factories.make_mail(rita.email, "Hello")
    outbox.send_due(on_refusal=bounces.take_refusal)
    rita.refresh_from_db()
    assert rita.is_active


@pytest.mark.usefixtures("mail_server")
def test_worker_acts_on_what_it_hears(
    rita: Subscriber, postman: Postman, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)  # the test's is in a transaction
    postman.recipient_answer = "550 5.1.1 User unknown"
    factories.make_mail(rita.email, "Hello")
    worker.work_once()
    rita.refresh_from_db()
    assert rita.ended_because == EndReason.BOUNCED
