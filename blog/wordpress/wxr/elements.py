"""Parses one item of an export into plain dictionaries, by an expat of its own."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from blog.importing.xml.parsing import BrokenItemError
from blog.wordpress.wxr.names import Names

LARGEST_TEXT = 8 * 1024 * 1024  # characters of one field of an item that is parsed as it streams
LARGEST_TOKEN = 16 * 1024 * 1024  # bytes of one tag; expat holds all of it
MOST_PARTS = 100_000  # custom fields of one item or comment, and terms of one item
LARGEST_PARTS = 16 * 1024 * 1024  # characters of all custom fields of an item and its comments together
COMMENTS_AT_ONCE = 1000  # of an item that is parsed as it streams
MARKUP = frozenset(
    ("a", "b", "blockquote", "br", "div", "em", "figure", "i", "img", "li", "p", "span", "strong")
)

type Fields = dict[str, str]


@dataclass(slots=True)
class Elements:
    """What an item holds. Terms are (domain, nicename, name); a comment has fields, meta and its line."""

    fields: Fields = field(default_factory=dict)
    terms: list[tuple[str, str, str]] = field(default_factory=list)
    meta: list[tuple[str, str]] = field(default_factory=list)
    comments: list[tuple[Fields, list[tuple[str, str]], int]] = field(default_factory=list)
    meta_room: int = LARGEST_PARTS  # characters; below 0: not all custom fields were kept
    has_markup: bool = False  # elements that are none of WordPress's stand in its fields

    def keep_meta(self, meta: list[tuple[str, str]], pair: tuple[str, str]) -> None:
        """Add a custom field while there is room."""
        self.meta_room -= len(pair[0]) + len(pair[1])
        if self.meta_room >= 0 and len(meta) < MOST_PARTS:
            meta.append(pair)


def parse(xml: bytes | str, names: Names) -> Elements:
    """Return what the item holds; raises BrokenItemError."""
    handlers = _Handlers(names)
    try:
        handlers.parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise BrokenItemError.of(error) from error
    finally:
        handlers.close()
    return handlers.elements


def parse_large(blocks: Iterable[bytes], names: Names) -> Iterator[tuple[Elements, bool]]:
    """Yield the same Elements again and again, at most so many comments in each, and whether a text was cut.

    Raises BrokenItemError.
    """
    handlers = _Handlers(names, limit=LARGEST_TEXT)
    elements, fed = handlers.elements, 0
    try:
        for block in blocks:
            handlers.parser.Parse(block, False)
            fed += len(block)
            if fed - handlers.parser.CurrentByteIndex > LARGEST_TOKEN:
                raise BrokenItemError("one of its tags is too long", handlers.parser.CurrentLineNumber - 1)
            if len(elements.comments) > COMMENTS_AT_ONCE:
                unfinished = elements.comments.pop()
                yield elements, handlers.was_cut
                elements.comments = [unfinished]
                elements.meta_room = LARGEST_PARTS
        handlers.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise BrokenItemError.of(error) from error
    finally:
        handlers.close()
    yield elements, handlers.was_cut


class _Handlers:
    """The state of one parser."""

    def __init__(self, names: Names, limit: int = 0) -> None:
        self.elements = Elements()
        self.was_cut = False
        self._names = names
        self._parts: list[str] = []
        self._limit, self._length = limit, 0
        self.parser = parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.buffer_size = 65_536
        parser.StartElementHandler, parser.EndElementHandler = self._make_handlers()
        parser.CharacterDataHandler = self._add_bounded if limit else self._parts.append

    def close(self) -> None:
        """Undo the circle of parser and handlers, so that nothing waits for the collector."""
        self.parser.StartElementHandler = self.parser.EndElementHandler = None
        self.parser.CharacterDataHandler = None

    def _add_bounded(self, text: str) -> None:
        room = self._limit - self._length
        self._length += len(text)
        if room > 0:
            self._parts.append(text[:room])
        self.was_cut = self.was_cut or len(text) > room

    def _make_handlers(self) -> tuple[Callable[[str, Fields], None], Callable[[str], None]]:  # long: closures
        """Return what is called at each tag; closures, since they are called some million times."""
        elements, parts, fields, of = self.elements, self._parts, self._names.fields, self._names.of
        comment_tag, comment_meta, item_meta = of("wp:comment"), of("wp:commentmeta"), of("wp:postmeta")
        into: Fields = elements.fields
        meta = elements.meta
        term: Fields = {}

        def start(name: str, attributes: Fields) -> None:
            nonlocal into, meta, term
            if name in fields:
                parts.clear()
                self._length = 0
            elif name == comment_tag:
                into, meta = {}, []
                elements.comments.append((into, meta, self.parser.CurrentLineNumber - 1))
            elif name == "category":
                parts.clear()
                term = attributes
            elif name in MARKUP:
                elements.has_markup = True

        def end(name: str) -> None:
            nonlocal into, meta
            known = fields.get(name)
            if known is not None:
                into[known] = "".join(parts)
                parts.clear()
            elif name in (comment_meta, item_meta):
                elements.keep_meta(meta, (into.pop("wp:meta_key", ""), into.pop("wp:meta_value", "")))
            elif name == comment_tag:
                into, meta = elements.fields, elements.meta
            elif name == "category":
                if len(elements.terms) < MOST_PARTS:
                    elements.terms.append((term.get("domain", ""), term.get("nicename", ""), "".join(parts)))
                parts.clear()

        return start, end
