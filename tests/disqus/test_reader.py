"""Threads and posts of Disqus become records, broken ones are told, and nothing else is ever raised."""

import gzip
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from blog.disqus import DisqusReader
from blog.importing.reading import Position, UnreadableFileError
from blog.importing.records import Bundle
from tests.disqus.exports import HEAD, post, thread, write

FIRST = thread(11, "https://harbour.example/tide/")


def bundles_of(path: Path) -> list[Bundle]:
    return [bundle for item in DisqusReader([path]).texts() for bundle in item.bundles()]


def test_post_becomes_a_comment_of_its_thread(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xml", FIRST, post(101, 11, "<p>Fine &amp; dry</p>"), post(102, 11, parent=101))
    (bundle,) = bundles_of(path)
    first, second = bundle.comments
    assert (first.key, first.text, first.body) == ("101", "11", "<p>Fine &amp; dry</p>")
    assert (first.number, first.body_format, first.author_name) == (101, "html", "Gustav")
    assert first.submitted_at == datetime(2019, 6, 1, 10, 41, tzinfo=UTC)
    assert second.parent == "101"
    assert [(each.key, each.links) for each in bundle.threads] == [("11", ("https://harbour.example/tide/",))]


@pytest.mark.parametrize(
    ("flags", "state"),
    [
        ("<isDeleted>false</isDeleted><isSpam>false</isSpam>", "public"),
        ("<isDeleted>true</isDeleted><isSpam>false</isSpam>", "trash"),
        ("<isSpam>true</isSpam>", "spam"),
        ("<isApproved>false</isApproved>", "pending"),
    ],
)
def test_flags_are_states(tmp_path: Path, flags: str, state: str) -> None:
    (bundle,) = bundles_of(write(tmp_path / "a.xml", FIRST, post(1, 11, flags=flags)))
    assert [comment.state for comment in bundle.comments] == [state]


def test_posts_may_stand_before_threads_and_name_them_as_the_site_did(tmp_path: Path) -> None:
    named = post(5, 0).replace('<thread dsq:id="0" />', "<thread>tide-1</thread>")
    path = write(tmp_path / "a.xml", named, thread(11, "https://harbour.example/tide/", "tide-1"))
    (bundle,) = bundles_of(path)
    assert bundle.comments[0].text == "11"
    assert bundle.threads[0].links == ("https://harbour.example/tide/",)


def test_name_that_the_plugin_gave_says_more_addresses(tmp_path: Path) -> None:
    name = "77 https://harbour.example/?p=77"
    (bundle,) = bundles_of(write(tmp_path / "a.xml", thread(11, "https://x.example/gone", name), post(1, 11)))
    assert bundle.threads[0].links == ("https://x.example/gone", "https://harbour.example/?p=77", "/?p=77")


def test_reading_goes_on_where_an_item_ended(tmp_path: Path) -> None:
    posts = [post(number, 11) for number in range(1, 131)]
    reader = DisqusReader([write(tmp_path / "a.xml", FIRST, *posts)])
    items = list(reader.texts())
    rest = [
        comment.key for item in reader.texts(items[0].end) for b in item.bundles() for comment in b.comments
    ]
    assert rest == [str(number) for number in range(51, 131)]
    assert items[-1].end.offset <= reader.survey().size
    assert list(reader.texts(items[-1].end)) == []
    assert list(reader.attachments(Position())) == []


def test_broken_posts_are_left_out_with_their_lines(tmp_path: Path) -> None:
    bad = '<post dsq:id="2"><message>a <b</message></post>\n'
    unclosed = '<post dsq:id="3"><message>never ends\n'
    bundle, *_more = bundles_of(write(tmp_path / "a.xml", FIRST, post(1, 11), bad, unclosed, post(4, 11)))
    assert [comment.key for comment in bundle.comments] == ["1", "4"]
    assert [(oddity.code, oddity.line) for oddity in bundle.oddities] == [
        ("broken-item", 7),
        ("broken-item", 8),
    ]
    assert bundle.skipped == {"broken item": 2}


def test_signs_that_xml_does_not_know_are_put_right(tmp_path: Path) -> None:
    bad = post(1, 11).replace("Gustav", "Tom & Jerry&nbsp;\x07")
    (bundle,) = bundles_of(write(tmp_path / "a.xml", FIRST, bad))
    assert bundle.comments[0].author_name == "Tom & Jerry"
    assert {oddity.code for oddity in bundle.oddities} == {"bad-entity", "control-characters"}


def test_cut_file_is_told_and_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xml", FIRST, post(1, 11), post(2, 11)[:90], end="")
    assert [oddity.code for oddity in DisqusReader([path]).survey().oddities] == ["cut"]
    (bundle,) = bundles_of(path)
    assert [comment.key for comment in bundle.comments] == ["1"]
    assert [oddity.code for oddity in bundle.oddities] == ["cut"]


def test_whole_file_has_no_oddity(tmp_path: Path) -> None:
    assert DisqusReader([write(tmp_path / "a.xml", FIRST, post(1, 11))]).survey().oddities == ()
    assert DisqusReader([write(tmp_path / "b.xml", FIRST)]).survey().oddities == ()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is empty"),
        ("<rss><channel></channel></rss>", "no export of Disqus"),
        ('<?xml version="1.0"?>\n<!DOCTYPE disqus [<!ENTITY a "b">]>\n<disqus></disqus>', "line 2"),
        ("\x89PNG", "no export of Disqus"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "a.xml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableFileError, match=told):
        DisqusReader([path]).survey()


def test_packed_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "harbour-all.xml.gz"
    path.write_bytes(gzip.compress((HEAD + FIRST + post(1, 11) + "</disqus>").encode()))
    assert [comment.key for comment in bundles_of(path)[0].comments] == ["1"]


def test_no_cut_and_no_changed_byte_raises_anything_else(tmp_path: Path) -> None:
    whole = write(tmp_path / "a.xml", FIRST, *(post(n, 11, parent=n - 1) for n in range(1, 8))).read_bytes()
    chance = random.Random(7)
    path = tmp_path / "b.xml"
    for _ in range(400):
        content = bytearray(whole[: chance.randrange(len(whole) + 1)])
        for _change in range(chance.randrange(4)):
            if content:
                content[chance.randrange(len(content))] = chance.choice(b"<>&\"]'/! \x00\xff\xc3a")
        path.write_bytes(content)
        try:
            DisqusReader([path]).survey()
            bundles_of(path)
        except UnreadableFileError:
            pass
