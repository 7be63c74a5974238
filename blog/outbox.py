"""Outgoing mail: a row in the transaction that causes it, sent later by the worker.

Nothing is lost: the row is committed together with its cause, or not at all, and stays due until a mail
server took the message. Nothing is sent twice: a row is locked while it is sent, so no second worker can
take it, and marked in the same transaction. One gap is left that no outbox can close: if the worker is
killed after the mail server said yes and before the mark is committed, the message is sent again. It then
carries the same Message-ID, by which mail servers and programs recognise the copy.

The worker looks for due rows every second, which costs one query on a partial index. That needs no
listening connection, works through a connection pooler, and finds what a crash left behind just the same.
"""

import logging
import re
import smtplib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.utils import timezone

from blog import mail
from blog.models import OutgoingMail, SharedMail
from blog.models.insertion import insert, insert_all
from blog.models.outbox import UnwritableError

log = logging.getLogger(__name__)

FILLED_IN = re.compile(r"[A-Za-z0-9:_.-]+")
_COPIES = """
INSERT INTO {table} (message_id, recipient, subject, body_text, body_html, headers, shared_id, filling,
                     created_at, next_attempt_at, attempt_count, last_error)
SELECT '<' || gen_random_uuid() || %s, address, %s, '', '', '{{}}', %s, filling, %s, %s, 0, ''
FROM unnest(string_to_array(%s, E'\\n'), string_to_array(%s, E'\\n')) AS copy (address, filling)
RETURNING filling, id
"""


@dataclass(frozen=True)
class Letter:
    """A mail ``emails/NAME-…`` to one address, whose text is made when it is sent."""

    name: str
    recipient: str
    context: dict[str, Any]  # JSON
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Refusal:
    """A recipient that the mail server will never take mail for, with its code and words."""

    recipient: str
    code: int
    reply: str


def queue_mail(
    name: str, recipient: str, context: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> OutgoingMail:
    """Write the mail ``emails/NAME-…`` to one address into the outbox, within the current transaction.

    Raise ValueError for an address or a header that would break out of its line.
    """
    return _write(render(name, context), recipient, headers or {})


def queue_unwritten(letters: Sequence[Letter]) -> None:
    """Write the mails into the outbox in one statement; whoever sends them makes their texts.

    What they say is settled here all the same: ``context`` holds it, as JSON, and neither what it was taken
    from nor the time of sending changes it. Raise ValueError as ``queue_mail``.
    """
    rows = []
    for each in letters:
        subject = mail.render_subject(each.name, OutgoingMail.everywhere() | each.context)
        rows.append(_row(each.recipient, subject, each.headers, template=each.name, context=each.context))
    insert_all(rows)


def render(name: str, context: Mapping[str, Any]) -> mail.Content:
    """Return the mail ``emails/NAME-…``; ``site`` and ``site_url`` are there for the templates."""
    return mail.render(name, OutgoingMail.everywhere() | dict(context))


def queue_copies(
    content: mail.Content, headers: Mapping[str, str], mark: str, recipients: Sequence[tuple[str, str]]
) -> list[int]:
    """Write one mail for each recipient, in one statement, and return the rows' ids in that order.

    A recipient is an address and a text without quotes and line breaks, of no other recipient, that stands
    in place of ``mark`` wherever content and headers hold it. It is filled in when the mail is sent: a mail
    to ten thousand is kept once.
    """
    addresses, fillings = ([pair[index] for pair in recipients] for index in (0, 1))
    if any(mail.one_line(a) != a for a in addresses) or not all(map(FILLED_IN.fullmatch, fillings)):
        raise ValueError("This would break out of its line.")
    shared = SharedMail.objects.create(
        mark=mark, body_text=content.text, body_html=content.html, headers=mail.checked_headers(headers)
    )
    now = timezone.now()
    subject = content.subject[: mail.LONGEST_SUBJECT]
    domain = f"@{settings.SITE_HOST or 'localhost'}>"
    with connection.cursor() as cursor:
        cursor.execute(
            _COPIES.format(table=OutgoingMail._meta.db_table),
            [domain, subject, shared.pk, now, now, "\n".join(addresses), "\n".join(fillings)],
        )
        numbers = dict(cursor.fetchall())
    return [numbers[filling] for filling in fillings]


def send_due(limit: int = 100, on_refusal: Callable[[Refusal], object] = lambda refusal: None) -> int:
    """Send up to ``limit`` mails that are due, one transaction each, and return how many went out.

    Any number of workers may do so at once. When the mail server cannot be reached, the rest waits for the
    next call. ``on_refusal`` is told of recipients that do not exist, after the row has been unlocked.
    """
    sent_count = 0
    refusals: list[Refusal] = []
    mailer: BaseEmailBackend | None = None
    try:
        for _ in range(limit):
            with transaction.atomic():
                due = OutgoingMail.objects.due().select_related("shared")
                row = due.select_for_update(skip_locked=True, of=("self",)).first()
                if row is None:
                    break
                mailer = mailer or mailers["direct"]
                is_server_up = _send(row, mailer, refusals)
            while refusals:
                on_refusal(refusals.pop())
            sent_count += row.sent_at is not None
            if not is_server_up:
                break
    finally:
        if mailer:
            _close(mailer)
    return sent_count


class OutboxBackend(BaseEmailBackend):
    """Django's way into the outbox, for mails that other packages write: one row for each recipient."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue the messages; attachments are refused, because nothing here sends any."""
        with transaction.atomic():
            for message in email_messages:
                if message.attachments:
                    raise ValueError("The outbox takes no attachments.")
                headers = {
                    name: str(value)
                    for name, value in message.extra_headers.items()
                    if name.lower() not in mail.OWN_HEADERS
                }
                for recipient in message.recipients():
                    _write(_content_of(message), recipient, headers)
        return len(email_messages)


def _content_of(message: EmailMessage) -> mail.Content:
    alternatives = message.alternatives if isinstance(message, EmailMultiAlternatives) else []
    html = next((str(content) for content, mimetype in alternatives if mimetype == "text/html"), "")
    return mail.Content(mail.one_line(str(message.subject)), str(message.body), html)


def _write(content: mail.Content, recipient: str, headers: Mapping[str, str]) -> OutgoingMail:
    row = _row(recipient, content.subject, headers, body_text=content.text, body_html=content.html)
    insert(row)
    return row


def _row(recipient: str, subject: str, headers: Mapping[str, str], **text: Any) -> OutgoingMail:
    if mail.one_line(recipient) != recipient:
        raise ValueError("An address may not hold a line break.")
    return OutgoingMail(
        message_id=mail.new_message_id(settings.SITE_HOST),
        recipient=recipient,
        subject=subject[: mail.LONGEST_SUBJECT],
        headers=mail.checked_headers(headers),
        **text,
    )


def _send(row: OutgoingMail, mailer: BaseEmailBackend, refusals: list[Refusal]) -> bool:
    """Send one mail and mark the row; return whether the mail server is worth asking again now."""
    try:
        mailer.open()  # kept open for the mails that follow
        mailer.send_messages([_message(row)])
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
        reason = mail.one_line(str(error))
        if _is_final(error):
            row.give_up(reason)
            refusals.extend(_refusals(error))
        else:
            row.mark_failed(reason)
        log.warning("Mail %s was refused (%s).", row.pk, type(error).__name__)
        return True
    except UnwritableError as error:  # until somebody mends the template
        row.mark_failed(mail.one_line(str(error)))
        log.exception("Mail %s waits: its text cannot be made.", row.pk)
        return True
    except ValueError as error:  # no message can be made of it, now or later
        row.give_up(mail.one_line(str(error)))
        log.warning("Mail %s cannot be sent (%s).", row.pk, type(error).__name__)
        return True
    except OSError as error:
        row.mark_failed(mail.one_line(f"{type(error).__name__}: {error}"))
        log.warning("Mail %s waits: the mail server failed (%s).", row.pk, row.last_error)
        return False
    row.mark_sent()
    return True


def _is_final(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> bool:
    """Tell a "never" (5xx) from a "not now" (4xx), as greylisting says it."""
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= 500
    return all(code >= 500 for code, _text in error.recipients.values())


def _refusals(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> list[Refusal]:
    """Return the recipients that were refused; a refused text says nothing about them."""
    if isinstance(error, smtplib.SMTPDataError):
        return []
    return [
        Refusal(recipient, code, text.decode("utf-8", "replace"))
        for recipient, (code, text) in error.recipients.items()
    ]


def _message(row: OutgoingMail) -> EmailMessage:
    return mail.build(
        row.content,
        sender=settings.DEFAULT_FROM_EMAIL,
        recipient=row.recipient,
        message_id=row.message_id,
        headers=row.own_headers,
    )


def _close(mailer: BaseEmailBackend) -> None:
    with suppress(OSError):  # it did not say goodbye
        mailer.close()
