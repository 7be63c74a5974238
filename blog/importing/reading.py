"""What the importer asks of a reader. Knows no Django."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol, runtime_checkable

from blog.importing.records import Bundle, Oddity, Site


class Position(NamedTuple):
    """A place in the files: which one, and how many bytes of it have been read."""

    file: int = 0
    offset: int = 0


class UnreadableFileError(Exception):
    """The file cannot be imported at all, and nothing was. The text is a sentence with file and line."""


class Item(Protocol):
    """One item of a file, not yet looked into."""

    digest: bytes  # 16 bytes; equal for equal content, empty where it is not known before parsing
    end: Position  # where reading goes on after it

    def bundles(self) -> Iterator[Bundle]:
        """Yield what it holds; the text or attachment in the first bundle."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What a first look over all files told."""

    site: Site
    size: int  # bytes of all files together, for the progress
    oddities: tuple[Oddity, ...] = ()


class Reader(Protocol):
    """Reads the files of one site, in three passes, in constant memory."""

    system: str  # wordpress, ghost, disqus, markdown

    def survey(self) -> Survey:
        """Look over all files; raises UnreadableFileError."""

    def attachments(self, start: Position) -> Iterable[Item]:
        """Yield the items that are files of the library, from ``start`` on."""

    def texts(self, start: Position) -> Iterable[Item]:
        """Yield the items with texts and comments, from ``start`` on, and what is skipped."""


class Parser(Protocol):
    """Looks into items in another process. It and what it takes can be pickled."""

    def __call__(self, packed: Any) -> Iterable[Bundle]:
        """Return what an item holds, from its ``packed``."""


@runtime_checkable
class PackingReader(Protocol):
    """A reader whose items another process can look into: they have a ``packed``, None where it cannot."""

    def parser(self) -> Parser:
        """Return what looks into them."""
