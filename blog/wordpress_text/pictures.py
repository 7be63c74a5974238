"""The last look over the tags of a text: pictures with their sizes, players, tables that scroll.

What lies elsewhere is linked instead of shown: pages ask no third party for anything.
"""

import re
from collections.abc import Mapping, Sequence
from html import escape
from re import Match
from urllib.parse import unquote, urlsplit

from blog.markdown.pictures import COLUMN, Rendition, loading_attributes, size_attributes
from blog.wordpress_text.embeds import embedded
from blog.wordpress_text.library import Library
from blog.wordpress_text.markup import attributes_of, is_address, is_ours, link, tag

_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>img|a|table|audio|video|source|iframe|embed)(?=[\s/>])[^<>]*>",
    re.ASCII | re.IGNORECASE,
)
_ALIGNED = re.compile(
    r"<(?P<name>p|div|h[1-6])\s(?=[^<>]*(?:text-align|align=))[^<>]*>", re.ASCII | re.IGNORECASE
)
_TEXT_ALIGN = re.compile(r"(?:^|;)\s*text-align\s*:\s*(center|right)\b", re.IGNORECASE)
_ANY = re.compile(r"<(?:img|table|audio|video|iframe|embed)(?=[\s/>])", re.ASCII | re.IGNORECASE)
_SMILEY = re.compile(r"(?:^|\s)(?:wp-smiley|emoji)(?:\s|$)")
_SIZE_IN_NAME = re.compile(r"-(\d{1,4})x\d{1,4}\.\w{3,4}$", re.ASCII)
_WIDTH_IN_QUERY = re.compile(r"(?:^|&)(?:w|resize|fit)=(\d{1,4})\b", re.ASCII)
_PIXELS = re.compile(r"(\d{1,4})(?:px)?", re.ASCII)
_COLUMN_WIDTH = 680  # pixels: the widest that a picture is shown
SIZED = "data-sized"  # an attribute of pictures that are written already; cleaning drops it
_KEPT = ("id", "class", "title")


def finish(html: str, library: Library) -> str:
    """Return the HTML with its pictures and players as pages show them; it is yet to be cleaned."""
    if "text-align" in html or "align=" in html:
        html = _ALIGNED.sub(_with_class, html)
    return _TAG.sub(_Finisher(library).replace, html) if _ANY.search(html) else html


def sized(renditions: Sequence[Rendition], width: int = 0, sizes: str = COLUMN) -> dict[str, object]:
    """Return the attributes of a picture with these sizes, shown at most ``width`` pixels wide if given."""
    attributes = size_attributes(renditions, sizes)
    widest = renditions[-1] if renditions else None
    if widest and 0 < width < widest.width:
        attributes |= {"width": width, "height": max(1, round(width * widest.height / widest.width))}
        if "sizes" in attributes and width < _COLUMN_WIDTH:
            attributes["sizes"] = f"(min-width: {width}px) {width}px, 100vw"
    return attributes


def _with_class(found: Match[str]) -> str:
    """Say with a class of WordPress's blocks what a style said: styles are not kept."""
    given = attributes_of(found[0])
    style = _TEXT_ALIGN.search(given.pop("style", ""))
    where = (style[1] if style else given.get("align", "")).lower()
    if where not in {"center", "right"}:
        return found[0]
    given["class"] = f"{given.get('class', '')} has-text-align-{where}".strip()
    return tag(found["name"], given)


class _Finisher:
    """Goes over the tags of one text in their order."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.links = self.tables = 0  # how many are open
        self.has_picture = False

    def replace(self, found: Match[str]) -> str:
        name, source = found["name"].lower(), found[0]
        if found["end"]:
            return self._end(name, source)
        if name == "a":
            self.links += 1
            return source
        if name == "table":
            self.tables += 1
            return ('<div class="table-scroll" tabindex="0">' if self.tables == 1 else "") + source
        if name == "img":
            return self._picture(attributes_of(source))
        if name in {"iframe", "embed"}:
            return self._embed(attributes_of(source).get("src", ""))
        return self._player(name, source)

    def _end(self, name: str, source: str) -> str:
        if name == "a":
            self.links = max(0, self.links - 1)
        elif name == "table" and self.tables:
            self.tables -= 1
            return source + ("" if self.tables else "</div>")
        return source

    def _picture(self, given: dict[str, str]) -> str:
        address, alt = given.get("src", "").strip(), given.get("alt", "")
        if SIZED in given and _is_all_ours(given):
            return self._shown(given)
        if _SMILEY.search(given.get("class", "")):
            return escape(alt, quote=False)
        if not is_ours(address):
            return self._picture_elsewhere(address, alt, given)
        attributes: dict[str, object] = {"src": address, "alt": alt}
        attributes |= {name: given[name] for name in _KEPT if name in given}
        if renditions := self.library.find_image(address):
            width = _pixels(given.get("width", "")) or _width_of_file(address)
            attributes |= sized(renditions, width) | {"src": _fitting(renditions, width).url}
        else:
            attributes |= {name: given[name] for name in ("width", "height") if _pixels(given.get(name, ""))}
        return self._shown(attributes)

    def _shown(self, attributes: Mapping[str, object]) -> str:
        loading = loading_attributes(is_first=not self.has_picture)
        self.has_picture = True
        return tag("img", {**attributes, **loading})

    def _picture_elsewhere(self, address: str, alt: str, given: dict[str, str]) -> str:
        if {given.get("width"), given.get("height")} & {"0", "1"} or not is_address(_absolute(address)):
            return escape(alt, quote=False)  # it only counts readers, or leads nowhere
        words = alt or unquote(urlsplit_path(address).rsplit("/", 1)[-1]) or address
        return escape(words, quote=False) if self.links else link(_absolute(address), words)

    def _embed(self, address: str) -> str:
        address = _absolute(address.strip())
        return "" if self.links else embedded(self.library.find_file(address) or address)

    def _player(self, name: str, source: str) -> str:
        given = attributes_of(source)
        address = given.get("src", "").strip()
        if not address:
            return source if _is_all_ours(given) else ""
        if not is_ours(address):
            return "" if name == "source" or self.links else embedded(_absolute(address))
        attributes: dict[str, object] = {"src": self.library.find_file(address) or address}
        if name == "source":
            return tag(name, attributes | {"type": given.get("type")})
        attributes |= {"controls": "", "preload": "metadata"}
        attributes |= {key: given[key] for key in ("width", "height", *_KEPT) if key in given}
        if is_ours(given.get("poster", "")):
            attributes["poster"] = given["poster"]
        return tag(name, attributes)


def _is_all_ours(given: Mapping[str, str]) -> bool:
    """Whether nothing that a tag shows lies elsewhere."""
    shown = [given.get("src", ""), given.get("poster", "")]
    shown += [size.strip() for size in given.get("srcset", "").split(",")]
    return all(is_ours(each) for each in shown if each)


def urlsplit_path(address: str) -> str:
    """Return the path of an address, empty when it is none."""
    try:
        return urlsplit(address).path
    except ValueError:  # brackets that are no IPv6 address
        return ""


def _absolute(address: str) -> str:
    return f"https:{address}" if address.startswith("//") else address


def _pixels(text: str) -> int:
    found = _PIXELS.fullmatch(text.strip())
    return int(found[1]) if found else 0


def _width_of_file(address: str) -> int:
    """Return the width that the name or the query of a picture of WordPress tells; 0 for none."""
    bare, _mark, query = address.partition("?")
    found = _WIDTH_IN_QUERY.search(query) if query else None
    found = found or _SIZE_IN_NAME.search(bare)
    return int(found[1]) if found else 0


def _fitting(renditions: Sequence[Rendition], width: int) -> Rendition:
    """Return the narrowest size that fills the width, for browsers that know no ``srcset``."""
    room = min(width or _COLUMN_WIDTH, _COLUMN_WIDTH)
    return next((size for size in renditions if size.width >= room), renditions[-1])
