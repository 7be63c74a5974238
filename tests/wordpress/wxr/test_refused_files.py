"""Files that are refused whole, with a sentence that says where and what to do."""

import gzip
import re
import zipfile
from pathlib import Path

import pytest

from blog.importing.reading import UnreadableFileError
from blog.wordpress.wxr import WxrReader
from tests.wordpress.wxr.exports import HEAD, TAIL, Reading, export, item, write

DTD = HEAD.replace("<rss", '\n<!DOCTYPE rss [\n<!ENTITY a "aaaa">\n]>\n<rss', 1)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "a.xml is empty"),
        (" \n\t", "a.xml is empty"),
        ('{"db": []}', "a.xml is JSON"),
        ("[1, 2]", "a.xml is JSON"),
        ("<!DOCTYPE html><html><form>Log in</form></html>", "a.xml is a web page, maybe the form to log in"),
        ("just words", "a.xml is no XML"),
        ("\0\1\2\3" * 99, "a.xml is no XML"),
        ("<rss><channel><title>A</title><item><title>B</title></item></channel></rss>", "a.xml is a feed"),
        ("<note><to>Bob</to></note>", "a.xml is no WordPress export"),
        (DTD + item(1) + TAIL, "a.xml, line 3: the file declares a document type"),
        (HEAD + "<title>\n<b></title>" + item(1) + TAIL, "a.xml, line 15: the head of the file is no XML"),
    ],
)
def test_file_that_is_no_export_is_refused(tmp_path: Path, content: str, sentence: str) -> None:
    with pytest.raises(UnreadableFileError) as refused:
        Reading(write(tmp_path / "a.xml", content))
    assert str(refused.value).startswith(sentence)
    assert str(refused.value).endswith(".")


def test_missing_file_and_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.xml", tmp_path):
        with pytest.raises(UnreadableFileError, match="cannot be opened"):
            WxrReader([path])


def test_entities_in_an_item_do_nothing(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "b">]>'
    found = Reading(write(tmp_path / "a.xml", export(item(1, bomb), item(2, title="&a; b"))))
    assert [one.title for one in found.texts] == ["&a; b"]
    assert found.skipped == {"broken item": 1}


def test_zip_without_exports_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("picture.jpg", b"x")
    with pytest.raises(UnreadableFileError, match=re.escape("a.zip holds no .xml file")):
        WxrReader([tmp_path / "a.zip"])


def test_damaged_zip_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "a.zip", b"PK\x03\x04" + b"x" * 1000)
    with pytest.raises(UnreadableFileError, match=re.escape("a.zip is a damaged zip file")):
        WxrReader([tmp_path / "a.zip"])


def test_zip_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", HEAD + " " * (70 * 1024 * 1024))
    with pytest.raises(UnreadableFileError, match="unpacks to more than 200 times its size"):
        WxrReader([tmp_path / "a.zip"])


def test_gzip_that_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    text = (HEAD + item(1)).encode() + b" " * (70 * 1024 * 1024)
    with pytest.raises(UnreadableFileError, match="unpacks to more than 200 times its size"):
        WxrReader([write(tmp_path / "a.xml.gz", gzip.compress(text))]).survey()


def test_one_refused_file_refuses_all(tmp_path: Path) -> None:
    paths = [write(tmp_path / "a.xml", export(item(1))), write(tmp_path / "b.xml", "{}")]
    with pytest.raises(UnreadableFileError, match=re.escape("b.xml is JSON")):
        WxrReader(paths).survey()
