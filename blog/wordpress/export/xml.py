"""Text in XML, and dates as WordPress writes them. Pure."""

import re
from datetime import UTC, datetime, tzinfo
from email.utils import format_datetime
from html import escape
from urllib.parse import quote

NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NO_TIME = "0000-00-00 00:00:00"


def clean(text: str) -> str:
    """Return the text without the characters that XML 1.0 cannot hold."""
    return NOT_IN_XML.sub("", text)


def is_kept(text: str) -> bool:
    """Whether it comes out of XML as it went in: without forbidden characters and carriage returns."""
    return "\r" not in text and not NOT_IN_XML.search(text)


def cdata(text: str) -> str:
    """Return the text as CDATA; an end mark within is divided between two."""
    return f"<![CDATA[{clean(text).replace(']]>', ']]]]><![CDATA[>')}]]>"


def markup(text: str) -> str:
    """Return plain text as CDATA that holds HTML, as WordPress keeps titles and names."""
    return cdata(escape(text, quote=False))


def plain(text: str) -> str:
    """Return the text as the content of an element."""
    return escape(clean(text), quote=False)


def slug(text: str) -> str:
    """Return the slug as WordPress keeps it: UTF-8 percent-encoded, in small letters."""
    return re.sub("%[0-9A-F]{2}", lambda found: found[0].lower(), quote(text, safe=""))


def meta(kind: str, key: str, value: str) -> str:
    """Return a custom field of a post (``postmeta``), comment or term."""
    return (
        f"\t\t<wp:{kind}>\n\t\t\t<wp:meta_key>{cdata(key)}</wp:meta_key>\n"
        f"\t\t\t<wp:meta_value>{cdata(value)}</wp:meta_value>\n\t\t</wp:{kind}>\n"
    )


def local(moment: datetime | None, zone: tzinfo) -> str:
    """Return the time on the clocks of the zone, without saying so; zeros where there is none."""
    return moment.astimezone(zone).isoformat(" ", "seconds")[:19] if moment else NO_TIME


def gmt(moment: datetime | None) -> str:
    """Return the time in UTC; zeros where there is none."""
    return local(moment, UTC)


def of_mail(moment: datetime | None) -> str:
    """Return the time as RSS wants it; empty where there is none."""
    return format_datetime(moment.astimezone(UTC)) if moment else ""
