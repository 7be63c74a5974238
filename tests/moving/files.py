"""Small files of other systems, made on the spot."""

import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

WXR = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress.com" -->
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/"><channel>"""


def make_zip(path: Path, members: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def make_tar(path: Path, members: Mapping[str, bytes]) -> Path:
    with tarfile.open(path, "w") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path
