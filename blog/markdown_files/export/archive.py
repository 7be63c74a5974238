"""The archive, piece by piece."""

import json
import time
from collections.abc import Iterable, Iterator
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from blog.exporting import Choices, snapshot
from blog.exporting.progress import Progress
from blog.markdown_files import layout
from blog.markdown_files.export import library, records, texts
from blog.markdown_files.export.readme import README
from blog.models import Article, Page
from blog.subscriptions.followers_file import lines
from blog.subscriptions.models import Subscriber

PIECE = 256 * 1024  # bytes
FOR_OWNER = 0o600 << 16  # permissions, where ZIP keeps them
PACKED = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".mp3", ".mp4", ".zip", ".docx", ".pdf")


class Archive:
    """A ZIP file that is written to nowhere; ``take`` gives away what it has so far."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self._waiting = 0
        self._zip = ZipFile(self, "w", ZIP_DEFLATED)

    def write(self, data: bytes) -> int:
        """Be the file that ZipFile writes to."""
        self._pieces.append(bytes(data))
        self._waiting += len(data)
        return len(data)

    def flush(self) -> None:
        """Be a file."""

    def add(self, name: str, pieces: Iterable[bytes], size: int = 0) -> Iterator[bytes]:
        """Add a file; ``size`` where it is known, which has to be said of large ones."""
        about = ZipInfo(name, time.localtime()[:6])
        about.external_attr = FOR_OWNER
        about.compress_type = ZIP_STORED if name.lower().endswith(PACKED) else ZIP_DEFLATED
        about.file_size = size
        with self._zip.open(about, "w") as file:
            for piece in pieces:
                file.write(piece)
                if self._waiting >= PIECE:
                    yield self.take()

    def has(self, name: str) -> bool:
        """Whether that name is taken."""
        return name in self._zip.NameToInfo

    def close(self) -> None:
        """Write the list of contents, with which a ZIP ends."""
        self._zip.close()

    def take(self) -> bytes:
        """Return what has been written since."""
        data = b"".join(self._pieces)
        self._pieces, self._waiting = [], 0
        return data


def stream_zip(choices: Choices) -> Iterator[bytes]:
    """Yield the archive; the database is read as it is at the first piece."""
    with snapshot():
        archive = Archive()
        progress = Progress(choices)
        yield from archive.add(layout.README, [README.encode()])
        yield from _add_lists(archive)
        yield from _add_texts(archive, Article, choices, progress)
        if "pages" not in choices.exclude:
            yield from _add_texts(archive, Page, choices, progress)
        if "media" not in choices.exclude:
            for name in library.file_names(choices):
                is_new = not archive.has(layout.MEDIA + name)
                if is_new and (found := library.find(name)) is not None:
                    yield from archive.add(layout.MEDIA + name, library.pieces(found), found.size)
                progress.one_more()
        archive.close()
        yield archive.take()


def _add_lists(archive: Archive) -> Iterator[bytes]:
    yield from archive.add(layout.SITE, _as_list(records.site()))
    yield from archive.add(layout.PEOPLE, _as_list(records.people()))
    yield from archive.add(layout.TERMS, _as_list(records.terms()))
    yield from archive.add(layout.LIBRARY, _as_list(library.records()))
    followers = Subscriber.objects.order_by("pk").iterator()
    yield from archive.add(layout.FOLLOWERS, (line.encode() for line in lines(followers)))


def _as_list(values: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    """Yield a JSON list with an object a line, so that it can be read piece by piece too."""
    before = "[\n"
    for value in values:
        yield f"{before}{json.dumps(value, ensure_ascii=False)}".encode()
        before = ",\n"
    yield b"[]\n" if before == "[\n" else b"\n]\n"


def _add_texts(
    archive: Archive, model: type[Article | Page], choices: Choices, progress: Progress
) -> Iterator[bytes]:
    for written in texts.of(model, choices):
        name = _free_name(archive, written.name)
        yield from archive.add(f"{name}.md", [written.document.encode()])
        yield from archive.add(name + layout.BESIDE, _beside(written, progress))
        progress.one_more()


def _free_name(archive: Archive, name: str) -> str:
    number = 1
    free = name
    while archive.has(f"{free}.md"):
        number += 1
        free = f"{name}-{number}"
    return free


def _beside(written: texts.Written, progress: Progress) -> Iterator[bytes]:
    head = json.dumps(written.more, ensure_ascii=False)[:-1]
    yield f"{head}, {layout.COMMENTS}".encode()
    before = "\n"
    for comment in written.comments:
        yield f"{before}{json.dumps(comment, ensure_ascii=False)}".encode()
        before = ",\n"
        progress.one_more()
    yield b"\n]}\n"
