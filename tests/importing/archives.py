"""Makes a folder, a zip and a tar with the same files, and reads them as the importer does."""

import io
import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from blog.importing.media.archives import Tar, Zip
from blog.importing.media.sources import Folder, MediaError, Source
from tests.importing.old_blog import attachment, folder, zipped

type Make = Callable[[Path, Mapping[str, bytes]], Source]
LIMIT = 1000  # bytes


def in_folder(root: Path, files: Mapping[str, bytes]) -> Source:
    return Folder(Path(folder(root / "old", files)))


def in_zip(root: Path, files: Mapping[str, bytes]) -> Source:
    return Zip(Path(zipped(root / "old.zip", files)))


def in_tar(root: Path, files: Mapping[str, bytes], mode: str = "w") -> Source:
    with tarfile.open(root / "old.tar", mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return Tar(root / "old.tar")


def in_packed_tar(root: Path, files: Mapping[str, bytes]) -> Source:
    return in_tar(root, files, "w:gz")


EACH = pytest.mark.parametrize("make", [in_folder, in_zip, in_tar, in_packed_tar])


def read(source: Source, path: str) -> bytes:
    buffer = io.BytesIO()
    source.copy(attachment(path), buffer, LIMIT)
    return buffer.getvalue()


def opened(path: Path) -> Source:
    return Zip(path) if path.suffix == ".zip" else Tar(path)


def refusal(source: Source, path: str) -> str:
    with pytest.raises(MediaError) as caught:
        read(source, path)
    source.close()
    return caught.value.code
