"""Writes the blog as an archive of Markdown files that streams: it never has to fit in memory."""

from collections.abc import Collection, Iterator
from pathlib import Path

from blog.exporting import Choices, terminal
from blog.exporting.files import written_whole
from blog.markdown_files.export.archive import stream_zip

__all__ = ["export_to", "stream_zip", "write_zip"]


def write_zip(path: Path, choices: Choices) -> int:
    """Write the archive and return its size in bytes; raises OSError, and then ``path`` is as it was."""
    with written_whole(path) as file:
        for piece in stream_zip(choices):
            file.write(piece)
        return file.tell()


def export_to(output: str, exclude: Collection[str]) -> Iterator[str]:
    """Write the archive ``output``, or to standard output for ``-``; yield a line that names it.

    An empty name stands for one with the date. Shows how far it is on a terminal. Raises OSError.
    """
    with terminal.progress() as tell:
        choices = Choices(frozenset(exclude), tell)
        if output == "-":
            terminal.pipe(stream_zip(choices))
            return
        path = Path(output or f"{terminal.dated_name()}.zip")
        size = write_zip(path, choices)
    yield f"{path} {size / 10**6:.1f} MB"
