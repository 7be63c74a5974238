"""Archives are taken apart into names of ours, once, and never beyond the room there is."""

import tarfile
from pathlib import Path
from typing import Any

import pytest

from blog.importing.reading import UnreadableFileError
from blog.moving import kept_files, unpacking
from tests.moving.files import WXR, make_tar, make_zip


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.BLOG_DATA_DIR = tmp_path / "data"


def test_plain_file_is_itself(tmp_path: Path) -> None:
    path = tmp_path / "site.xml"
    path.write_text(WXR)
    assert unpacking.plain_files(path) == [path]


def test_zip_of_wordpress_com_gives_its_parts_in_order(tmp_path: Path) -> None:
    members = {f"site.2026-01-01.00{n}.xml": WXR + f"<title>{n}</title>" for n in (2, 1, 3)}
    path = make_zip(
        tmp_path / "site.zip", members | {"readme.txt": "", "../../evil.xml": WXR, "other.xml": ""}
    )
    files = unpacking.plain_files(path)
    assert [file.name[5:] for file in files] == sorted(members)
    assert files[0].read_text().endswith("<title>1</title>")
    assert all(kept_files.folder() in file.parents for file in files)
    assert unpacking.plain_files(path) == files


def test_tar_gives_a_folder_without_links_and_ways_out(tmp_path: Path) -> None:
    path = make_tar(tmp_path / "media.tar", {"2019/05/ship.jpg": b"picture", "../../../evil.jpg": b"evil"})
    with tarfile.open(path, "a") as archive:
        link = tarfile.TarInfo("2019/link.jpg")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    folder = unpacking.media_folder(path)
    found = sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())
    assert found == ["2019/05/ship.jpg", "evil.jpg"]
    assert unpacking.media_folder(path) == folder


def test_folder_and_zip_with_pictures_stay_as_they_are(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "media.zip", {"2019/05/ship.jpg": b"picture"})
    assert unpacking.media_folder(path) == path
    assert unpacking.media_folder(tmp_path) == tmp_path


def test_archive_larger_than_the_room_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_zip(tmp_path / "bomb.zip", {"posts.xml": WXR + "x" * 10_000_000})
    assert path.stat().st_size < 100_000
    monkeypatch.setattr(kept_files, "room", lambda: 5_000_000)
    with pytest.raises(kept_files.NoRoomError, match="more than there is room for"):
        unpacking.plain_files(path)
    assert list((kept_files.folder() / ".unpacked").iterdir()) == []


def test_damaged_archive_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "site.zip", {"a.xml": WXR, "b.xml": WXR + "y" * 5000})
    data = bytearray(path.read_bytes())
    data[data.index(b"b.xml") + 5 + 20] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(UnreadableFileError, match="The archive is damaged"):
        unpacking.plain_files(path)
    assert list((kept_files.folder() / ".unpacked").iterdir()) == []
