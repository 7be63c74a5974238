"""What a file is, is told by its content, whatever it is called."""

import gzip
from pathlib import Path

import pytest

from blog.moving.kinds import Kind, kind_of
from tests.moving.files import WXR, make_tar, make_zip

DISQUS = '<?xml version="1.0"?>\n<disqus xmlns="http://disqus.com">'
GHOST = '{"db": [{"meta": {"exported_on": 1}, "data": {"posts": []}}]}'


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (WXR.encode(), Kind.WORDPRESS),
        (b"\xef\xbb\xbf\n" + WXR.encode(), Kind.WORDPRESS),
        (WXR.encode("utf-16"), Kind.WORDPRESS),
        (b"<rss><channel><wp:wxr_version>1.0</wp:wxr_version>", Kind.WORDPRESS),
        (DISQUS.encode(), Kind.DISQUS),
        (GHOST.encode(), Kind.GHOST),
        (b"---\ntitle: Hello\n---\nText", Kind.MARKDOWN),
        (b"+++\r\ntitle = 'Hello'\r\n+++\r\n", Kind.MARKDOWN),
        (b"<html><body>wordpress", Kind.UNKNOWN),
        (b'{"name": "something"}', Kind.UNKNOWN),
        (b"\x89PNG\r\n", Kind.UNKNOWN),
        (b"", Kind.UNKNOWN),
        (gzip.compress(WXR.encode()), Kind.WORDPRESS),
        (b"PK\x03\x04 damaged", Kind.UNKNOWN),
        (b"\x1f\x8b damaged", Kind.UNKNOWN),
    ],
)
def test_first_bytes_tell(tmp_path: Path, content: bytes, kind: Kind) -> None:
    path = tmp_path / "export.exe"
    path.write_bytes(content)
    assert kind_of(path) == kind


@pytest.mark.parametrize(
    ("members", "kind"),
    [
        ({"a/site.wordpress.2026-01-01.001.xml": WXR}, Kind.WORDPRESS),
        ({"feed.xml": "<rss/>", "posts.xml": WXR}, Kind.WORDPRESS),
        ({"ghost.json": GHOST}, Kind.GHOST),
        ({"_posts/2020-01-01-hello.md": "---\n---\n", "_config.yml": ""}, Kind.MARKDOWN),
        ({"2019/05/ship.jpg": ""}, Kind.MEDIA),
        ({"__MACOSX/._posts.xml": WXR, ".hidden.md": ""}, Kind.UNKNOWN),
        ({}, Kind.UNKNOWN),
    ],
)
def test_archive_is_what_it_holds(tmp_path: Path, members: dict[str, str], kind: Kind) -> None:
    assert kind_of(make_zip(tmp_path / "archive", members)) == kind


def test_tar_of_the_media_library_is_media(tmp_path: Path) -> None:
    assert kind_of(make_tar(tmp_path / "media-export.tar", {"2019/05/ship.jpg": b"x"})) == Kind.MEDIA


def test_folder_is_what_it_holds(tmp_path: Path) -> None:
    (tmp_path / "ship.jpg").touch()
    assert kind_of(tmp_path) == Kind.MEDIA
    (tmp_path / "hello.md").touch()
    assert kind_of(tmp_path) == Kind.MARKDOWN


def test_archive_with_a_password_is_unknown_and_no_fault(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "archive.zip", {"posts.xml": WXR})
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + place] |= 1  # the flag that says: encrypted
    path.write_bytes(data)
    assert kind_of(path) == Kind.UNKNOWN
