"""Writes WXR 1.2, the file that WordPress's own importer takes.

Source: WordPress, wp-admin/includes/export.php, and the plugin WordPress Importer, which reads it.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

from blog.exporting import Choices, terminal
from blog.wordpress.export.parts import Part, write_parts
from blog.wordpress.export.stream import stream_wxr

__all__ = ["Part", "export_to", "stream_wxr", "write_parts"]

MEGABYTE = 10**6  # bytes


def export_to(output: str, exclude: Collection[str], most_megabytes: float | None) -> Iterator[str]:
    """Write into the folder ``output``, or to standard output for ``-``; yield a line for each file.

    Shows how far it is on a terminal. Raises OSError, and ValueError for choices that do not go together.
    """
    if output == "-" and most_megabytes:
        raise ValueError("--max-size makes several files; name a folder for them with --output.")
    with terminal.progress() as tell:
        choices = Choices(frozenset(exclude), tell)
        if output == "-":
            terminal.pipe(stream_wxr(choices))
            return
        most = int(most_megabytes * MEGABYTE) if most_megabytes else None
        parts = write_parts(Path(output), terminal.dated_name(), choices, most)
    yield from (f"{part.path} {part.size / MEGABYTE:.1f} MB" for part in parts)
