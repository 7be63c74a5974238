"""What an old blog has: files of each kind, in a folder, an archive or on a server."""

import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from PIL import Image as Pillow

from blog.importing.records import Attachment, Site

SITE = Site(address="https://old.example", hosts=frozenset({"old.example"}))
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" + b"\0" * 2000


def photo(width: int = 900, height: int = 600, colour: str = "teal", kind: str = "JPEG") -> bytes:
    """Return a picture of one colour."""
    buffer = BytesIO()
    Pillow.new("RGB", (width, height), colour).save(buffer, kind)
    return buffer.getvalue()


def attachment(path: str, number: int = 7, **fields: object) -> Attachment:
    """Return the record of a file below the uploads of the old blog."""
    values = {"key": str(number), "url": f"https://old.example/wp-content/uploads/{path}", "path": path}
    return Attachment(**(values | {"number": number} | fields))  # type: ignore[arg-type]


def folder(root: Path, files: Mapping[str, bytes]) -> str:
    """Write files below a folder; return its path."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return str(root)


def zipped(path: Path, files: Mapping[str, bytes]) -> str:
    """Write a zip; return its path."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return str(path)
