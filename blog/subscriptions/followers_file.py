"""Followers as CSV: what the owner takes out, and what other blogs, WordPress.com's too, give."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from blog.subscriptions.models import Source, State, Subscriber
from blog.subscriptions.models.subscriber import normalised

MOST_BYTES = 2 * 2**20
MOST_ROWS = 20_000
EMAIL_CHARACTERS = 254
COLUMNS = ("email", "state", "frequency", "source", "started_at", "ended_at", "ended_because")
# Names of the column with the address, in small letters with blanks: ours and other programs'.
EMAIL_NAMES = {"email", "e-mail", "email address", "e-mail address", "user email", "subscriber email"}
STATE_NAMES = {"state", "status", "subscription status"}
FOLLOWING = {"", "active", "subscribed", "confirmed", "following"}
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet begins to calculate


class UnreadableFileError(Exception):
    """The file cannot be taken; the message says why."""


@dataclass
class Report:
    """What an import did, or would do."""

    created: int = 0
    known: int = 0
    not_following: int = 0
    wrong: list[str] = field(default_factory=list)  # the first of them, with the line's number
    wrong_count: int = 0


def lines(subscribers: Iterable[Subscriber]) -> Iterator[str]:
    """Yield the file line by line; no cell is a formula, whatever an address begins with."""
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    for subscriber in subscribers:
        cells = [getattr(subscriber, name) for name in COLUMNS]
        texts = [cell.isoformat() if hasattr(cell, "isoformat") else str(cell or "") for cell in cells]
        yield writer.writerow([f"'{text}" if text.startswith(FORMULA) else text for text in texts])


def read(file: IO[bytes], size: int) -> tuple[list[str], Report]:
    """Return the addresses of a file that are to follow and are not known yet, and the report.

    Who has ended, or never confirmed, there or here, is not made to follow again. Raise
    UnreadableFileError.
    """
    report = Report()
    if size > MOST_BYTES:
        raise UnreadableFileError(_("The file is larger than %d MB.") % (MOST_BYTES // 2**20))
    try:
        text = file.read(MOST_BYTES + 1).decode("utf-8-sig")
        rows = list(csv.reader(text.splitlines()))
    except (UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFileError(_("This is no CSV file in UTF-8.")) from error
    if len(rows) > MOST_ROWS:
        raise UnreadableFileError(_("The file has more than %d rows: divide it.") % MOST_ROWS)
    wanted = dict.fromkeys(_addresses(rows, report))
    known = set(Subscriber.objects.filter(email__in=wanted).values_list("email", flat=True))
    new = [email for email in wanted if email not in known]
    report.known, report.created = len(known), len(new)
    return new, report


def add(emails: Iterable[str]) -> None:
    """Store addresses as not confirmed."""
    rows = (Subscriber(email=email, source=Source.IMPORT, state=State.PENDING) for email in emails)
    Subscriber.objects.bulk_create(rows, batch_size=1_000, ignore_conflicts=True)


def _addresses(rows: list[list[str]], report: Report) -> Iterator[str]:
    """Yield the good addresses of the rows, and count the others."""
    names = [name.strip().lower().replace("_", " ") for name in rows[0]] if rows else []
    column = next((number for number, name in enumerate(names) if name in EMAIL_NAMES), None)
    state = next((number for number, name in enumerate(names) if name in STATE_NAMES), None)
    if column is None and any("@" not in name for name in names[:1]):
        raise UnreadableFileError(_("The first row must name a column “email”."))
    for number, row in enumerate(rows, start=1):
        if number == 1 and column is not None:
            continue
        cell = row[column or 0] if len(row) > (column or 0) else ""
        if state is not None and len(row) > state and row[state].strip().lower() not in FOLLOWING:
            report.not_following += 1
        elif cell.strip() and (email := _checked(cell)):
            yield email
        elif cell.strip():
            report.wrong_count += 1
            if len(report.wrong) < 10:
                report.wrong.append(f"{number}: {cell[:60]}")


def _checked(cell: str) -> str:
    """Return the address of a cell; empty when it is none."""
    email = normalised(cell).removeprefix("'")
    if len(email) > EMAIL_CHARACTERS or "\x00" in email:
        return ""
    try:
        validate_email(email)
    except ValidationError:
        return ""
    return email


class _Echo:
    """A file that gives back what is written."""

    def write(self, text: str) -> str:
        return text
