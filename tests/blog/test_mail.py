"""Mails are made of three templates, and nothing breaks out of a header."""

from pathlib import Path
from typing import Any

import pytest

from blog import mail
from tests.mail_server import add_hello_mail


@pytest.fixture(autouse=True)
def _templates(settings: Any, tmp_path: Path) -> None:
    add_hello_mail(settings, tmp_path)


@pytest.mark.django_db
def test_only_html_is_escaped() -> None:
    content = mail.render("hello", {"name": "<b>Bob</b>", "site_url": "http://blog"})
    assert content.subject.startswith("Hello <b>Bob</b> &")
    assert content.text == "Dear <b>Bob</b>,\nsee http://blog/ & more.\n"
    assert "<p>&lt;b&gt;Bob&lt;/b&gt;</p>" in content.html


@pytest.mark.django_db
def test_subject_is_one_line_whatever_a_name_holds() -> None:
    content = mail.render("hello", {"name": "Bob\r\nBcc: eve@example.org\x00\u2028x"})
    assert content.subject.splitlines() == [content.subject]
    assert "\r" not in content.text
    assert "\0" not in content.text + content.html


def test_long_subject_is_cut() -> None:
    content = mail.render("hello", {"name": "B" * 100_000})
    assert len(content.subject) == mail.LONGEST_SUBJECT


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("List-Id", "a\r\nBcc: eve@example.org"),
        ("List-Id", "a\nb"),
        ("List-Id\r\nBcc", "eve@example.org"),
        ("Subject", "another"),
        ("bcc", "eve@example.org"),
        ("message-id", "<1@x>"),
    ],
)
def test_header_that_breaks_out_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValueError, match="header"):
        mail.checked_headers({name: value})
