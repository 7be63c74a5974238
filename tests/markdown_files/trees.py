"""Writes folders and archives for tests, and reads records of them."""

from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

from blog.importing.records import Bundle, Text
from blog.markdown_files.reading import MarkdownReader


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write the files into a folder, and return it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def pack(path: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write the files into a ZIP file, and return its path."""
    with ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def bundles_of(path: Path) -> list[Bundle]:
    """Return what a folder or archive holds, in order."""
    reader = MarkdownReader([path])
    reader.survey()
    return [bundle for item in reader.texts() for bundle in item.bundles()]


def texts_of(path: Path) -> dict[str, Text]:
    """Return the texts by slug."""
    return {bundle.text.slug: bundle.text for bundle in bundles_of(path) if bundle.text}
