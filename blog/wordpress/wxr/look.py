"""A first look at an item: some of its fields, without parsing it."""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from blog.importing.xml.encoding import to_text
from blog.importing.xml.splitter import CDATA, CDATA_END
from blog.wordpress.wxr.names import Names

CATEGORY = b"<category "
LONGEST_TAG = 2000  # bytes; slugs have at most 200 letters
ATTRIBUTE = re.compile(r"([a-z]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


class Glance(NamedTuple):
    """What the survey asks of each item, as it stands in the file."""

    number: str
    kind: str  # wp:post_type
    status: str
    date: str
    date_gmt: str
    slug: str
    link: str
    author: str
    guid: str


class Look:
    """Finds fields by searching bytes; what stands in CDATA of other fields is not taken for them."""

    def __init__(self, names: Names, encoding: str) -> None:
        self._encoding = encoding
        self._kind = self._tag(names, "wp:post_type")
        self._tags = [
            self._tag(names, name)
            for name in ("wp:post_id", "wp:status", "wp:post_date", "wp:post_date_gmt", "wp:post_name")
        ]
        self._link, self._author = b"<link>", self._tag(names, "dc:creator")
        self._attachment_url = self._tag(names, "wp:attachment_url")
        self._comment_id = re.compile(
            re.escape(self._tag(names, "wp:comment_id")) + rb"(?:<!\[CDATA\[)?([0-9]{1,18})\b"
        )

    def kind(self, raw: bytes) -> str:
        """Return the item's type."""
        return self._value(raw, self._kind) or "post"

    def glance(self, raw: bytes) -> Glance:
        """Return the fields."""
        start = max(raw.find(self._tags[0]), 0)
        number, status, date, date_gmt, slug = (self._value(raw, tag, start) for tag in self._tags)
        kind = self._value(raw, self._kind, start) or "post"
        guid = self._guid(raw)
        link, author = self._value(raw, self._link), self._value(raw, self._author)
        return Glance(number, kind, status, date, date_gmt, slug, link, author, guid)

    def terms(self, raw: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Yield the attributes and the text of each ``category`` element, as bytes; in linear time."""
        at, outside = raw.find(CATEGORY), 0
        while at >= 0:
            opened = raw.rfind(CDATA, outside, at)
            closed = raw.find(CDATA_END, opened) if opened >= 0 else 0
            if closed > at:
                at, outside = raw.find(CATEGORY, closed), closed
                continue
            end = raw.find(b">", at)
            begin = end + 1 + (len(CDATA) if raw.startswith(CDATA, end + 1) else 0)
            stop = raw.find(CDATA_END if begin > end + 1 else b"<", begin)
            if end < 0 or stop < 0 or closed < 0:
                return
            yield raw[at + len(CATEGORY) : end][:LONGEST_TAG], raw[begin:stop]
            at, outside = raw.find(CATEGORY, stop), stop

    def attachment_url(self, raw: bytes) -> str:
        """Return where a file of the library lies."""
        return self._value(raw, self._attachment_url)

    def comment_ids(self, raw: bytes) -> Iterator[int]:
        """Yield the ids of its comments, or what looks like them."""
        return map(int, self._comment_id.findall(raw))

    def text(self, raw: bytes) -> str:
        """Return bytes of a field as text."""
        return to_text(raw, self._encoding)[0]

    def _guid(self, raw: bytes) -> str:
        at = raw.find(b"<guid")
        if at < 0:
            return ""
        value = raw[at : at + 1024].partition(b"</guid")[0].partition(b">")[2]
        return html.unescape(self.text(value.removeprefix(CDATA).removesuffix(CDATA_END))).strip()

    def _tag(self, names: Names, name: str) -> bytes:
        return f"<{names.of(name)}>".encode()

    def _value(self, raw: bytes, tag: bytes, start: int = 0) -> str:
        at = raw.find(tag, start)
        while at >= 0 and _is_in_cdata(raw, at):
            closed = raw.find(CDATA_END, at)
            at = raw.find(tag, closed) if closed >= 0 else -1
        if at < 0:
            return self._value(raw, tag) if start else ""
        at += len(tag)
        if raw.startswith(CDATA, at):
            value = raw[at + len(CDATA) : raw.find(CDATA_END, at)]
        else:
            value = raw[at : raw.find(b"<", at)]
        return (value.decode("ascii") if value.isascii() else self.text(value)).strip()


def read_attributes(raw: str) -> dict[str, str]:
    """Return the attributes of a tag."""
    return {name: double or single for name, double, single in ATTRIBUTE.findall(raw)}


def _is_in_cdata(raw: bytes, at: int) -> bool:
    opened = raw.rfind(CDATA, 0, at)
    return opened >= 0 and raw.find(CDATA_END, opened, at) < 0
