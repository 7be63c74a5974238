"""Parses one thread or post of an export into plain dictionaries, by an expat of its own."""

from dataclasses import dataclass, field
from xml.parsers import expat

from blog.importing.xml.parsing import BrokenItemError

ID = "dsq:id"
DEEPEST = 50  # elements within one another


@dataclass(slots=True)
class Elements:
    """Texts by path below the element (``author/name``), and the ids that elements have as attributes."""

    number: str = ""  # of the element itself
    fields: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> str:
        """Return a text without blanks around it."""
        return self.fields.get(path, "").strip()

    def is_set(self, path: str) -> bool:
        """Whether an element says ``true``."""
        return self.get(path).lower() in {"true", "1"}

    def reference(self, path: str) -> str:
        """Return what an element refers to: its id, else its text."""
        return self.numbers.get(path, "") or self.get(path)


def parse(xml: bytes) -> Elements:
    """Return what the element holds; raises BrokenItemError."""
    handlers = _Handlers()
    try:
        handlers.parser.Parse(xml, True)
    except expat.ExpatError as error:
        raise BrokenItemError.of(error) from error
    finally:
        handlers.close()
    return handlers.elements


class _Handlers:
    """The state of one parser."""

    def __init__(self) -> None:
        self.elements = Elements()
        self._path: list[str] = []
        self._parts: list[str] = []
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._parts.append

    def close(self) -> None:
        """Undo the circle of parser and handlers, so that nothing waits for the collector."""
        self.parser.StartElementHandler = self.parser.EndElementHandler = None
        self.parser.CharacterDataHandler = None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name)
        if len(self._path) > DEEPEST:
            raise BrokenItemError("its elements lie too deep in one another", self.parser.CurrentLineNumber)
        self._parts.clear()
        if number := attributes.get(ID, "").strip():
            if len(self._path) == 1:
                self.elements.number = number
            else:
                self.elements.numbers["/".join(self._path[1:])] = number

    def _end(self, _name: str) -> None:
        path = "/".join(self._path[1:])
        self._path.pop()
        if path:
            self.elements.fields.setdefault(path, "".join(self._parts))
        self._parts.clear()
