"""Which addresses a blog left behind, as its file tells."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from blog.importing.proof.addresses import AddressBook, Kind, path_of, term_paths
from blog.importing.records import Attachment, Bundle, Person, Site, Term, Text, TextKind

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LATE = datetime(2019, 5, 15, 23, 30, tzinfo=UTC)  # the 16th in Berlin
SITE = Site(
    address="https://example.wordpress.com",
    hosts=frozenset({"example.wordpress.com"}),
    people=(Person("anna", nicename="anna-a"), Person("idle", nicename="idle")),
    categories=(Term("b", "B", parent="a"), Term("a", "A")),
    tags=(Term("sea", "Sea"),),
)


def book() -> AddressBook:
    return AddressBook(SITE, ZoneInfo("Europe/Berlin"), NOW)


def text(**fields: Any) -> Text:
    values: dict[str, Any] = {
        "key": "7",
        "kind": TextKind.ARTICLE,
        "title": "Sea",
        "slug": "sea",
        "body": "",
        "number": 7,
    }
    values |= {"body_format": "html", "published_at": LATE, "author": "anna"}
    return Text(**(values | {"link": "https://example.wordpress.com/2019/05/16/sea/"} | fields))


def paths(found: Any) -> list[tuple[str, str]]:
    return [(str(address.kind), address.path) for address in found]


def test_article_has_address_feed_and_number() -> None:
    assert paths(book().of(Bundle(text=text(old_paths=("/alter ort/",))))) == [
        ("article", "/2019/05/16/sea/"),
        ("feed", "/2019/05/16/sea/feed/"),
        ("article", "/alter%20ort/"),
        ("number", "/?p=7"),
    ]


@pytest.mark.parametrize(
    ("structure", "front", "dates"),
    [
        ("/archives/%post_id%", "/archives/", "/archives/date/"),
        ("/index.php/%year%/%postname%/", "/index.php/", "/index.php/"),
        ("/blog/%postname%/", "/blog/", "/blog/"),
        ("/%postname%/", "/", "/"),
        ("", "/", "/"),
    ],
)
def test_archives_are_below_what_the_structure_begins_with(structure: str, front: str, dates: str) -> None:
    site = replace(SITE, permalink_structure=structure, people=(Person("jane.doe@mail.example"),))
    kept = AddressBook(site, ZoneInfo("Europe/Berlin"), NOW)
    list(kept.of(Bundle(text=text(author="jane.doe@mail.example"))))
    found = [path for kind, path in paths(kept.of_archives()) if kind == "archive"]
    assert found[:3] == [f"{dates}2019/", f"{dates}2019/05/", f"{dates}2019/05/16/"]
    assert {f"{front}category/a/b/", f"{front}tag/sea/", f"{front}author/jane-doemail-example/"} <= set(found)


def test_page_is_numbered_in_its_own_way() -> None:
    found = book().of(Bundle(text=text(kind=TextKind.PAGE, link="https://example.wordpress.com/about/")))
    assert paths(found)[-1] == ("number", "/?page_id=7")


@pytest.mark.parametrize(
    "hidden",
    [{"status": "draft"}, {"status": "private"}, {"published_at": datetime(2027, 1, 1, tzinfo=UTC)}],
)
def test_what_nobody_could_open_is_not_asked_for(hidden: dict[str, Any]) -> None:
    shown = book()
    assert list(shown.of(Bundle(text=text(**hidden)))) == []
    assert list(shown.of_comments(text(**hidden), ("1",))) == []
    assert [path for _kind, path in paths(shown.of_archives()) if path.startswith("/20")] == []


def test_comments_behind_a_password_had_no_address() -> None:
    assert list(book().of_comments(text(password="secret"), ("1",))) == []


def test_comments_stand_at_the_address_of_their_text() -> None:
    (found,) = book().of_comments(text(), ("1", "2"))
    assert (found.kind, found.path, found.text, found.anchors) == (
        Kind.COMMENT,
        "/2019/05/16/sea/",
        "7",
        ("1", "2"),
    )


def test_archives_are_those_of_what_was_published_in_the_zone_of_the_site() -> None:
    shown = book()
    list(shown.of(Bundle(text=text())))
    archives = [path for kind, path in paths(shown.of_archives()) if kind == "archive"]
    assert archives == [
        "/2019/",
        "/2019/05/",
        "/2019/05/16/",
        "/category/a/b/",
        "/category/a/",
        "/tag/sea/",
        "/author/anna-a/",
    ]


def test_every_archive_has_its_feed() -> None:
    shown = book()
    list(shown.of(Bundle(text=text())))
    found = paths(shown.of_archives())
    archives = {path for kind, path in found if kind == "archive"}
    feeds = {path for kind, path in found if kind == "feed"}
    assert feeds == {f"{path}feed/" for path in archives} | {"/feed/", "/feed/atom/", "/comments/feed/"}


def test_attachment_has_file_page_and_number() -> None:
    attachment = Attachment(
        "9", "https://x.example/a.jpg", "2019/05/ä b.jpg", 9, link="https://example.wordpress.com/sea/a/"
    )
    assert paths(book().of(Bundle(attachment=attachment))) == [
        ("attachment", "/wp-content/uploads/2019/05/%C3%A4%20b.jpg"),
        ("attachment", "/sea/a/"),
        ("number", "/?attachment_id=9"),
    ]


def test_page_of_an_attachment_elsewhere_is_not_ours() -> None:
    attachment = Attachment("9", "", "", None, link="https://elsewhere.example/a/")
    assert list(book().of(Bundle(attachment=attachment))) == []


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("https://example.org/a/b/?x=1&y=ü#c", "/a/b/?x=1&y=%C3%BC"),
        ("/a%20b/ü", "/a%20b/%C3%BC"),
        ("https://example.org", "/"),
        ("", ""),
        ("nothing", ""),
        ("http://[broken", ""),
    ],
)
def test_path_of_an_address(link: str, path: str) -> None:
    assert path_of(link) == path


def test_loop_of_terms_ends() -> None:
    assert list(term_paths([Term("a", "A", parent="b"), Term("b", "B", parent="a")])) == ["b/a", "a/b"]
