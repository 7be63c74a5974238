"""The reader of exports as a whole."""

import gzip
import subprocess
import sys
import zipfile
from pathlib import Path

from blog.importing.reading import Position, Reader
from blog.wordpress.wxr import WxrReader
from tests.wordpress.wxr.exports import Reading, comment, export, item, write


def test_reading_needs_no_django() -> None:
    code = (
        "import sys, blog.wordpress.wxr; print([name for name in sys.modules if name.startswith('django')])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_article_comes_with_its_comments(tmp_path: Path) -> None:
    text = export(item(5, comment(9), comment(10, parent=9), body="Body </item> &nbsp;"), item(6))
    found = Reading(write(tmp_path / "a.xml", text))
    assert [one.title for one in found.texts] == ["Text 5", "Text 6"]
    assert found.texts[0].body == "Body </item> &nbsp;"
    assert [(one.key, one.text, one.parent) for one in found.comments] == [("9", "5", ""), ("10", "5", "9")]
    assert found.oddities == []


def test_packed_and_zipped_files_read_as_plain_ones(tmp_path: Path) -> None:
    plain = write(tmp_path / "a.xml", export(item(5), item(6)))
    packed = write(tmp_path / "a.xml.gz", gzip.compress(plain.read_bytes()))
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("blog/part-1.xml", export(item(5)))
        archive.writestr("blog/part-2.xml", export(item(6)))
    for path in (plain, packed, tmp_path / "a.zip"):
        assert [one.key for one in Reading(path).texts] == ["5", "6"]


def test_reading_goes_on_at_any_position(tmp_path: Path) -> None:
    first = write(tmp_path / "a.xml", export(*(item(number) for number in range(1, 8))))
    second = write(tmp_path / "b.xml.gz", gzip.compress(export(*(item(n) for n in range(8, 15))).encode()))
    reader: Reader = WxrReader([first, second])
    items = list(reader.texts(Position()))
    for number, one in enumerate(items):
        rest = [again.digest for again in WxrReader([first, second]).texts(one.end)]
        assert rest == [later.digest for later in items[number + 1 :]]
