"""Makes messages out of templates. Pure: knows no models and sends nothing.

A mail is three templates: ``emails/NAME-subject.txt``, ``emails/NAME-body.txt`` and
``emails/NAME-body.html``. Only the last one escapes for HTML.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import make_msgid
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template import Context, Engine

LONGEST_SUBJECT = 200  # characters; mail programs show fewer
HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
OWN_HEADERS = {"from", "to", "cc", "bcc", "subject", "message-id", "date", "content-type", "mime-version"}
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u0085\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True)
class Content:
    """What a mail says."""

    subject: str
    text: str
    html: str


def render(name: str, context: Mapping[str, Any]) -> Content:
    """Return the mail ``name`` filled with ``context``; its subject is one line whatever that holds."""
    return Content(
        subject=render_subject(name, context),
        text=CONTROL.sub("", _fill(f"{name}-body.txt", context).replace("\r\n", "\n")) + "\n",
        html=CONTROL.sub("", _fill(f"{name}-body.html", context)) + "\n",
    )


def render_subject(name: str, context: Mapping[str, Any]) -> str:
    """Return the subject alone."""
    return one_line(_fill(f"{name}-subject.txt", context))[:LONGEST_SUBJECT]


def one_line(text: str) -> str:
    """Return ``text`` without line breaks and other control characters, fit for a header."""
    return " ".join(CONTROL.sub(" ", text).split())


def checked_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers; raise ValueError for one that could begin a line of its own or replace ours."""
    for name, value in headers.items():
        if not HEADER_NAME.fullmatch(name) or name.lower() in OWN_HEADERS:
            raise ValueError(f"{name!r} is not a header that a mail may set.")
        if CONTROL.search(value) or "\n" in value:
            raise ValueError(f"The header {name} may not hold a line break.")
    return dict(headers)


def new_message_id(domain: str) -> str:
    """Return a Message-ID that no other mail has."""
    return make_msgid(domain=domain or "localhost")


def build(
    content: Content, *, sender: str, recipient: str, message_id: str, headers: Mapping[str, str]
) -> EmailMultiAlternatives:
    """Return the message, marked as written by a machine so that no absence note answers it (RFC 3834)."""
    message = EmailMultiAlternatives(
        one_line(content.subject),
        content.text,
        sender,
        [recipient],
        headers={"Auto-Submitted": "auto-generated"} | checked_headers(headers) | {"Message-ID": message_id},
    )
    if content.html:
        message.attach_alternative(content.html, "text/html")
    return message


def _fill(name: str, context: Mapping[str, Any]) -> str:
    template = Engine.get_default().get_template(f"emails/{name}")
    return template.render(Context(dict(context), autoescape=name.endswith(".html"))).strip()
