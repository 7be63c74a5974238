"""Folders, zips and tars that mean harm, or are damaged."""

import io
import os
import stat
import tarfile
import zipfile
from contextlib import closing, suppress
from pathlib import Path

import pytest

from blog.importing.media import archives as media_archives
from blog.importing.media import names as media_names
from blog.importing.media.archives import Tar, Zip
from blog.importing.media.sources import Folder, MediaError
from blog.importing.media.store import MediaStore
from blog.importing.reading import UnreadableFileError
from tests.importing.archives import (
    EACH,
    LIMIT,
    Make,
    in_packed_tar,
    in_tar,
    in_zip,
    opened,
    read,
    refusal,
)
from tests.importing.old_blog import SITE, attachment


@pytest.mark.parametrize("make", [in_zip, in_tar])
@pytest.mark.parametrize(
    "name", ["../../etc/x.jpg", "/etc/x.jpg", "..\\..\\x.jpg", "C:\\x.jpg", "a\n\r/x.jpg"]
)
def test_name_that_leads_away_leads_nowhere(
    make: Make, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deep/down").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "deep/down")
    source = make(tmp_path / "deep", {name: b"content"})
    before = sorted(tmp_path.rglob("*"))
    assert read(source, "2019/05/x.jpg") == b"content"
    source.close()
    assert sorted(tmp_path.rglob("*")) == before


@EACH
@pytest.mark.parametrize(
    "path", ["../secret.txt", "/etc/passwd", "..%2fsecret.txt", "2019/05/../../../secret.txt"]
)
def test_path_of_an_attachment_stays_within(make: Make, tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.txt").write_bytes(b"secret")
    assert refusal(make(tmp_path, {"2019/05/x.jpg": b"x"}), path) == "media-missing"


def test_links_and_devices_of_a_folder_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_bytes(b"secret")
    uploads = tmp_path / "old"
    uploads.mkdir()
    (uploads / "link.txt").symlink_to(tmp_path / "secret.txt")
    (uploads / "away").symlink_to(tmp_path)
    os.mkfifo(uploads / "pipe.txt")
    source = Folder(uploads)
    assert refusal(source, "link.txt") == "media-damaged"
    assert refusal(source, "pipe.txt") == "media-damaged"
    assert refusal(source, "away/secret.txt") == "media-missing"


def test_links_of_a_zip_are_not_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "old.zip", "w") as archive:
        link = zipfile.ZipInfo("x.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert refusal(Zip(tmp_path / "old.zip"), "x.txt") == "media-missing"


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_of_a_tar_are_not_read(tmp_path: Path, kind: bytes) -> None:
    with tarfile.open(tmp_path / "old.tar", "w") as archive:
        member = tarfile.TarInfo("x.txt")
        member.type, member.linkname = kind, "/etc/passwd"
        archive.addfile(member)
    assert refusal(Tar(tmp_path / "old.tar"), "x.txt") == "media-missing"


def test_bomb_in_a_zip_is_read_to_the_limit_only(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "old.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.jpg", bytes(200 * 2**20))
    target = io.BytesIO()
    with pytest.raises(MediaError, match="larger"), closing(Zip(tmp_path / "old.zip")) as source:
        source.copy(attachment("x.jpg"), target, LIMIT)
    assert target.tell() <= LIMIT


def test_packed_tar_that_grows_without_end_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(media_archives, "LEAST_LIMIT", 2**20)
    with pytest.raises(UnreadableFileError, match="cannot be unpacked"):
        in_packed_tar(tmp_path, {"x.jpg": bytes(30 * 2**20)})
    assert [path.name for path in tmp_path.iterdir()] == ["old.tar"]


@EACH
def test_too_many_entries_are_refused(make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media_names, "MOST_ENTRIES", 5)
    with pytest.raises(UnreadableFileError, match="more than 5 files"):
        make(tmp_path, {f"{number}.jpg": b"" for number in range(6)})


def test_a_hundred_thousand_entries_are_known(tmp_path: Path) -> None:
    source = in_zip(tmp_path, {f"2019/05/{number}.txt": b"%d" % number for number in range(100_000)})
    assert read(source, "2019/05/99999.txt") == b"99999"
    source.close()


@pytest.mark.parametrize("cut", [0, 10, 300, 700])
@pytest.mark.parametrize("name", ["old.zip", "old.tar"])
def test_cut_archive_is_refused_or_tells_which_file(tmp_path: Path, name: str, cut: int) -> None:
    make = {"old.zip": in_zip, "old.tar": in_tar}[name]
    make(tmp_path, {"x.txt": os.urandom(600)}).close()
    whole = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(whole[:cut])
    with pytest.raises((UnreadableFileError, MediaError)), closing(opened(tmp_path / name)) as source:
        read(source, "x.txt")


@pytest.mark.parametrize("flip", range(0, 120, 5))
def test_damaged_zip_is_no_crash(tmp_path: Path, flip: int) -> None:
    in_zip(tmp_path, {"x.txt": b"content" * 5}).close()
    data = bytearray((tmp_path / "old.zip").read_bytes())
    data[flip % len(data)] ^= 0xFF
    (tmp_path / "old.zip").write_bytes(data)
    with suppress(UnreadableFileError, MediaError), closing(Zip(tmp_path / "old.zip")) as source:
        read(source, "x.txt")


def test_name_in_utf8_that_does_not_say_so_is_found(tmp_path: Path) -> None:
    in_zip(tmp_path, {"2019/05/xx-Caf\u00e9.txt": b"x"}).close()
    data = (tmp_path / "old.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "old.zip") as archive:
        assert archive.infolist()[0].flag_bits & 0x800
    for mark, place in ((b"PK\x03\x04", 7), (b"PK\x01\x02", 9)):
        at = data.index(mark) + place
        data = data[:at] + bytes([data[at] & ~0x08]) + data[at + 1 :]
    (tmp_path / "old.zip").write_bytes(data)
    source = Zip(tmp_path / "old.zip")
    assert read(source, "2019/05/xx-Caf\u00e9.txt") == b"x"
    source.close()


@pytest.mark.parametrize(
    "content", [b"", b"no archive", b"PK\x03\x04", b"\x1f\x8b\x08\x00", b"BZh9", b"\xfd7zXZ\0"]
)
def test_what_is_no_source_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "old").write_bytes(content)
    with pytest.raises(UnreadableFileError):
        MediaStore(str(tmp_path / "old"), SITE)
    with pytest.raises(UnreadableFileError):
        MediaStore(str(tmp_path / "not-there"), SITE)
