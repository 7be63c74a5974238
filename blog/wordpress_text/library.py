"""What a text asks for of the media library, and how the answers look."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import unescape

from blog.markdown import FindImage, Rendition

_GALLERY = re.compile(r"\[(?:gallery|playlist|slideshow)\b([^\[\]]*)\]")
_NUMBERS = re.compile(r"(?:ids|include|exclude|id)\s*=\s*[\"'“”]?([\d,\s]+)")
_OF = re.compile(r"(?<!\w)id\s*=\s*[\"'“”]?(\d+)")
_OWN = re.compile(r"(?:ids|include)\s*=")
# Values of attributes that begin with a slash, such an address alone on its line, or between shortcodes;
# the second line is how Markdown writes them.
_ADDRESS = re.compile(
    r"""=\s*(?:"(/[^"<>]*)"|'(/[^'<>]*)'|(/[^\s"'<>\]]*))|^[ \t]*(/[^\s<>"\[\]]+)|\](/[^\s<>"\[\]]+)\["""
    r"""|\]\(<?(/[^\s<>")]+)|^\[[^\[\]\n]*\]: *<?(/[^\s<>]+)""",
    re.MULTILINE,
)
_IN_JSON = re.compile(r'"url":"((?:/|\\/)[^"<>]*)"')
_FILE = re.compile(r"\.[A-Za-z0-9]{2,5}(?:[?#].*)?$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Wish:
    """The attachments that a gallery shows: those with these WordPress numbers, in this order, else all of
    the text ``of`` (its WordPress number; 0 for the very text) but ``exclude``."""

    kind: str = "image"  # image, audio, video
    numbers: tuple[int, ...] = ()
    of: int = 0
    exclude: tuple[int, ...] = ()
    order_by: str = ""  # as WordPress names it: menu_order, title, post_date, rand, ID
    is_descending: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture with its sizes (widest last), or another file, which has none. The caption is HTML."""

    url: str
    sizes: Sequence[Rendition] = ()
    alt: str = ""
    title: str = ""
    caption: str = ""


type FindFile = Callable[[str], str]
type FindAttachments = Callable[[Wish], Sequence[Attachment]]


@dataclass(frozen=True, slots=True)
class Library:
    """How a text finds what it shows: pictures and files by address, attachments by number."""

    find_image: FindImage = lambda _address: ()
    find_file: FindFile = lambda _address: ""
    gallery: FindAttachments = lambda _wish: ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a text may ask for, known before it is rendered; a little more than it needs."""

    paths: frozenset[str] = frozenset()  # addresses of this site, as in the text
    numbers: frozenset[int] = frozenset()  # WordPress's numbers of attachments
    galleries_of: frozenset[int] = frozenset()  # numbers of texts; 0: the very text


def wanted(text: str) -> Wanted:
    """Return what rendering a text, of WordPress or in Markdown, will ask the library for."""
    paths = set()
    if "/" in text:
        paths = {next(filter(None, found)) for found in _ADDRESS.findall(text)}
        if "<!--" in text:
            paths |= {address.replace("\\/", "/") for address in _IN_JSON.findall(text)}
    kept = frozenset(unescape(path) for path in paths if _FILE.search(path))
    if "[gallery" not in text and "[playlist" not in text and "[slideshow" not in text:
        return Wanted(kept)
    numbers: set[int] = set()
    texts: set[int] = set()
    for attributes in _GALLERY.findall(text):
        numbers.update(number for found in _NUMBERS.findall(attributes) for number in numbers_in(found))
        if not _OWN.search(attributes):
            of = _OF.search(attributes)
            texts.add(int(of[1][:18]) if of else 0)
    return Wanted(kept, frozenset(numbers), frozenset(texts))


def wanted_paths(text: str) -> set[str]:
    """Return the addresses of pictures and files that rendering a text will ask for."""
    return set(wanted(text).paths)


def numbers_in(text: str) -> tuple[int, ...]:
    """Return the numbers of a list such as ``3, 14,15``."""
    return tuple(int(number[:18]) for number in re.findall(r"\d+", text, re.ASCII))
