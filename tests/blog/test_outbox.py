"""Mail is written with its cause and sent once, by real SMTP."""

import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import send_mail
from django.db import connection, transaction
from django.template import Engine
from django.utils import timezone

from blog import outbox
from blog.models import OutgoingMail
from blog.models.outbox import MOST_ATTEMPTS
from tests.mail_server import MailServer, Postman, add_hello_mail


@pytest.fixture(autouse=True)
def _templates(settings: Any, tmp_path: Path) -> None:
    add_hello_mail(settings, tmp_path)


def queue(recipient: str = "bob@example.org", **context: Any) -> OutgoingMail:
    return outbox.queue_mail("hello", recipient, {"name": "Bob"} | context)


def queue_unwritten(*recipients: str) -> None:
    outbox.queue_unwritten([outbox.Letter("hello", each, {"name": "Bøb & co"}) for each in recipients])


def make_all_due() -> None:
    OutgoingMail.objects.update(next_attempt_at=timezone.now() - timedelta(seconds=1))


@pytest.mark.django_db
class TestQueueing:
    def test_nothing_is_sent_by_the_request(self, mail_server: MailServer, postman: Postman) -> None:
        row = queue()
        assert row.sent_at is None
        assert postman.messages == []

    def test_mail_goes_away_with_its_cause(self) -> None:
        with transaction.atomic():
            queue()
            transaction.set_rollback(True)
        assert not OutgoingMail.objects.exists()

    def test_recipient_with_a_line_break_is_refused(self) -> None:
        with pytest.raises(ValueError, match="line break"):
            queue("bob@example.org\r\nBcc: eve@example.org")

    def test_it_costs_one_query(self, django_assert_num_queries: Any) -> None:
        queue()
        with django_assert_num_queries(1):
            queue()

    def test_several_unwritten_ones_cost_one_query(self, django_assert_num_queries: Any) -> None:
        queue()
        with django_assert_num_queries(1):
            queue_unwritten("bob@example.org", "alice@example.org")
        rows = OutgoingMail.objects.order_by("-pk")
        assert [row.recipient for row in rows[:2]] == ["alice@example.org", "bob@example.org"]

    def test_mail_of_django_goes_the_same_way(self, mail_server: MailServer, postman: Postman) -> None:
        readers = ["bob@example.org", "eve@example.org"]
        send_mail("Your\tcode", "1234", None, readers, html_message="<b>1234</b>")
        assert postman.messages == []
        assert outbox.send_due() == 2
        assert [str(message["To"]) for message in postman.messages] == readers
        assert [part.get_content_type() for part in postman.messages[0].iter_parts()] == [
            "text/plain",
            "text/html",
        ]


@pytest.mark.django_db
class TestSending:
    def test_it_arrives_once_with_text_html_and_headers(
        self, mail_server: MailServer, postman: Postman
    ) -> None:
        row = outbox.queue_mail("hello", "bob@example.org", {"name": "Bøb"}, {"List-Id": "<posts.blog>"})
        assert outbox.send_due() == 1
        assert outbox.send_due() == 0
        (message,) = postman.messages
        assert message["To"] == "bob@example.org"
        assert message["Subject"] == row.subject
        assert message["Message-ID"] == row.message_id
        assert message["List-Id"] == "<posts.blog>"
        assert message["Auto-Submitted"] == "auto-generated"
        plain = message.get_body(("plain",))
        html = message.get_body(("html",))
        assert plain
        assert html
        assert "Dear Bøb" in plain.get_content()
        assert "<p>Bøb</p>" in html.get_content()

    def test_an_unwritten_one_arrives_as_a_written_one(
        self, mail_server: MailServer, postman: Postman
    ) -> None:
        queue_unwritten("bob@example.org")
        queue(name="Bøb & co")
        assert outbox.send_due() == 2
        first, second = postman.messages
        assert first["Subject"] == second["Subject"] == "Hello Bøb & co & Broadside"
        for kind in ("plain", "html"):
            one, other = first.get_body((kind,)), second.get_body((kind,))
            assert one
            assert other
            assert one.get_content() == other.get_content()
            assert "Bøb &" in one.get_content()

    def test_a_text_that_cannot_be_made_waits_and_stops_nobody(
        self, mail_server: MailServer, postman: Postman, tmp_path: Path
    ) -> None:
        template = tmp_path / "templates" / "emails" / "hello-body.txt"
        right = template.read_text()
        queue_unwritten("bob@example.org")
        queue("alice@example.org")
        row = OutgoingMail.objects.get(recipient="bob@example.org")
        template.write_text("{% nonsense %}")
        Engine.get_default().template_loaders[0].reset()
        assert outbox.send_due() == 1
        row.refresh_from_db()
        assert row.next_attempt_at > timezone.now()
        assert "nonsense" in row.last_error

        template.write_text(right)
        Engine.get_default().template_loaders[0].reset()
        make_all_due()
        assert outbox.send_due() == 1
        assert [str(message["To"]) for message in postman.messages] == ["alice@example.org", row.recipient]
        assert postman.messages[1]["Message-ID"] == row.message_id

    def test_outage_delays_and_keeps_the_message_id(self, mail_server: MailServer, postman: Postman) -> None:
        row = queue()
        mail_server.stop()
        assert outbox.send_due() == 0
        row.refresh_from_db()
        assert row.attempt_count == 1
        assert row.next_attempt_at > timezone.now()
        assert row.last_error
        assert outbox.send_due() == 0, "not before its time"

        mail_server.start()
        make_all_due()
        assert outbox.send_due() == 1
        assert postman.messages[0]["Message-ID"] == row.message_id

    def test_outage_is_asked_about_once_a_call(self, mail_server: MailServer) -> None:
        for _ in range(3):
            queue()
        mail_server.stop()
        outbox.send_due()
        assert OutgoingMail.objects.filter(attempt_count=1).count() == 1

    def test_pauses_double_until_it_is_given_up(self, mail_server: MailServer, postman: Postman) -> None:
        row = queue()
        pauses = []
        postman.answers = ["451 not now"] * MOST_ATTEMPTS
        for _ in range(MOST_ATTEMPTS):
            make_all_due()
            outbox.send_due()
            row.refresh_from_db()
            pauses.append(round((row.next_attempt_at - timezone.now()).total_seconds()))
        assert pauses[:4] == pytest.approx([30, 60, 120, 240], abs=3)
        assert row.given_up_at
        make_all_due()
        assert outbox.send_due() == 0
        assert postman.messages == []

    def test_unknown_recipient_is_given_up_at_once_and_stops_nobody(
        self, mail_server: MailServer, postman: Postman
    ) -> None:
        row = queue()
        postman.recipient_answer = "550 no such person"
        assert outbox.send_due() == 0
        row.refresh_from_db()
        assert row.given_up_at
        assert "no such person" in row.last_error
        postman.recipient_answer = ""
        queue("alice@example.org")
        assert outbox.send_due() == 1

    def test_refusal_does_not_hold_up_the_next(self, mail_server: MailServer, postman: Postman) -> None:
        queue()
        queue("alice@example.org")
        postman.answers = ["451 not now", "250 OK"]
        assert outbox.send_due() == 1
        assert [str(message["To"]) for message in postman.messages] == ["alice@example.org"]

    def test_address_that_no_mail_can_carry_is_given_up(self, mail_server: MailServer) -> None:
        row = queue()
        OutgoingMail.objects.update(recipient="bøb@example.org")
        queue("alice@example.org")
        assert outbox.send_due() == 1
        row.refresh_from_db()
        assert row.given_up_at

    def test_limit_is_kept(self, mail_server: MailServer) -> None:
        for _ in range(3):
            queue()
        assert outbox.send_due(2) == 2
        assert outbox.send_due(2) == 1


@pytest.mark.django_db(transaction=True)
def test_four_workers_at_once_send_each_mail_once(mail_server: MailServer, postman: Postman) -> None:
    rows = [queue(f"reader{number}@example.org") for number in range(30)]

    def work() -> None:
        try:
            outbox.send_due()
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    received = sorted(str(message["Message-ID"]) for message in postman.messages)
    assert received == sorted(row.message_id for row in rows)
    assert not OutgoingMail.objects.filter(sent_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_worker_that_dies_before_the_mail_server_answers_leaves_it_due(
    mail_server: MailServer, postman: Postman, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue()

    class KilledError(BaseException):
        pass

    def die(row: OutgoingMail) -> None:
        raise KilledError

    monkeypatch.setattr(outbox, "_message", die)
    with pytest.raises(KilledError):
        outbox.send_due()
    monkeypatch.undo()
    assert outbox.send_due() == 1
    assert len(postman.messages) == 1
