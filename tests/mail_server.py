"""A real mail server for tests, which can go away and come back, and a mail to send."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.running_blog import free_port


class Postman:
    """What the mail server does with a message: keeps it, or gives one of the answers set beforehand."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.recipient_answer = ""
        self.answers: list[str] = []

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.recipient_answer:
            return self.recipient_answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answers and not (answer := self.answers.pop(0)).startswith("250"):
            return answer
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.messages.append(message)
        return "250 OK"


class MailServer:
    """A real SMTP server on one port, which can go away and come back."""

    def __init__(self, postman: Postman) -> None:
        self.port = free_port()
        self._postman = postman
        self._controller: Controller | None = None

    def start(self) -> None:
        self._controller = Controller(self._postman, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    def stop(self) -> None:
        if self._controller:
            self._controller.stop()
        self._controller = None


def add_hello_mail(settings: Any, tmp_path: Path) -> None:
    """Make a mail of three templates, as any part of the blog has them."""
    folder = tmp_path / "templates" / "emails"
    folder.mkdir(parents=True)
    (folder / "hello-subject.txt").write_text("Hello\n{{ name }} & {{ site.title }}\n")
    (folder / "hello-body.txt").write_text("Dear {{ name }},\nsee {{ site_url }}/ & more.\n")
    (folder / "hello-body.html").write_text(
        "{% extends 'emails/_base.html' %}{% block content %}<p>{{ name }}</p>{% endblock %}"
    )
    templates = [dict(settings.TEMPLATES[0])]
    templates[0]["DIRS"] = [tmp_path / "templates", *templates[0]["DIRS"]]
    settings.TEMPLATES = templates
