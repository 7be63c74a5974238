"""Files cut and changed anywhere are read as far as it goes, or refused; nothing else happens."""

import gzip
import random
from pathlib import Path

import pytest

from blog.importing.reading import UnreadableFileError
from tests.wordpress.wxr.exports import HEAD, Reading, comment, export, item, write

WHOLE = export(
    item(1, comment(3), comment(4, parent=3, meta=[("hc_post_as", "twitter")]), title="Été"),
    item(2, post_type="page", meta=[("_wp_old_slug", "old")]),
    item(5, "<wp:attachment_url>https://harbour.example/wp-content/uploads/a.jpg</wp:attachment_url>",
         post_type="attachment"),
).encode()  # fmt: skip
PIECES = [
    b"<![CDATA[",
    b"]]>",
    b"<!--",
    b"-->",
    b"<item>",
    b"</item>",
    b"&",
    b"\0",
    b"\xff",
    b"<",
    b">",
    b"9" * 40,
]


def survives(path: Path) -> bool:
    """Read all of it; whether it was not refused."""
    try:
        found = Reading(path)
    except UnreadableFileError:
        return False
    for one in found.texts:
        one.body.encode()
        assert "\0" not in one.body + one.title
    return True


def test_file_cut_anywhere_is_read_or_refused(tmp_path: Path) -> None:
    survived = [survives(write(tmp_path / "a.xml", WHOLE[:end])) for end in range(0, len(WHOLE), 7)]
    assert any(survived)
    assert not all(survived)


@pytest.mark.parametrize("seed", range(10))
def test_changed_file_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(60):
        content = bytearray(WHOLE)
        for _ in range(rng.randint(1, 4)):
            at = rng.randrange(len(content))
            if rng.random() < 0.5:
                content[at] = rng.randrange(256)
            else:
                content[at : at + rng.randrange(30)] = rng.choice(PIECES)
        survives(write(tmp_path / "a.xml", bytes(content)))


@pytest.mark.parametrize("seed", range(4))
def test_changed_packed_file_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    packed = gzip.compress(WHOLE)
    for _ in range(40):
        content = bytearray(packed)
        content[rng.randrange(len(content))] = rng.randrange(256)
        survives(write(tmp_path / "a.xml.gz", bytes(content[: rng.randrange(1, len(content))])))


@pytest.mark.parametrize(
    "piece",
    [
        "<category ",
        "<category x><![CDATA[",
        "<wp:post_type>",
        "<![CDATA[",
        "<!--",
        "&a",
        "<wp:comment_id>1",
        "<item",
    ],
)
@pytest.mark.parametrize("frame", ["{}", "<![CDATA[{}]]>"])
def test_repeated_pieces_take_no_longer_than_others(tmp_path: Path, piece: str, frame: str) -> None:
    many = piece * (2_000_000 // len(piece))
    survives(write(tmp_path / "a.xml", export(item(1, frame.format(many)), item(2))))
    survives(write(tmp_path / "a.xml", HEAD + frame.format(many)))
