"""The archive as a file."""

from pathlib import Path

from blog.exporting import Choices
from blog.exporting.files import written_whole
from blog.markdown_files.export.archive import stream_zip


def write_zip(path: Path, choices: Choices) -> int:
    """Write the archive and return its size in bytes; raises OSError, and then ``path`` is as it was."""
    with written_whole(path) as file:
        for piece in stream_zip(choices):
            file.write(piece)
        return file.tell()
