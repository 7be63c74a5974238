"""Reads exports in tests, strictly."""

from xml.etree import ElementTree as ET

from blog.exporting import Choices
from blog.wordpress import own_fields
from blog.wordpress.export import stream_wxr

SPACES = {
    "wp": "http://wordpress.org/export/1.2/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "own": own_fields.NAMESPACE,
}


def export(*exclude: str) -> ET.Element:
    """Return the channel of an export."""
    return channel_of(b"".join(stream_wxr(Choices(frozenset(exclude)))))


def channel_of(data: bytes) -> ET.Element:
    channel = ET.fromstring(data).find("channel")
    assert channel is not None
    return channel


def text(element: ET.Element, path: str) -> str:
    found = element.find(path, SPACES)
    assert found is not None, path
    return found.text or ""


def fields(element: ET.Element, kind: str = "postmeta") -> dict[str, str]:
    return {
        text(one, "wp:meta_key"): text(one, "wp:meta_value") for one in element.findall(f"wp:{kind}", SPACES)
    }


def the_item(channel: ET.Element) -> ET.Element:
    (item,) = channel.findall("item")
    return item
