"""Uploads: whole or in slices, cut and gone on with, under names that are ours, never beyond the room."""

import errno
import fcntl
import io
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from blog.importing.folders import imports_folder
from blog.moving import kept_files, uploads
from tests.moving.files import WXR, make_zip

KEY = uploads.key_of(1, "site.xml", 10, "7")


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.BLOG_DATA_DIR = tmp_path / "data"


def send(data: bytes, offset: int = 0, size: int = 10) -> tuple[int, Path | None]:
    return uploads.take_slice(KEY, "site.xml", size, offset, io.BytesIO(data))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("site.wordpress.2026-01-01.xml", "site.wordpress.2026-01-01.xml"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Me\\My Export.xml", "My-Export.xml"),
        (".htaccess", "htaccess"),
        ("..", "file"),
        ("", "file"),
        ("a\0b\nc.xml", "a-b-c.xml"),
        ("Übersicht.zip", "bersicht.zip"),
        ("x" * 300 + ".xml", "x" * 96 + ".xml"),
    ],
)
def test_name_is_made_harmless(given: str, kept: str) -> None:
    path = uploads.store(given, 3, [b"abc"])
    assert path == imports_folder() / kept
    assert path.read_bytes() == b"abc"


def test_second_file_of_a_name_gets_a_number() -> None:
    names = [uploads.store("site.xml", 1, [b"a"]).name for _time in range(3)]
    assert names == ["site.xml", "site-2.xml", "site-3.xml"]


def test_folder_is_closed_for_others() -> None:
    assert imports_folder().stat().st_mode & 0o077 == 0


def test_slices_make_the_file() -> None:
    assert uploads.offset_of(KEY, 10) == 0
    assert send(b"0123") == (4, None)
    assert kept_files.kept_files() == []
    assert uploads.offset_of(KEY, 10) == 4
    here, path = send(b"456789", 4)
    assert here == 10
    assert path
    assert path.read_bytes() == b"0123456789"
    assert uploads.offset_of(KEY, 10) == 0, "sent again, it begins anew"


def test_slice_that_begins_elsewhere_is_told_where_to_go_on() -> None:
    send(b"0123")
    for offset in (0, 3, 9):
        with pytest.raises(uploads.OffsetError) as caught:
            send(b"xxx", offset)
        assert caught.value.offset == 4
    assert send(b"456789", 4)[1]


def test_what_arrived_of_a_cut_slice_is_kept() -> None:
    class Cut(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            piece = super().read(min(size or 0, 3))
            if not piece:
                raise OSError(errno.ECONNRESET, "cut")
            return piece

    with pytest.raises(OSError, match="cut"):
        uploads.take_slice(KEY, "site.xml", 10, 0, Cut(b"01234"))
    assert uploads.offset_of(KEY, 10) == 5


def test_no_more_is_taken_than_was_announced() -> None:
    _here, path = send(b"0123456789 and much more")
    assert path
    assert path.read_bytes() == b"0123456789"


def test_two_windows_do_not_mix() -> None:
    send(b"0123")
    part = imports_folder() / ".parts" / KEY
    with part.open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(uploads.RefusedError, match="another window"):
            send(b"4567", 4)
    assert part.read_bytes() == b"0123"


def test_file_beyond_the_limit_is_refused_before_it_is_sent(settings: Any) -> None:
    settings.BLOG_IMPORT_MAX_MB = 1
    with pytest.raises(uploads.RefusedError, match="larger than 1 MB"):
        uploads.offset_of(KEY, 2**20 + 1)
    with pytest.raises(uploads.RefusedError, match="larger than 1 MB"):
        uploads.store("site.xml", 2**20 + 1, [])
    with pytest.raises(uploads.RefusedError, match="empty"):
        uploads.offset_of(KEY, 0)


def test_full_disk_is_told_before_the_first_slice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_files, "room", lambda: 5 * 2**20)
    with pytest.raises(kept_files.NoRoomError, match="has 5 MB free, and this needs 9 MB"):
        uploads.offset_of(KEY, 9 * 2**20)


def test_disk_that_fills_while_the_file_comes_is_told() -> None:
    def pieces() -> Iterator[bytes]:
        yield b"abc"
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(kept_files.NoRoomError, match="The disk is full"):
        uploads.store("site.xml", 6, pieces())
    assert kept_files.kept_files() == []
    assert list((imports_folder() / ".parts").iterdir()) == []


def test_what_nobody_went_on_with_is_forgotten_after_a_week() -> None:
    send(b"0123")
    part = imports_folder() / ".parts" / KEY
    old = time.time() - uploads.PARTS_KEPT.total_seconds() - 60
    os.utime(part, (old, old))
    assert uploads.offset_of(KEY, 10) == 0
    assert not part.exists()


def test_list_tells_what_lies_there(tmp_path: Path) -> None:
    folder = imports_folder()
    (folder / "site.xml").write_text(WXR)
    make_zip(folder / "media.zip", {"a.jpg": b"picture"})
    (folder / ".hidden").touch()
    assert {each.name: each.kind.value for each in kept_files.kept_files()} == {
        "site.xml": "wordpress",
        "media.zip": "media",
    }


def test_only_names_that_lie_there_are_found() -> None:
    folder = imports_folder()
    (folder / "site.xml").write_text(WXR)
    (folder.parent / "secret_key").write_text("secret")
    found = kept_files.find(["../secret_key", "/etc/passwd", "site.xml", ".parts", "site.xml", "a\0b"])
    assert [each.name for each in found] == ["site.xml"]


def test_deleting_a_link_leaves_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "ship.jpg").write_bytes(b"picture")
    link = imports_folder() / "pictures"
    link.symlink_to(tmp_path / "pictures")
    kept_files.delete(kept_files.find(["pictures"])[0])
    assert not link.exists()
    assert (tmp_path / "pictures" / "ship.jpg").exists()
