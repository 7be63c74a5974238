"""Followers as CSV: what the owner takes out, and what other blogs, WordPress.com's too, give."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import IO

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from blog.subscriptions.models import Subscriber
from blog.subscriptions.models.subscriber import normalised

MOST_BYTES = 10 * 2**20
MOST_ROWS = 50_000
MOST_TOLD = 100  # lines of which the report says what is wrong
DELIMITERS = ",;\t|"
EMAIL_CHARACTERS = 254
COLUMNS = ("email", "state", "frequency", "source", "started_at", "ended_at", "ended_because")
# Names of the column with the address, in small letters with blanks: ours and other programs'.
EMAIL_NAMES = {"email", "e-mail", "email address", "e-mail address", "user email", "subscriber email"}
STATE_NAMES = {"state", "status", "subscription status", "subscribed to emails"}  # the last one is Ghost's
FOLLOWING = {"", "active", "subscribed", "confirmed", "following", "true"}
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet begins to calculate


class UnreadableFileError(Exception):
    """The file cannot be taken; the message says why."""


@dataclass
class Report:
    """What an import did, or would do."""

    created: int = 0
    known: int = 0
    not_following: int = 0
    twice: int = 0
    wrong_count: int = 0
    # The first lines that are left out, with their number, what they hold, and why.
    told: list[tuple[int, str, str]] = field(default_factory=list)

    def tell(self, line: int, cell: str, reason: str) -> None:
        """Note a line that is left out."""
        if len(self.told) < MOST_TOLD:
            self.told.append((line, cell[:60], reason))

    @property
    def untold(self) -> int:
        """How many lines are left out beyond those that are told."""
        return self.twice + self.wrong_count + self.not_following - len(self.told)


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
    rows = _rows(_text(file.read(MOST_BYTES + 1)))
    wanted = _addresses(rows, report)
    known = set(Subscriber.objects.filter(email__in=wanted).values_list("email", flat=True))
    new = [email for email in wanted if email not in known]
    report.known, report.created = len(known), len(new)
    return new, report


def _text(data: bytes) -> str:
    """Return the file as text: UTF-8, UTF-16 when it says so, else what Windows writes by default."""
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if b"\x00" in data:
            raise UnreadableFileError(_("This is no text: save it as CSV in UTF-8.")) from error
        return data.decode("latin-1")  # only names can be wrong by it: addresses are plain letters


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Return the rows with the number of their last line; what divides the cells is found out."""
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [(reader.line_num, row) for row in reader if row]
    except csv.Error as error:
        raise UnreadableFileError(_("This is no CSV file: a cell has no end.")) from error
    if len(rows) > MOST_ROWS:
        raise UnreadableFileError(_("The file has more than %d rows: divide it.") % MOST_ROWS)
    return rows


def _addresses(rows: list[tuple[int, list[str]]], report: Report) -> dict[str, int]:
    """Return the good addresses of the rows with their lines, and note the others."""
    names = [name.strip().lower().replace("_", " ") for name in rows[0][1]] if rows else []
    column = next((number for number, name in enumerate(names) if name in EMAIL_NAMES), None)
    state = next((number for number, name in enumerate(names) if name in STATE_NAMES), None)
    if column is None and any("@" not in name for name in names[:1]):
        raise UnreadableFileError(_("The first row must name a column “email”."))
    found: dict[str, int] = {}
    for line, row in rows if column is None else rows[1:]:
        cell = _cell(row, column or 0)
        email = _checked(cell)
        if state is not None and _cell(row, state).lower() not in FOLLOWING:
            report.not_following += 1
            report.tell(line, cell, _("does not follow there: %s") % _cell(row, state)[:30])
        elif cell and not email:
            report.wrong_count += 1
            report.tell(line, cell, _("is no e-mail address"))
        elif email in found:
            report.twice += 1
            report.tell(line, cell, _("is in line %d already") % found[email])
        elif email:
            found[email] = line
    return found


def _cell(row: list[str], number: int) -> str:
    return row[number].strip() if number < len(row) else ""


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
