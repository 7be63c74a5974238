"""A run in a terminal is a bar with rate and time left; in a file it is a line for each tenth."""

import io
import os
import termios

from blog.importing.report import Report
from blog.moving.terminal import Bar, PlainLines, progress_on

COUNTS = {"article": {"created": 1, "updated": 1}, "comment": {"created": 1}, "tag": {"created": 9}}


def test_file_gets_a_line_for_each_tenth() -> None:
    stream = io.StringIO()
    tell = progress_on(stream)
    assert isinstance(tell, PlainLines)
    for done in range(0, 1001, 5):
        tell("texts", done, 1000, COUNTS)
    tell("finishing", 0, 0, {})
    lines = stream.getvalue().splitlines()
    assert lines[0] == "Articles, pages and comments: 0 %, 2 articles, 1 comment"
    assert lines[-1] == "Putting things together"
    assert len(lines) == 12


def test_terminal_gets_a_bar_for_each_phase() -> None:
    reader, writer = os.openpty()
    termios.tcsetwinsize(writer, (24, 120))
    with os.fdopen(writer, "w", buffering=1) as stream:
        tell = progress_on(stream)
        assert isinstance(tell, Bar)
        tell("attachments", 0, 1024, {})
        tell("attachments", 1024, 1024, {})
        tell("texts", 0, 2 * 2**20, COUNTS)
        tell("texts", 2**20, 2 * 2**20, COUNTS)
        tell.close()
        shown = os.read(reader, 2**16).decode()
    os.close(reader)
    assert "Pictures and files: 100%" in shown
    assert "Articles, pages and comments:  50%" in shown
    assert "1.00M/2.00M" in shown
    assert "2 articles, 1 comment" in shown


def test_short_report_says_how_much_it_leaves_out() -> None:
    report = Report(kept=[f"article {number}" for number in range(25)])
    text = report.as_text(10)
    assert "  article 9\n  and 15 more" in text
    assert "article 24" in report.as_text()
