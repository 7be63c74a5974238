"""Files that are damaged: what is whole is imported, and what is wrong is told with its line."""

import gzip
from pathlib import Path

import pytest

from blog.importing.xml import splitter
from blog.wordpress.wxr import WxrReader, elements
from blog.wordpress.wxr import item as wxr_item
from tests.wordpress.wxr.exports import HEAD, TAIL, Reading, comment, export, item, write

FIRST_LINE = HEAD.count("\n") + 1  # of the first item


def read(tmp_path: Path, content: str | bytes) -> Reading:
    return Reading(write(tmp_path / "a.xml", content))


def test_unbalanced_item_is_left_out_with_its_line(tmp_path: Path) -> None:
    broken = item(2).replace("</dc:creator>", "")
    found = read(tmp_path, export(item(1), broken, item(3)))
    assert [one.key for one in found.texts] == ["1", "3"]
    line = FIRST_LINE + item(1).count("\n") + broken[: broken.index("</item>")].count("\n")
    assert found.told == [("broken-item", "item", line)]
    assert found.skipped == {"broken item": 1}


def test_item_without_an_end_is_left_out(tmp_path: Path) -> None:
    found = read(tmp_path, export(item(1), item(2).replace("</item>", ""), item(3)))
    assert [one.key for one in found.texts] == ["1", "3"]
    assert found.told == [("broken-item", "item", FIRST_LINE + item(1).count("\n"))]


def test_end_without_a_beginning_changes_nothing(tmp_path: Path) -> None:
    found = read(tmp_path, export(item(1), "</item>\n", item(2)))
    assert [one.key for one in found.texts] == ["1", "2"]


@pytest.mark.parametrize("cut_in", ["Body 2", "<wp:comment_id>", "<title>Text 2"])
def test_cut_file_gives_what_is_whole_and_nothing_by_halves(tmp_path: Path, cut_in: str) -> None:
    whole = export(item(1), item(2, comment(9)))
    found = read(tmp_path, whole[: whole.index(cut_in) + 4])
    assert [one.key for one in found.texts] == ["1"]
    assert found.comments == []
    assert [code for code, *_ in found.told] == ["cut", "cut"]
    assert found.oddities[1].line == FIRST_LINE + item(1).count("\n")


def test_file_cut_between_items_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD + item(1) + item(2))
    assert [one.key for one in found.texts] == ["1", "2"]
    assert [code for code, *_ in found.told] == ["cut"]


def test_cut_gzip_gives_what_is_whole(tmp_path: Path) -> None:
    packed = gzip.compress(export(*(item(number) for number in range(1, 400))).encode())
    found = Reading(write(tmp_path / "a.xml.gz", packed[: len(packed) // 2]))
    assert 20 < len(found.texts) < 398
    assert found.oddities[0].code == "cut"
    assert "packed file" in found.oddities[0].detail


def test_control_characters_are_left_out(tmp_path: Path) -> None:
    found = read(tmp_path, export(item(1, title="A\x08b\x0bc&#8;&#x1F;d", body="one\x00two\ufffe")))
    assert (found.texts[0].title, found.texts[0].body) == ("Abcd", "onetwo")
    assert [code for code, *_ in found.told] == ["control-characters", "bad-entity"]


def test_bare_ampersands_and_entities_of_html_are_read(tmp_path: Path) -> None:
    title = "Salt & pepper&nbsp;&eacute; &amp; &#233; &unknown; AT&T"
    found = read(tmp_path, export(item(1, title=title, body="a &nbsp; & b")))
    assert found.texts[0].title == "Salt & pepper é & é &unknown; AT&T"
    assert found.texts[0].body == "a &nbsp; & b"
    assert [code for code, *_ in found.told] == ["bad-entity"]


def test_bytes_that_are_no_utf8_are_read_as_windows_1252(tmp_path: Path) -> None:
    content = export(item(1, title="Caf#, naïve"), item(2)).encode().replace(b"Caf#", b"Caf\xe9 \x93x\x94")
    found = read(tmp_path, content)
    assert found.texts[0].title == "Café “x”, naïve"
    assert found.told == [("invalid-utf-8", "item", FIRST_LINE)]


@pytest.mark.parametrize("declared", ["ISO-8859-1", "windows-1252"])
def test_latin_file_is_read_as_what_it_says(tmp_path: Path, declared: str) -> None:
    content = export(item(1, title="Café € naïve")).replace("UTF-8", declared, 1)
    found = read(tmp_path, content.encode("cp1252"))
    assert (found.texts[0].title, found.oddities) == ("Café € naïve", [])


def test_utf8_that_claims_to_be_latin_is_read_as_utf8(tmp_path: Path) -> None:
    found = read(tmp_path, export(item(1, title="Café ✓")).replace("UTF-8", "ISO-8859-1", 1))
    assert found.texts[0].title == "Café ✓"
    assert [code for code, *_ in found.told] == ["wrong-encoding"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf16_is_read_and_told(tmp_path: Path, encoding: str) -> None:
    found = read(tmp_path, export(item(1, title="Café ✓"), item(2)).encode(encoding))
    assert [one.title for one in found.texts] == ["Café ✓", "Text 2"]
    assert [code for code, *_ in found.told] == ["other-encoding"]


def test_east_asian_encoding_is_read(tmp_path: Path) -> None:
    content = export(item(1, title="日本語ソ")).replace("UTF-8", "Shift_JIS", 1)
    assert read(tmp_path, content.encode("shift_jis")).texts[0].title == "日本語ソ"


def test_byte_order_mark_and_unknown_encoding_do_not_matter(tmp_path: Path) -> None:
    found = read(tmp_path, b"\xef\xbb\xbf" + export(item(1)).replace("UTF-8", "x-none", 1).encode())
    assert [one.key for one in found.texts] == ["1"]
    assert found.oddities == []


def test_items_within_text_and_comments_are_none(tmp_path: Path) -> None:
    body = "<item>x</item> ]] > <![CDATA[ <!-- </item>"
    found = read(
        tmp_path, export("<!-- <item>old</item> -->\n", item(1, "<!-- </item> -->", body=body), item(2))
    )
    assert [one.body for one in found.texts] == [body, "Body 2"]
    assert found.oddities == []


def test_end_of_cdata_within_a_text_comes_back(tmp_path: Path) -> None:
    found = read(tmp_path, export(item(1, body="a]]]]><![CDATA[>b")))
    assert found.texts[0].body == "a]]>b"


def test_bare_html_in_a_field_is_told(tmp_path: Path) -> None:
    found = read(tmp_path, export(item(1, content="Hello <p>big <b>world</b></p>")))
    assert found.texts[0].body == "Hello big world"
    assert [code for code, *_ in found.told] == ["bare-markup"]


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make an item large from 20 kB on."""
    monkeypatch.setattr(splitter, "LARGEST_HELD", 20_000)
    monkeypatch.setattr(splitter, "BLOCK", 4_000)
    monkeypatch.setattr(wxr_item, "BLOCK", 4_000)
    monkeypatch.setattr(elements, "LARGEST_TEXT", 10_000)
    monkeypatch.setattr(elements, "COMMENTS_AT_ONCE", 50)


@pytest.mark.usefixtures("small_limits")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_large_item_comes_in_several_bundles(tmp_path: Path, encoding: str) -> None:
    many = [comment(number, parent=number - 1) for number in range(1, 500)]
    content = export(item(1), item(2, *many, title="É\x07" if encoding == "utf-8" else "É"), item(3))
    found = read(tmp_path, content.encode(encoding))
    assert [one.key for one in found.texts] == ["1", "2", "3"]
    assert found.texts[1].title == "É"
    assert [one.key for one in found.comments] == [str(number) for number in range(1, 500)]
    assert len(found.bundles) > 5
    assert [one.digest == b"" for one in found.items] == [False, True, False]
    again = list(WxrReader([tmp_path / "a.xml"]).texts(found.items[1].end))
    assert [one.digest for one in again] == [found.items[2].digest]


@pytest.mark.usefixtures("small_limits")
def test_too_long_text_is_cut_and_told(tmp_path: Path) -> None:
    found = read(tmp_path, export(item(1, body="x" * 50_000), item(2)))
    assert 0 < len(found.texts[0].body) <= 10_000
    assert [code for code, *_ in found.told] == ["too-long"]


@pytest.mark.usefixtures("small_limits")
def test_large_broken_item_is_not_imported_by_halves(tmp_path: Path) -> None:
    many = [comment(number) for number in range(1, 500)]
    found = read(tmp_path, export(item(1, *many, "</wp:nothing>"), item(2)))
    assert [one.key for one in found.texts] == ["2"]
    assert found.comments == []
    assert found.told == [("broken-item", "item", found.oddities[0].line)]
    assert found.oddities[0].line > FIRST_LINE + 499


@pytest.mark.usefixtures("small_limits")
def test_large_item_without_an_end_is_told(tmp_path: Path) -> None:
    found = read(
        tmp_path, HEAD + item(1) + item(2, body="x" * 50_000).replace("</item>", "") + item(3) + TAIL
    )
    assert [one.key for one in found.texts] == ["1", "3"]
    assert found.told == [("broken-item", "item", FIRST_LINE + item(1).count("\n"))]
