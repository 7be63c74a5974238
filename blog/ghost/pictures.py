"""Addresses within Ghost's texts: where files of the blog are kept here, and what leads to its own pages."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from urllib.parse import quote, unquote

HERE = "__GHOST_URL__"  # stands for the address of the blog, since Ghost 4.0
UPLOADS = "/wp-content/uploads"
# Made smaller or into another format by Ghost itself: the file that was uploaded is meant.
_SIZES = r"(?:size/w[0-9]{1,5}(?:h[0-9]{1,5})?/)?(?:format/[a-z]{3,5}/)?"
_FOLDER = rf"/content/(?P<folder>images|media|files)/{_SIZES}"
_PICTURE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_SIZE_ATTRIBUTES = re.compile(r"\s(?:srcset|sizes)=(?:\"[^\"]*\"|'[^']*')", re.IGNORECASE)
HOST = re.compile(r"https?://([A-Za-z0-9.-]{1,253})(?::[0-9]{1,5})?\\?/content\\?/images\\?/")
LONGEST = 400  # characters of a path


class Addresses:
    """Knows the hosts at which the blog lay."""

    def __init__(self, hosts: Collection[str]) -> None:
        self._file, self._page = _patterns(frozenset(hosts))

    def files_in(self, text: str) -> Iterator[str]:
        """Yield the paths of files below ``/content/`` that a text shows or leads to, decoded."""
        if "/content/" in text:
            for found in self._file.finditer(text):
                if path := path_of(found):
                    yield path

    def localise(self, html: str) -> str:
        """Return a text with the addresses of files and pages as they are here."""
        if "<img" in html and "srcset" in html:
            html = _PICTURE.sub(lambda found: _SIZE_ATTRIBUTES.sub("", found[0]), html)
        if "/content/" in html:
            html = self._file.sub(_kept, html)
        html = self._page.sub(lambda found: found["lead"] + "/", html)
        return html.replace(f"{HERE}/", "/").replace(HERE, "/") if HERE in html else html


def path_of(found: re.Match[str]) -> str:
    """Return what stands below ``/content/``; empty for what is no file."""
    path = unquote(found["path"].partition("?")[0].partition("#")[0])
    is_fine = "." in path and len(path) <= LONGEST and ".." not in path.split("/") and path.isprintable()
    return f"{found['folder']}/{path}" if is_fine else ""


def upload_path(path: str) -> str:
    """Return where a file lies below the uploads here; ``path`` is what stood below ``/content/``."""
    return f"content/{path}"


def _kept(found: re.Match[str]) -> str:
    path = path_of(found)
    return f"{UPLOADS}/{quote(upload_path(path))}" if path else found[0]


@lru_cache(maxsize=16)
def _patterns(hosts: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what an address of a file is, and one of the blog itself."""
    names = "|".join(sorted(map(re.escape, hosts), key=len, reverse=True)) or "(?!)"
    site = rf"https?://(?:{names})(?::[0-9]{{1,5}})?"
    file = rf"(?:{HERE}|{site}|(?<![\w.%/-])){_FOLDER}(?P<path>[^\s\"'<>()\\]+)"
    page = rf"(?P<lead>(?:href|src)=[\"']){site}(?:/|(?=[\"'?#]))"
    return re.compile(file), re.compile(page, re.IGNORECASE)
