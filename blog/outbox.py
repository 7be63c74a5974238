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
import smtplib
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from blog import mail
from blog.models import OutgoingMail, SiteSettings

log = logging.getLogger(__name__)


def queue_mail(
    name: str, recipient: str, context: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> OutgoingMail:
    """Write the mail ``emails/NAME-…`` to one address into the outbox, within the current transaction.

    ``site`` and ``site_url`` are there for the templates. Raise ValueError for an address or a header that
    would break out of its line.
    """
    everywhere = {"site": SiteSettings.current(), "site_url": settings.BLOG_SITE_URL}
    return _write(mail.render(name, everywhere | dict(context)), recipient, headers or {})


def send_due(limit: int = 100) -> int:
    """Send up to ``limit`` mails that are due, one transaction each, and return how many went out.

    Any number of workers may do so at once. When the mail server cannot be reached, the rest waits for the
    next call.
    """
    sent_count = 0
    mailer: BaseEmailBackend | None = None
    try:
        for _ in range(limit):
            with transaction.atomic():
                row = OutgoingMail.objects.due().select_for_update(skip_locked=True).first()
                if row is None:
                    break
                mailer = mailer or mailers["direct"]
                is_server_up = _send(row, mailer)
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
    if mail.one_line(recipient) != recipient:
        raise ValueError("An address may not hold a line break.")
    return OutgoingMail.objects.create(
        message_id=mail.new_message_id(settings.SITE_HOST),
        recipient=recipient,
        subject=content.subject[: mail.LONGEST_SUBJECT],
        body_text=content.text,
        body_html=content.html,
        headers=mail.checked_headers(headers),
    )


def _send(row: OutgoingMail, mailer: BaseEmailBackend) -> bool:
    """Send one mail and mark the row; return whether the mail server is worth asking again now."""
    try:
        mailer.open()  # kept open for the mails that follow
        mailer.send_messages([_message(row)])
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
        reason = mail.one_line(str(error))
        if _is_final(error):
            row.give_up(reason)
        else:
            row.mark_failed(reason)
        log.warning("Mail %s was refused (%s).", row.pk, type(error).__name__)
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


def _message(row: OutgoingMail) -> EmailMessage:
    return mail.build(
        mail.Content(row.subject, row.body_text, row.body_html),
        sender=settings.DEFAULT_FROM_EMAIL,
        recipient=row.recipient,
        message_id=row.message_id,
        headers=row.headers,
    )


def _close(mailer: BaseEmailBackend) -> None:
    try:
        mailer.close()
    except OSError:
        log.debug("The mail server did not say goodbye.")
