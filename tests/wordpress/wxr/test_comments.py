"""What is made of the comments of items."""

from datetime import UTC, datetime
from pathlib import Path

from blog.importing.records import CommentKind
from tests.wordpress.wxr.exports import Reading, comment, export, item, write

ZERO = "0000-00-00 00:00:00"


def read(tmp_path: Path, *pieces: str) -> Reading:
    return Reading(write(tmp_path / "a.xml", export(*pieces)))


def told(found: Reading) -> list[tuple[str, str]]:
    return [(code, subject) for code, subject, _ in found.told]


def test_comment_keeps_all_its_fields(tmp_path: Path) -> None:
    author = "<wp:author><wp:author_id>3</wp:author_id><wp:author_login>bob</wp:author_login></wp:author>"
    one = comment(
        9, author="Tom &amp;amp; Bo", author_email="b@example.org", author_url="https://b.example",
        author_IP="192.0.2.1", user_id="3",
        meta=[("hc_post_as", "googleplus"), ("hc_avatar", "https://b.example/me.jpg")],
    )  # fmt: skip
    found = read(tmp_path, author, item(5, one))
    read_one = found.comments[0]
    assert (read_one.author_name, read_one.email, read_one.url) == (
        *("Tom & Bo", "b@example.org", "https://b.example"),
    )
    assert (read_one.ip_address, read_one.person, read_one.service) == ("192.0.2.1", "bob", "google")
    assert (read_one.picture_url, read_one.number) == ("https://b.example/me.jpg", 9)
    assert read_one.submitted_at == datetime(2019, 5, 16, 10, tzinfo=UTC)


def test_states_and_kinds_of_comments_are_translated(tmp_path: Path) -> None:
    approved = ["1", "0", "spam", "trash", "post-trashed", "odd"]
    states = [comment(number, approved=state) for number, state in enumerate(approved, 1)]
    names = ["comment", "pingback", "trackback", "order_note"]
    kinds = [comment(number, type=kind) for number, kind in enumerate(names, 11)]
    found = read(tmp_path, item(5, *states, *kinds))
    assert [one.state for one in found.comments[:6]] == [
        "public",
        "pending",
        "spam",
        "trash",
        "trash",
        "pending",
    ]
    assert [one.kind for one in found.comments[6:]] == [
        *(CommentKind.COMMENT, CommentKind.PINGBACK, CommentKind.TRACKBACK),
    ]
    assert told(found) == [("unknown-state", "comment 6")]
    assert found.skipped == {"comment of type order_note": 1}


def test_replies_come_after_what_they_answer(tmp_path: Path) -> None:
    found = read(
        tmp_path, item(5, comment(1, parent=3), comment(2, parent=1), comment(3), comment(4, parent=9))
    )
    assert [(one.key, one.parent) for one in found.comments] == [("3", ""), ("1", "3"), ("2", "1"), ("4", "")]
    assert told(found) == [("unknown-parent", "comment 4")]


def test_circles_of_comments_are_broken(tmp_path: Path) -> None:
    found = read(tmp_path, item(5, comment(1, parent=2), comment(2, parent=1), comment(3, parent=3)))
    assert [(one.key, one.parent) for one in found.comments] == [("3", ""), ("1", ""), ("2", "1")]
    assert told(found) == [("own-parent", "comment 3"), ("circle", "comment 1")]


def test_repeated_comments_are_told(tmp_path: Path) -> None:
    same, other = comment(1), comment(1, content="Something else")
    found = read(tmp_path, item(5, same, same, other), item(6, comment(1, content="Elsewhere")))
    assert [(one.number, one.text, one.body) for one in found.comments] == [
        (1, "5", "Thought 1"),
        (None, "5", "Something else"),
        (None, "6", "Elsewhere"),
    ]
    assert len({one.key for one in found.comments}) == 3
    assert [code for code, _ in told(found)] == ["repeated-comment", "repeated-id", "repeated-id"]


def test_comment_without_id_or_time_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, item(5, comment(0), comment(2, date=ZERO, date_gmt="soon")))
    assert [one.number for one in found.comments] == [None, 2]
    assert [one.submitted_at is None for one in found.comments] == [False, True]
    assert [code for code, _ in told(found)] == ["no-id", "no-date"]
