"""Parses elements as they are, and put right where they are no XML."""

from collections.abc import Callable, Iterable, Iterator
from xml.parsers import expat

from blog.importing.xml.encoding import NEVER_TEXT, UTF8, Transcoder, make_whole, to_text


class BrokenItemError(Exception):
    """The item is no XML; ``line`` counts from the beginning of the item, from 0."""

    def __init__(self, sentence: str, line: int) -> None:
        super().__init__(sentence)
        self.line = line

    @classmethod
    def of(cls, error: expat.ExpatError) -> "BrokenItemError":
        """Return what expat said."""
        return cls(expat.errors.messages.get(error.code, "not well-formed"), error.lineno - 1)


def parse_repaired[Parsed](
    raw: bytes, encoding: str, parse: Callable[[bytes], Parsed]
) -> tuple[Parsed, list[str]]:
    """Return what ``parse`` makes of the item, and the codes of what was put right before.

    Both raise BrokenItemError.
    """
    codes = []
    if encoding != UTF8 and not raw.isascii():
        text, is_utf8 = to_text(raw, encoding)
        raw = text.encode(UTF8, "replace")
        codes = ["wrong-encoding"] if is_utf8 else []
    try:
        return parse(raw), codes
    except BrokenItemError as error:
        first = error
    text, is_utf8 = to_text(raw)
    whole, more = make_whole(text)
    codes += ([] if is_utf8 else ["invalid-utf-8"]) + more
    if not codes or (is_utf8 and not more):
        raise first
    return parse(whole.encode(UTF8, "replace")), codes


def told_of(code: str) -> str:
    """Return the sentence for a repair."""
    return {
        "control-characters": "Characters that no text can hold were left out.",
        "invalid-utf-8": "Bytes that are no UTF-8 were read as windows-1252.",
        "bad-entity": "Signs that XML does not know were read as what they stand for.",
        "wrong-encoding": "It is not in the encoding that the file claims; it was read as it is.",
    }[code]


def clean_blocks(blocks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Yield a large item's bytes in UTF-8, without what no parser takes."""
    transcoder = Transcoder(encoding)
    for block in blocks:
        yield NEVER_TEXT.sub("", transcoder.feed(block).decode(UTF8)).encode(UTF8)
    yield transcoder.finish()
