"""Addresses within a text of a static site: what they mean here."""

import posixpath
import re
from collections.abc import Mapping
from urllib.parse import quote, unquote, urlsplit

from blog.markdown_files.reading.layouts import is_media
from blog.markdown_files.reading.trees import Tree
from blog.publishing.pictures import change_addresses

UPLOADS = "/wp-content/uploads/"  # where imported files are
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#|\?|$", re.IGNORECASE)
IN_HTML = re.compile(r"(\b(?:src|href|poster)=[\"'])([^\"'<>]+)")


class Addresses:
    """Knows the files and texts of a tree: ``media`` by public path, ``links`` of texts by name of file."""

    def __init__(self, tree: Tree, site: str, media: Mapping[str, str], links: Mapping[str, str]) -> None:
        self._tree, self._site, self._media, self._links = tree, site, media, links
        self._prefix = prefix_of(site)

    def find(self, name: str, address: str) -> str | None:
        """Return the name of the file of the library that the text ``name`` means with an address."""
        path = unquote(address.partition("?")[0].partition("#")[0])
        below = path.removeprefix(self._site) if self._site else path
        for whole in (below, below.removeprefix(self._prefix), f"/{below}"):
            if whole in self._media:
                return self._media[whole]
        beside = _beside(name, path)
        return beside if beside in self._tree.sizes and is_media(beside) else None

    def change(self, name: str, body: str) -> str:
        """Return the body of the text ``name`` with the addresses of files and texts as they are here."""
        html = IN_HTML.sub(lambda found: found[1] + self._new(name, found[2]), body)
        if name.endswith((".html", ".htm")):
            return html
        return change_addresses(html, lambda address: self._new(name, address))

    def _new(self, name: str, address: str) -> str:
        is_own = bool(self._site) and address.startswith(f"{self._site}/")
        if ELSEWHERE.match(address) and not is_own:
            return address
        if found := self.find(name, address):
            return UPLOADS + quote(self._tree.outer + found)
        path, mark, anchor = address.partition("#")
        beside = _beside(name, unquote(path))
        return self._links[beside] + mark + anchor if beside in self._links else address


def prefix_of(site: str) -> str:
    """Return the path at which a site lies on its host; ``site`` may be no more than that."""
    return urlsplit(site).path.rstrip("/") if "//" in site else site


def _beside(name: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
