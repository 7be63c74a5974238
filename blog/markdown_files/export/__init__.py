"""Writes the blog as an archive of Markdown files that streams: it never has to fit in memory."""

from collections.abc import Collection, Iterator
from pathlib import Path

from blog.exporting import Choices, terminal
from blog.markdown_files.export.archive import stream_zip
from blog.markdown_files.export.writing import write_zip

__all__ = ["export_to", "stream_zip", "write_zip"]


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
