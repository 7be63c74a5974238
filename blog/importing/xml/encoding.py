"""Which encoding a file is in, and what makes text of bytes that are not what they should be."""

import codecs
import html
import re
from dataclasses import dataclass

UTF8 = "utf-8"
LATIN = "cp1252"  # what browsers read for latin-1 too (WHATWG, Encoding)
NEVER_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]+")  # XML 1.0, production 2
REFERENCE = re.compile(
    r"&(?:#(?P<decimal>[0-9]{1,8});|#[xX](?P<hex>[0-9a-fA-F]{1,7});|(?P<name>[A-Za-z][A-Za-z0-9]{0,31});)?"
)
PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})
CDATA = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a file are read."""

    name: str = UTF8
    is_transcoded: bool = False  # as a whole, since its bytes are no superset of ASCII

    @property
    def of_items(self) -> str:
        """What the bytes of an item are in."""
        return UTF8 if self.is_transcoded else self.name


PLAIN = Encoding()


def find_encoding(first: bytes, declared: str) -> Encoding:
    """Return the encoding that a file's first bytes and its XML declaration tell.

    A single-byte encoding is taken piece by piece, by ``to_text``: many files are in UTF-8 whatever they say.
    """
    for mark, name in (
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
        (b"<\0\0\0", "utf-32-le"),
        (b"\0\0\0<", "utf-32-be"),
        (b"<\0", "utf-16-le"),
        (b"\0<", "utf-16-be"),
    ):
        if first.startswith(mark):
            return Encoding(name, is_transcoded=True)
    try:
        name = codecs.lookup(declared).name if declared else UTF8
        is_single = len("\u00e9".encode(name, "ignore") or b"?") == 1 and b"<".decode(name) == "<"
    except (LookupError, UnicodeError, TypeError):
        return PLAIN
    if name in {UTF8, "ascii", "utf-8-sig"} or name.startswith(("utf-16", "utf-32")):
        return PLAIN
    if name == "iso8859-1":
        return Encoding(LATIN)
    if is_single and name.startswith(("iso8859", "cp125", "koi8", "mac", "cp8", "tis", "ptcp")):
        return Encoding(name)
    return PLAIN if _is_utf8(first) else Encoding(name, is_transcoded=True)


class Transcoder:
    """Makes UTF-8 of a stream in another encoding; what cannot be read becomes U+FFFD."""

    def __init__(self, name: str) -> None:
        self._decoder = codecs.getincrementaldecoder(name)("replace")

    def feed(self, block: bytes) -> bytes:
        """Return what is complete so far."""
        return self._decoder.decode(block).encode(UTF8, "replace")

    def finish(self) -> bytes:
        """Return what is left at the end."""
        left = self._decoder.decode(b"", final=True).encode(UTF8, "replace")
        self._decoder.reset()
        return left


def to_text(raw: bytes, encoding: str = UTF8) -> tuple[str, bool]:
    """Return the text, and whether it is UTF-8 throughout.

    Where it is not, UTF-8 is read as such and each byte between as ``encoding``, or as windows-1252.
    """
    try:
        return raw.decode(UTF8), True
    except UnicodeDecodeError:
        pass
    if encoding != UTF8:
        return raw.decode(encoding, "replace"), False
    return raw.decode(UTF8, "blog-latin"), False


def make_whole(text: str) -> tuple[str, list[str]]:
    """Return XML without what no parser takes, and the codes of what was put right.

    Control characters go; outside CDATA, entities of HTML become what they stand for, and a bare ampersand
    is written as XML wants it.
    """
    cleaned = NEVER_TEXT.sub("", text)
    codes = ["control-characters"] if cleaned != text else []
    pieces = CDATA.split(cleaned)
    pieces[::2] = [REFERENCE.sub(_put_right, piece) if "&" in piece else piece for piece in pieces[::2]]
    repaired = "".join(pieces)
    return repaired, codes + (["bad-entity"] if repaired != cleaned else [])


def _put_right(reference: re.Match[str]) -> str:
    number = reference["decimal"] or reference["hex"]
    if number:
        code = int(number, 10 if reference["decimal"] else 16)
        is_text = code in {9, 10, 13} or (code >= 32 and code <= 0x10FFFF and not NEVER_TEXT.match(chr(code)))
        return reference[0] if is_text else ""
    if reference["name"] in PREDEFINED:
        return reference[0]
    meant = html.unescape(reference[0])
    return meant if reference["name"] and meant != reference[0] else f"&amp;{reference[0][1:]}"


def _is_utf8(first: bytes) -> bool:
    try:
        codecs.getincrementaldecoder(UTF8)().decode(first)
    except UnicodeDecodeError:
        return False
    return not first.isascii()


def _read_as_latin(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(bytes([byte]).decode(LATIN, "replace") for byte in wrong), error.end


codecs.register_error("blog-latin", _read_as_latin)
