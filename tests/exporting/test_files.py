"""Files that are there whole or not at all, and rows in step."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from blog.exporting.beside import Beside
from blog.exporting.files import UNFINISHED, written_whole


def test_file_has_its_name_once_it_is_whole(tmp_path: Path) -> None:
    with written_whole(tmp_path / "sub" / "a.xml") as file:
        file.write(b"half")
        assert not (tmp_path / "sub" / "a.xml").exists()
    assert (tmp_path / "sub" / "a.xml").read_bytes() == b"half"


def test_failure_leaves_the_earlier_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(b"earlier")

    def fail() -> None:
        with written_whole(tmp_path / "a.xml") as file:
            file.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert [path.name for path in tmp_path.iterdir()] == ["a.xml"]
    assert (tmp_path / "a.xml").read_bytes() == b"earlier"


def test_killed_writer_leaves_no_half_file_under_the_name(tmp_path: Path) -> None:
    code = textwrap.dedent(f"""
        from pathlib import Path
        from blog.exporting.files import written_whole
        with written_whole(Path({str(tmp_path)!r}) / "a.xml") as file:
            file.write(b"half")
            file.flush()
            print("written", flush=True)
            input()
    """)
    writer = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ}
    )
    assert writer.stdout
    assert writer.stdout.readline() == b"written\n"
    writer.send_signal(signal.SIGKILL)
    writer.communicate()
    assert not (tmp_path / "a.xml").exists()
    assert [path.name.startswith(UNFINISHED) for path in tmp_path.iterdir()] == [True]


def test_rows_beside_pass_over_what_is_left_out() -> None:
    beside = Beside([(1, "a"), (1, "b"), (2, "c"), (4, "d"), (7, "e")])
    told = {key: [row[1] for row in beside.of(key)] for key in (1, 3, 4, 5, 7, 8)}
    assert told == {1: ["a", "b"], 3: [], 4: ["d"], 5: [], 7: ["e"], 8: []}
