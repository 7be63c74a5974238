"""The exports that the benchmarks read."""

from io import BytesIO
from pathlib import Path

from tests.benchmarks.exports import write_export
from tests.wordpress.wxr.exports import Reading

SHAPE = {"articles": 200, "comments": 900, "pages": 6, "attachments": 10}


def test_same_arguments_write_the_same_file() -> None:
    files = [BytesIO(), BytesIO(), BytesIO()]
    for file, seed in zip(files, (1, 1, 2), strict=True):
        assert write_export(file, seed=seed, **SHAPE) == len(file.getvalue())
    assert files[0].getvalue() == files[1].getvalue()
    assert files[0].getvalue() != files[2].getvalue()


def test_everything_in_it_can_be_read(tmp_path: Path) -> None:
    write_export(tmp_path / "a.xml", **SHAPE)
    found = Reading(tmp_path / "a.xml")
    assert found.oddities == []
    assert len(found.attachments) == 10
    assert len(found.texts) + found.skipped["trash"] == 206
    assert {one.status for one in found.texts} == {"draft", "pending", "published", "private"}
    assert {one.state for one in found.comments} == {"public", "pending", "spam", "trash"}
    assert any(one.parent for one in found.comments)
