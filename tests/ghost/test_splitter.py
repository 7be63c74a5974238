"""Rows are found at their places, whatever stands around them."""

import io
import json
from collections.abc import Callable
from typing import Any

import pytest

from blog.ghost import splitter
from blog.ghost.splitter import Row, Splitter

DATA: dict[str, list[Any]] = {
    "posts": [
        {"id": "1", "html": 'a "quoted" {brace} \\ \u00e9', "deep": {"x": [1, {"y": "]"}]}},
        {"id": "2"},
    ],
    "empty": [],
    "tags": [{"id": "3"}],
}
WHOLE = {"db": [{"meta": {"version": "5"}, "data": DATA}]}


def rows_of(content: bytes, step: int = 2**20) -> list[Row]:
    stream = io.BytesIO(content)
    read: Callable[[int], bytes] = lambda size: stream.read(min(size, step))  # noqa: E731
    return list(Splitter(read).rows())


@pytest.mark.parametrize("step", [1, 2, 3, 7, 64, 2**20])
@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("whole", [WHOLE, {"meta": {"version": "5"}, "data": DATA}])
def test_rows_are_those_of_the_tables(step: int, indent: int | None, whole: object) -> None:
    content = json.dumps(whole, indent=indent, ensure_ascii=False).encode()
    rows = rows_of(content, step)
    assert [row.table for row in rows] == ["posts", "posts", "tags"]
    assert [json.loads(row.raw or b"") for row in rows] == [*DATA["posts"], *DATA["tags"]]
    assert all(content[row.start : row.end] == row.raw for row in rows)
    assert [row.line for row in rows] == [content.count(b"\n", 0, row.start) + 1 for row in rows]


@pytest.mark.parametrize("step", [5, 2**20])
def test_row_that_is_too_large_is_not_held(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    monkeypatch.setattr(splitter, "LARGEST_ROW", 50)
    monkeypatch.setattr(splitter, "BLOCK", 20)
    content = json.dumps({"data": {"posts": [{"id": "1", "html": "x" * 500}, {"id": "2"}]}}).encode()
    large, small = rows_of(content, step)
    assert large.raw is None
    assert not large.is_cut
    assert json.loads(content[large.start : large.end])["id"] == "1"
    assert small.raw == b'{"id": "2"}'


def test_file_that_ends_within_a_row_says_so() -> None:
    content = json.dumps(WHOLE).encode()
    rows = rows_of(content[: content.index(b"quoted")])
    assert [(row.table, row.raw, row.is_cut) for row in rows] == [("posts", None, True)]


def test_other_json_has_no_rows() -> None:
    assert rows_of(b'[[[{"data": [{"a": 1}]}]]]') == []
    assert rows_of(b'{"data": [{"a": 1}], "posts": [{"b": 2}]}') == []
    assert rows_of(b"[" * 100_000) == []
    assert rows_of(b"]}" * 100) == []
