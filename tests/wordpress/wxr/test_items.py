"""What is made of the fields of items."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from blog.importing.records import TextKind
from tests.wordpress.wxr.exports import Reading, comment, export, item, write

ZERO = "0000-00-00 00:00:00"


def read(tmp_path: Path, *pieces: str) -> Reading:
    return Reading(write(tmp_path / "a.xml", export(*pieces)))


def told(found: Reading) -> list[tuple[str, str]]:
    return [(code, subject) for code, subject, _ in found.told]


def test_every_field_of_an_article_is_kept(tmp_path: Path) -> None:
    meta = [("_thumbnail_id", "7"), ("_wp_old_slug", "first-na%C3%AFve"), ("_wp_old_slug", "second")]
    fields: dict[str, Any] = {
        "title": "<![CDATA[<em>Salt</em> &amp; pepper]]>",
        "post_name": "caf%C3%A9",
        "excerpt": "<![CDATA[In short]]>",
        "post_password": "open sesame",
        "is_sticky": "1",
        "comment_status": "closed",
        "post_modified_gmt": "2020-01-02 03:04:05",
    }
    terms = (
        '<category domain="category" nicename="news"><![CDATA[News]]></category>'
        '<category domain="post_tag" nicename="caf%C3%A9"><![CDATA[Café]]></category>'
        '<category domain="post_format" nicename="aside"><![CDATA[Aside]]></category>'
    )
    found = read(tmp_path, item(5, terms, meta=meta, **fields))
    text = found.texts[0]
    assert (text.key, text.number, text.kind, text.body_format) == ("5", 5, TextKind.ARTICLE, "wordpress")
    assert (text.title, text.slug, text.excerpt) == ("Salt & pepper", "café", "In short")
    assert (text.password, text.is_sticky, text.comments_open) == ("open sesame", True, False)
    assert (text.author, text.link) == ("alice", "https://harbour.example/2019/05/15/text-5/")
    assert text.published_at == text.created_at == datetime(2019, 5, 15, 10, tzinfo=UTC)
    assert text.updated_at == datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert (text.featured, text.old_slugs) == ("7", ("first-naïve", "second"))
    assert (text.categories, text.tags) == (("news",), ("café",))
    assert [(term.key, term.name) for term in found.site.categories] == [("news", "News")]
    assert [(term.key, term.name) for term in found.site.tags] == [("café", "Café")]
    assert found.oddities == []


@pytest.mark.parametrize(
    ("status", "kept"),
    [("publish", "published"), ("future", "published"), ("draft", "draft"), ("pending", "pending"),
     ("private", "private"), ("", "published")],
)  # fmt: skip
def test_states_are_translated(tmp_path: Path, status: str, kept: str) -> None:
    found = read(tmp_path, item(5, status=status))
    assert [one.status for one in found.texts] == [kept]
    assert found.oddities == []


def test_unknown_state_becomes_a_draft(tmp_path: Path) -> None:
    found = read(tmp_path, item(5, status="archived"))
    assert (found.texts[0].status, told(found)) == ("draft", [("unknown-state", "article 5")])


def test_what_is_no_article_is_counted_by_its_kind(tmp_path: Path) -> None:
    pieces = [item(n, post_type=kind) for n, kind in enumerate(["revision", "nav_menu_item", "product"], 1)]
    found = read(tmp_path, *pieces, item(8, status="trash"), item(9, status="auto-draft"))
    assert found.texts == []
    assert found.skipped == {
        **{"revision": 1, "nav_menu_item": 1, "product": 1},
        **{"trash": 1, "auto-draft": 1},
    }


def test_draft_without_a_date_has_none(tmp_path: Path) -> None:
    text = read(tmp_path, item(5, status="draft", post_date_gmt=ZERO, post_name="")).texts[0]
    assert (text.published_at, text.slug) == (None, "")
    assert text.created_at == datetime(2019, 5, 15, 12, tzinfo=UTC)


def test_local_time_is_read_in_the_zone_of_the_blog(tmp_path: Path) -> None:
    summer = [
        item(n, post_date="2019-07-01 12:00:00", post_date_gmt="2019-07-01 10:00:00") for n in (1, 2, 3)
    ]
    late = item(4, post_date="2019-12-01 12:00:00", post_date_gmt=ZERO)
    found = read(tmp_path, *summer, late)
    assert found.site.time_zone == "Europe/Berlin"
    assert found.texts[3].published_at == datetime(2019, 12, 1, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "moment", "codes"),
    [
        (
            {"post_date_gmt": "30000-01-01 00:00:00"},
            datetime(2019, 5, 15, 12, tzinfo=UTC),
            ["impossible-date"],
        ),
        (
            {"post_date_gmt": "2019-02-31 00:00:00"},
            datetime(2019, 5, 15, 12, tzinfo=UTC),
            ["impossible-date"],
        ),
        ({"post_date_gmt": ZERO, "post_date": ZERO}, datetime(2019, 5, 15, 10, tzinfo=UTC), []),
        (
            {
                "post_date_gmt": ZERO,
                "post_date": ZERO,
                "pub_date": "",
                "post_modified_gmt": "2020-01-01 00:00:00",
            },
            datetime(2020, 1, 1, tzinfo=UTC),
            ["no-date"],
        ),
        ({"post_date_gmt": ZERO, "post_date": ZERO, "pub_date": "Wed, 30 Nov -0001"}, None, ["no-date"]),
    ],
)
def test_impossible_times_are_told(
    tmp_path: Path, fields: dict[str, str], moment: datetime | None, codes: list[str]
) -> None:
    found = read(tmp_path, item(5, **fields))
    assert found.texts[0].published_at == moment
    assert found.texts[0].status == ("published" if moment else "draft")
    assert [code for code, _ in told(found)] == codes


def test_missing_fields_do_not_keep_an_article_out(tmp_path: Path) -> None:
    found = read(tmp_path, "<item><title>Alone</title></item>\n", "<item></item>\n")
    assert [(one.title, one.number, one.status) for one in found.texts] == [
        ("Alone", None, "draft"),
        ("", None, "draft"),
    ]
    assert len({one.key for one in found.texts}) == 2
    assert {code for code, _ in told(found)} == {"no-id", "no-date"}


def test_page_has_its_parent_and_order(tmp_path: Path) -> None:
    pages = [
        item(5, post_type="page", post_parent=4, menu_order=-3),
        item(6, post_type="page", post_parent=6),
    ]
    found = read(tmp_path, *pages)
    assert [(one.kind, one.parent, one.menu_order) for one in found.texts] == [
        (TextKind.PAGE, "4", -3),
        (TextKind.PAGE, "", 0),
    ]
    assert told(found) == [("own-parent", "page 6")]


def test_attachment_is_a_record_of_its_own(tmp_path: Path) -> None:
    url = "https://harbour.example/wp-content/uploads/sites/3/2019/05/caf%C3%A9.jpg"
    piece = item(
        7, f"<wp:attachment_url>{url}</wp:attachment_url>", post_type="attachment", status="inherit",
        post_parent=5, excerpt="A caption", meta=[("_wp_attached_file", "2019/05/café.jpg"),
                                                  ("_wp_attachment_image_alt", "Two &amp; two")],
    )  # fmt: skip
    found = read(tmp_path, piece, item(8, post_type="attachment", guid=""))
    one = found.attachments[0]
    assert (one.key, one.number, one.url, one.path) == ("7", 7, url, "sites/3/2019/05/café.jpg")
    assert (one.alt, one.caption, one.parent) == ("Two & two", "A caption", "5")
    assert told(found) == [("no-address", "file 8")]
    assert found.skipped == {"file without an address": 1}


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://harbour.files.wordpress.com/2019/05/a.jpg?w=640", "2019/05/a.jpg"),
        ("https://harbour.example/files/2019/05/a.jpg", "a.jpg"),
        ("https://harbour.example/wp-content/uploads/../../../etc/passwd", ""),
        ("http://[broken/a.jpg", ""),
    ],
)
def test_path_of_a_file_is_found_and_safe(tmp_path: Path, url: str, path: str) -> None:
    found = read(tmp_path, item(7, f"<wp:attachment_url>{url}</wp:attachment_url>", post_type="attachment"))
    assert [one.path for one in found.attachments] == ([path] if path else [])


def test_repeated_items_are_told(tmp_path: Path) -> None:
    found = read(tmp_path, item(5), item(5), item(5, body="Newer"), item(5, post_date="2020-01-01 00:00:00"))
    assert told(found) == [("repeated-item", "item 5"), ("two-versions", "item 5"), ("repeated-id", "item 5")]
    assert [(one.key == "5", one.number) for one in found.texts] == [(True, 5)] * 3 + [(False, None)]


def test_reusable_blocks_stand_where_they_are_named(tmp_path: Path) -> None:
    use = '<!-- wp:block {"ref":%d} /-->'
    blocks = [
        item(90, post_type="wp_block", body=f"<p>Inner</p>{use % 91}"),
        item(91, post_type="wp_block", body="<p>Deepest</p>"),
        item(92, post_type="wp_block", body=use % 92),
    ]
    found = read(tmp_path, item(5, body=f"A {use % 90} B {use % 7} C {use % 92}"), *blocks)
    assert found.texts[0].body == f"A <p>Inner</p><p>Deepest</p> B {use % 7} C {use % 92}"
    assert told(found) == [("missing-block", "article 5")] * 2
    assert found.skipped == {"wp_block": 3}


def test_addresses_of_the_old_host_become_paths(tmp_path: Path) -> None:
    url = "https://cdn.example/wp-content/uploads/a.jpg"
    body = f'<a href="https://www.harbour.example/x/">x</a> <img src="{url}"> <a href="https://other.example/">o</a>'
    file = item(7, f"<wp:attachment_url>{url}</wp:attachment_url>", post_type="attachment")
    said = comment(1, content="<![CDATA[<a href='http://harbour.example/y/'>y</a>]]>")
    found = read(tmp_path, item(5, said, body=body), file)
    assert found.texts[0].body == (
        '<a href="/x/">x</a> <img src="/wp-content/uploads/a.jpg"> <a href="https://other.example/">o</a>'
    )
    assert found.comments[0].body == "<a href='/y/'>y</a>"
    assert found.site.hosts >= {"harbour.example", "www.harbour.example", "cdn.example"}


def test_unknown_custom_fields_are_told_by_name(tmp_path: Path) -> None:
    found = read(tmp_path, item(5, meta=[("mood", "calm"), ("_edit_last", "1")]))
    assert told(found) == [("custom-field", "mood")]


@pytest.mark.parametrize(("number", "size"), [(100_300, 40), (40, 1_000_000)], ids=["many", "large"])
def test_custom_fields_without_end_are_not_all_held(tmp_path: Path, number: int, size: int) -> None:
    fields = [(f"_edit_{each}", "x" * size) for each in range(number)]
    found = read(tmp_path, item(1, meta=fields), item(2))
    assert [text.key for text in found.texts] == ["1", "2"]
    assert ("too-many", "item") in told(found)
