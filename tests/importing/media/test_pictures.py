"""Pictures that mean harm or come from an export of ours; the processes that encode them."""

import os
import signal
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from blog.importing.media.encoding import Encoders
from blog.importing.media.store import MediaStore, Prepared
from blog.models import Image
from tests.importing.media.test_store import stored_files
from tests.importing.old_blog import PDF, SITE, attachment, folder, photo

pytestmark = pytest.mark.django_db


def huge_png(side: int) -> bytes:
    """Return a small file that says it is a picture of so many pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    )


def prepare(tmp_path: Path, content: bytes, name: str = "2019/05/x.png", **fields: Any) -> Prepared:
    source = folder(tmp_path / "uploads", {name: content})
    with MediaStore(source, SITE) as store:
        return store.prepare([attachment(name, **fields)])[0]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (huge_png(100_000), "media-too-large"),
        (huge_png(8_000), "media-too-large"),
        (huge_png(100), "media-damaged"),
        (photo()[:500], "media-damaged"),
        (b"<html><script>alert(1)</script>", "media-refused"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "media-refused"),
        (PDF, "media-refused"),
        (b"", "media-damaged"),
        (b"x" * (20 * 2**20 + 1), "media-too-large"),
    ],
    ids=["bomb", "large", "empty", "cut", "page", "drawing", "document", "nothing", "bytes"],
)
def test_picture_that_cannot_be_shown_is_told(tmp_path: Path, content: bytes, code: str) -> None:
    found = prepare(tmp_path, content)
    assert found.row is None
    assert found.oddity
    assert found.oddity.code == code
    assert stored_files() == []


def test_what_hangs_on_a_picture_is_dropped(tmp_path: Path) -> None:
    found = prepare(tmp_path, photo() + b"<script>alert(1)</script>", "2019/05/x.jpg")
    assert isinstance(found.row, Image)
    assert all(b"<script>" not in Path(found.row.file.path).read_bytes() for _name in found.row.file_names())


def test_picture_of_our_own_export_goes_back_to_its_place(tmp_path: Path) -> None:
    found = prepare(tmp_path, photo(), "2019/05/x.jpg", media_path="pictures/ab/abcdef.jpg")
    assert isinstance(found.row, Image)
    ends = [".jpg", "-400.webp", "-800.webp"]
    assert found.row.file_names() == [f"pictures/ab/abcdef{end}" for end in ends]
    found.row.save()
    again = prepare(tmp_path, photo(), "2019/05/x.jpg", number=None, media_path="pictures/ab/abcdef.jpg")
    assert (again.row, again.is_known) == (found.row, True)


@pytest.mark.parametrize(
    "place",
    ["../x.jpg", "pictures/../../x.jpg", "/etc/x.jpg", "files/x.jpg", "pictures/x.svg", "pictures/a\n.jpg"],
)
def test_place_that_is_none_of_ours_is_not_taken(tmp_path: Path, place: str) -> None:
    found = prepare(tmp_path, photo(), "2019/05/x.jpg", media_path=place)
    assert isinstance(found.row, Image)
    assert found.row.file_names()[0].startswith("pictures/")
    assert "x" not in Path(found.row.file_names()[0]).stem
    assert stored_files() == sorted(found.row.file_names())


def test_encoder_that_is_killed_is_replaced() -> None:
    encoders = Encoders(1)
    try:
        assert encoders.encode(photo()).main.width == 900
        pool = encoders._pool
        assert pool
        for pid in list(pool._processes):
            os.kill(pid, signal.SIGKILL)
        assert encoders.encode(photo()).main.width == 900
        with pytest.raises(ValidationError, match="damaged"):
            encoders.encode(photo()[:500])
    finally:
        encoders.close()


ENCODE_FOREVER = """
import sys
from blog.importing.media.encoding import Encoders
if __name__ == "__main__":
    encoders = Encoders(2)
    data = open(sys.argv[1], "rb").read()
    encoders.encode(data)
    print(*encoders._pool._processes, flush=True)
    while True:
        encoders.encode(data)
"""


def test_encoders_end_with_an_import_that_is_killed(tmp_path: Path) -> None:
    (tmp_path / "x.jpg").write_bytes(photo())
    (tmp_path / "forever.py").write_text(ENCODE_FOREVER)
    environment = os.environ | {"PYTHONPATH": str(Path.cwd()), "DJANGO_SETTINGS_MODULE": "blog.settings"}
    command = [sys.executable, str(tmp_path / "forever.py"), str(tmp_path / "x.jpg")]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        encoders = [int(pid) for pid in process.stdout.readline().split()]
        process.kill()
        assert process.stdout.read() == ""  # the encoders hold the other end of it until they end
    assert encoders
    assert [pid for pid in encoders if is_alive(pid)] == []


def is_alive(pid: int) -> bool:
    """Whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
