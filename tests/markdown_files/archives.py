"""Opens archives in tests."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from blog.exporting import Choices
from blog.markdown_files.export import stream_zip


def export(*exclude: str) -> dict[str, bytes]:
    """Return the files of an export by name."""
    data = b"".join(stream_zip(Choices(frozenset(exclude))))
    with ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def load(files: dict[str, bytes], name: str) -> Any:
    """Return what a JSON file of the export holds."""
    return json.loads(files[name])
