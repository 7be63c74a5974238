"""The process that looks into the next portion."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from itertools import batched
from pathlib import Path

import pytest

from blog.importing.ahead import Ahead, OpenItem
from blog.importing.reading import Item, Position
from blog.importing.records import Bundle
from blog.wordpress.wxr import WxrReader
from tests.benchmarks.exports import write_export
from tests.running_blog import ROOT, wait_until

SHAPE = {"articles": 30, "comments": 200, "pages": 5, "attachments": 2, "paragraphs": 2}
PORTION = 5  # items


@pytest.fixture
def reader(tmp_path: Path) -> WxrReader:
    path = tmp_path / "export.xml"
    write_export(path, **SHAPE)
    return WxrReader([path])


def portions_of(reader: WxrReader) -> Iterator[list[Item]]:
    return (list(some) for some in batched(reader.texts(Position()), PORTION))


def contents(portions: Iterator[list[Item]]) -> list[tuple[bytes, Position, list[Bundle]]]:
    return [(item.digest, item.end, list(item.bundles())) for items in portions for item in items]


def test_items_hold_what_they_held(reader: WxrReader) -> None:
    with Ahead(reader) as ahead:
        assert contents(ahead.look_into(portions_of(reader), lambda _digests: ())) == contents(
            portions_of(reader)
        )


def test_all_portions_but_the_first_come_open(reader: WxrReader) -> None:
    with Ahead(reader) as ahead:
        first, *others = ahead.look_into(portions_of(reader), lambda _digests: ())
    assert not any(isinstance(item, OpenItem) for item in first)
    assert others
    assert all(isinstance(item, OpenItem) for items in others for item in items)


def test_known_items_are_not_looked_into(reader: WxrReader) -> None:
    known = [item.digest for item in reader.texts(Position())][::2]
    with Ahead(reader) as ahead:
        items = [
            item for items in ahead.look_into(portions_of(reader), lambda _digests: known) for item in items
        ]
    assert {item.digest for item in items[PORTION:] if not isinstance(item, OpenItem)} == set(known[3:])


def test_broken_item_is_told_by_who_writes(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    write_export(path, **SHAPE)
    path.write_bytes(path.read_bytes().replace(b"<wp:status>draft", b"<wp:status>draft & <b>"))
    reader = WxrReader([path])
    with Ahead(reader) as ahead:
        found = contents(ahead.look_into(portions_of(reader), lambda _digests: ()))
    assert found == contents(portions_of(reader))
    assert any("broken item" in bundle.skipped for *_place, bundles in found for bundle in bundles)


def test_import_goes_on_without_the_process(reader: WxrReader) -> None:
    found = []
    with Ahead(reader) as ahead:
        for items in ahead.look_into(portions_of(reader), lambda _digests: ()):
            found += contents(iter([items]))
            if ahead.pid:
                os.kill(ahead.pid, signal.SIGKILL)
    assert found == contents(portions_of(reader))


def test_process_ends_with_the_one_that_writes(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    write_export(path, **SHAPE)
    command = [sys.executable, "-m", "tests.importing.test_ahead", str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        pid = int(process.stdout.readline())
        assert is_alive(pid)
        process.kill()
    wait_until(lambda: not is_alive(pid), "the end of the other process")


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


if __name__ == "__main__":
    chosen = WxrReader([sys.argv[1]])
    with Ahead(chosen) as beside:
        for _items in beside.look_into(portions_of(chosen), lambda _digests: ()):
            if beside.pid:
                print(beside.pid, flush=True)
                signal.pause()
