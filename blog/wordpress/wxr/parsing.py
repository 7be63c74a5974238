"""Parses items as they are, and put right where they are no XML."""

from collections.abc import Iterable, Iterator

from blog.importing.xml.encoding import NEVER_TEXT, UTF8, Transcoder, make_whole, to_text
from blog.wordpress.wxr.elements import BrokenItemError, Elements, parse
from blog.wordpress.wxr.names import Names


def parse_repaired(raw: bytes, encoding: str, names: Names) -> tuple[Elements, list[str]]:
    """Return what the item holds, and the codes of what was put right; raises BrokenItemError."""
    codes = []
    if encoding != UTF8 and not raw.isascii():
        text, is_utf8 = to_text(raw, encoding)
        raw = text.encode(UTF8, "replace")
        codes = ["wrong-encoding"] if is_utf8 else []
    try:
        return parse(raw, names), codes
    except BrokenItemError as error:
        first = error
    text, is_utf8 = to_text(raw)
    whole, more = make_whole(text)
    codes += ([] if is_utf8 else ["invalid-utf-8"]) + more
    if not codes or (is_utf8 and not more):
        raise first
    return parse(whole.encode(UTF8, "replace"), names), codes


def clean_blocks(blocks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Yield a large item's bytes in UTF-8, without what no parser takes."""
    transcoder = Transcoder(encoding)
    for block in blocks:
        yield NEVER_TEXT.sub("", transcoder.feed(block).decode(UTF8)).encode(UTF8)
    yield transcoder.finish()
