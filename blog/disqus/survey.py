"""Looks over all files before anything is imported: whose comments they are, and where threads lay."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from blog.disqus.elements import Elements, parse
from blog.importing.reading import Survey, UnreadableFileError
from blog.importing.records import Oddity, Site, Thread
from blog.importing.xml.encoding import to_text
from blog.importing.xml.parsing import BrokenItemError, parse_repaired, told_of
from blog.importing.xml.sources import Source, pieces_of
from blog.importing.xml.splitter import Kind, Piece

HOW_TO = "In Disqus, export with Community → Export, and give the file that the mail leads to."
ROOT = re.compile(rb"<disqus[\s>]")
DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
FIRST_BYTES = 65_536
# What WordPress's plugin calls a thread: the number of the post, a blank, and its guid.
OF_WORDPRESS = re.compile(r"(?P<number>[0-9]{1,18}) (?P<guid>https?://\S+)")


@dataclass(slots=True)
class Surveyed:
    """The result; threads by their number and, where a post names one so, by the name the site gave it."""

    survey: Survey
    threads: dict[str, Thread]
    names: dict[str, str] = field(default_factory=dict)  # identifier → number

    def find(self, reference: str) -> Thread:
        """Return the thread that a post refers to; of one that is in no file, nothing is known."""
        number = reference if reference in self.threads else self.names.get(reference, reference)
        return self.threads.get(number) or Thread(number, ())


def look_over(sources: Sequence[Source]) -> Surveyed:
    """Read all threads; raises UnreadableFileError where a file is no export, or has a DTD."""
    threads: dict[str, Thread] = {}
    names: dict[str, str] = {}
    oddities: list[Oddity] = []
    size, forum = 0, ""
    for source in sources:
        _check_beginning(source)
        for piece, elements in _threads_in(source, oddities):
            size += piece.end if piece.kind in {Kind.TAIL, Kind.CUT} else 0
            if elements is None or not elements.number:
                continue
            forum = forum or elements.get("forum")
            threads.setdefault(elements.number, _thread(elements))
            if name := elements.get("id"):
                names.setdefault(name, elements.number)
    site = Site(address=f"https://{forum}.disqus.com" if re.fullmatch(r"[\w-]{1,100}", forum) else "")
    return Surveyed(Survey(site, size, tuple(oddities)), threads, names)


def tell_repairs(codes: Sequence[str], subject: str, line: int, file: str) -> Iterator[Oddity]:
    """Yield what is to be told of an element that had to be put right."""
    for code in codes:
        yield Oddity(code, subject, told_of(code), line, file)


def _threads_in(source: Source, oddities: list[Oddity]) -> Iterator[tuple[Piece, Elements | None]]:
    """Yield each piece that may be a thread; posts refer to theirs by elements of the same name."""
    encoding = source.encoding.of_items
    last = b""
    for piece in pieces_of(source, name=b"thread", largest_head=0):
        elements = None
        last = (last + (piece.raw or b""))[-64:]
        if piece.kind is Kind.ITEM and piece.raw is not None:
            try:
                elements, codes = parse_repaired(piece.raw, encoding, parse)
                oddities += tell_repairs(codes, f"thread {elements.number}", piece.line, source.name)
            except BrokenItemError as error:
                told = f"This thread is no XML ({error}); it was left out."
                oddities.append(Oddity("broken-item", "thread", told, piece.line + error.line, source.name))
        yield piece, elements
    if piece.raw is not None and b"</disqus" not in last:
        told = "The file ends before it should; what is whole in it is imported. Export it again."
        oddities.append(Oddity("cut", "file", told, piece.line, source.name))


def _thread(elements: Elements) -> Thread:
    """Return the record: the address that Disqus knows, then what the name that the site gave says."""
    name = elements.get("id")
    links = [elements.get("link")]
    if plugin := OF_WORDPRESS.fullmatch(name):
        links += [plugin["guid"], f"/?p={plugin['number']}"]
    elif name.startswith(("/", "http://", "https://")):
        links.append(name)
    title = " ".join(elements.get("title").split())
    return Thread(elements.number, tuple(dict.fromkeys(filter(None, links))), title)


def _check_beginning(source: Source) -> None:
    with source.open() as stream:
        begin = stream.read(FIRST_BYTES)
    if not begin.strip():
        raise UnreadableFileError(f"{source.name} is empty. {HOW_TO}")
    root = ROOT.search(begin)
    if doctype := DOCTYPE.search(begin, 0, root.start() if root else len(begin)):
        line = begin.count(b"\n", 0, doctype.start()) + 1
        raise UnreadableFileError(
            f"{source.name}, line {line}: the file declares a document type or entities, as no export does; "
            "it is not read."
        )
    if root is None:
        begins = to_text(begin[:20])[0]
        raise UnreadableFileError(f"{source.name} is no export of Disqus (it begins “{begins}”). {HOW_TO}")
