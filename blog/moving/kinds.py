"""Which program wrote a file: its first bytes tell, never its name."""

import gzip
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterable
from itertools import islice
from pathlib import Path, PurePosixPath

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.markdown_files import layout
from blog.markdown_files.reading.layouts import is_media

HEAD = 2**16  # bytes that are looked at
GZIP = b"\x1f\x8b"
DISQUS = re.compile(r"<disqus\b")
WXR = re.compile(r"wordpress\.org/export/|<wp:(wxr_version|base_site_url|author|post_id)>")
FRONT_MATTER = re.compile(r"(---|\+\+\+)[ \t]*\r?\n")
GHOST = re.compile(r'"db"\s*:\s*\[|"exported_on"\s*:|"posts_tags"\s*:|\{\s*"data"\s*:\s*\{')
MOST_NAMES = 200_000  # of one archive that are looked at
# RuntimeError: with a password; NotImplementedError: packed in a way that Python does not know.
DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    NotImplementedError,
)


class Kind(models.TextChoices):
    """What a file is, as the pages and commands name it."""

    WORDPRESS = "wordpress", _("export of WordPress")
    GHOST = "ghost", _("export of Ghost")
    DISQUS = "disqus", _("export of Disqus")
    MARKDOWN = "markdown", _("Markdown files")
    MEDIA = "media", _("pictures and files")  # an archive or folder of them
    UNKNOWN = "unknown", _("not known")

    @property
    def is_content(self) -> bool:
        """Whether it holds texts or comments, so that it can be imported by itself."""
        return self not in (Kind.MEDIA, Kind.UNKNOWN)


def kind_of(path: Path) -> Kind:
    """Return what the file is; a folder of Markdown files is Kind.MARKDOWN, another one Kind.MEDIA."""
    if path.is_dir():
        return _kind_of_names(
            [each.relative_to(path).as_posix() for each in islice(path.rglob("*"), MOST_NAMES)]
        )
    if zipfile.is_zipfile(path):
        return _kind_of_zip(path)
    with path.open("rb") as file:
        head = file.read(HEAD)
    if kind := _kind_of_head(_unpacked(path, head)):
        return kind
    return Kind.MEDIA if _is_tar(path, head) else Kind.UNKNOWN


def _unpacked(path: Path, head: bytes) -> bytes:
    """Return the beginning of what a file packed with gzip holds; of another one, its own."""
    if not head.startswith(GZIP):
        return head
    try:
        with gzip.open(path) as file:
            return file.read(HEAD)
    except DAMAGED:
        return b""


def _kind_of_head(head: bytes) -> Kind | None:
    text = _decoded(head).lstrip("\ufeff \t\r\n\0")
    if text.startswith("<"):
        if DISQUS.search(text):
            return Kind.DISQUS
        if WXR.search(text):
            return Kind.WORDPRESS
    if text.startswith("{") and GHOST.search(text):
        return Kind.GHOST
    if FRONT_MATTER.match(text):
        return Kind.MARKDOWN
    return None


def _decoded(head: bytes) -> str:
    """Return the beginning as text, well enough to look for words of plain letters in it."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    return head.decode("utf-8", "replace")


def _kind_of_zip(path: Path) -> Kind:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()[:MOST_NAMES]
            if {layout.SITE, layout.TERMS} <= set(names):  # our own, with a JSON file for each text
                return Kind.MARKDOWN
            for name in _plain_names(names):
                if name.lower().endswith((".xml", ".json")):
                    with archive.open(name) as file:
                        if kind := _kind_of_head(file.read(HEAD)):
                            return kind
    except DAMAGED:
        return Kind.UNKNOWN
    return _kind_of_names(names)


def _plain_names(names: Iterable[str]) -> list[str]:
    """Return the names in an archive without what systems hide there, in their order."""
    return [
        name
        for name in sorted(names)
        if not any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)
    ]


def _kind_of_names(names: Iterable[str]) -> Kind:
    plain = _plain_names(names)
    if any(name.lower().endswith((".md", ".markdown")) for name in plain):
        return Kind.MARKDOWN
    return Kind.MEDIA if any(map(is_media, plain)) else Kind.UNKNOWN


def _is_tar(path: Path, head: bytes) -> bool:
    if head[257:262] != b"ustar" and not head.startswith(GZIP):
        return False
    try:
        return tarfile.is_tarfile(path)
    except DAMAGED:
        return False
