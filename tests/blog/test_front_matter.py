"""Front matter is read strictly, and every refusal says where and what to do."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from blog.publishing.front_matter import PublishError, parse

BERLIN = ZoneInfo("Europe/Berlin")


def _parse(head: str, body: str = "The text.") -> object:
    return parse(f"---\n{head}\n---\n{body}\n", BERLIN)


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("2019-05-15 09:00", 9),
        ("2019-05-15 09:00:00", 9),
        ("2019-05-15T09:00", 9),
        ("'2019-05-15 09:00'", 9),
        ("2019-05-15", 0),
        ("2019-05-15 09:00:00+02:00", 9),
        ("2019-05-15T07:00:00Z", 9),
    ],
)
def test_dates_are_of_the_sites_zone_unless_they_say_otherwise(written: str, hour: int) -> None:
    document = parse(f"---\ntitle: A\ndate: {written}\n---\n", BERLIN)
    assert document.date is not None
    assert document.date == datetime(2019, 5, 15, hour, tzinfo=BERLIN)


def test_windows_files_are_read_like_others() -> None:
    document = parse("---\r\ntitle: A walk\r\ntags: [a, b]\r\n---\r\n\r\nOne.\r\n\r\nTwo.\r\n", BERLIN)
    assert (document.title, document.tags, document.body) == ("A walk", ["a", "b"], "One.\n\nTwo.")


def test_only_the_title_is_needed() -> None:
    document = parse("---\ntitle: 1984\n---\n", BERLIN)
    assert (document.title, document.status, document.comments) == ("1984", "published", "open")


def test_lists_may_be_written_with_commas() -> None:
    assert parse("---\ntitle: A\ntags: a, b, a\n---\n", BERLIN).tags == ["a", "b"]


def test_rule_in_the_text_ends_nothing() -> None:
    assert parse("---\ntitle: A\n---\nOne.\n\n---\n\nTwo.\n", BERLIN).body == "One.\n\n---\n\nTwo."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Just words.", "line 1: there is no front matter"),
        ("", "line 1: there is no front matter"),
        ("---\ntitle: A\n", "line 1: the front matter does not end"),
        ("---\ntitle: A: B\n---\n", "line 2: the front matter cannot be read .*in quotes"),
        ("---\n- a\n---\n", "line 2: the front matter is no list of fields"),
        ("---\ntitle:\n---\n", "the title is missing"),
        ("---\ndate: 2019-05-15\n---\n", "the title is missing"),
        ("---\ntitle: A\ntitel: B\n---\n", "line 3: the field titel is not known: did you mean title?"),
        ("---\ntitle: A\nlayout: post\n---\n", "line 3: the field layout is not known: use title"),
        ("---\ntitle: yes\n---\n", "line 2, title: it is not read as a text: put it in quotes"),
        ("---\ntitle: A\ndate: May 15\n---\n", "line 3, date: 'May 15' is no date: write it like"),
        ("---\ntitle: A\ndate: 2019-02-30 10:00\n---\n", "date: .* is no date"),
        ("---\ntitle: A\ndate: 20190515\n---\n", "date: 20190515 is no date"),
        ("---\ntitle: A\nstatus: live\n---\n", "status: 'live' is not known: write published, draft"),
        ("---\ntitle: A\ncomments: yes\n---\n", "comments: True is not known: write open or closed"),
        ("---\ntitle: A\nsticky: maybe\n---\n", "sticky: write true or false"),
        ("---\ntitle: A\ntags: {a: b}\n---\n", "tags: write a list"),
        ("---\ntitle: A\nsource: The Quarterly\n---\n", "source: it holds name, url and title"),
        ("---\ntitle: !!python/object/apply:os.system [ls]\n---\n", "the front matter cannot be read"),
        ("---\ntitle: 2019-02-30\n---\n", "the front matter cannot be read"),
    ],
)
def test_refusals_name_the_place_and_the_fix(text: str, message: str) -> None:
    with pytest.raises(PublishError, match=message):
        parse(text, BERLIN)
