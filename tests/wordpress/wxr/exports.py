"""Writes small exports for the tests, of the pieces that each is about."""

from collections.abc import Iterable
from pathlib import Path

from blog.importing.records import Attachment, Bundle, Comment, Oddity, Text
from blog.wordpress.wxr import WxrReader

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0"
\txmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
\txmlns:content="http://purl.org/rss/1.0/modules/content/"
\txmlns:dc="http://purl.org/dc/elements/1.1/"
\txmlns:wp="http://wordpress.org/export/1.2/">
<channel>
\t<title>Harbour Notes</title>
\t<link>https://harbour.example</link>
\t<description>What the tide brings</description>
\t<wp:wxr_version>1.2</wp:wxr_version>
\t<wp:base_site_url>https://harbour.example</wp:base_site_url>
\t<wp:base_blog_url>https://harbour.example</wp:base_blog_url>
"""
TAIL = "</channel>\n</rss>\n"


def comment(number: int, **fields: object) -> str:
    """Return a ``wp:comment``; fields without their ``wp:comment_``, ``meta`` as pairs."""
    values = {
        "id": number,
        "author": "Bob",
        "date": "2019-05-16 12:00:00",
        "date_gmt": "2019-05-16 10:00:00",
        "content": f"Thought {number}",
        "approved": "1",
        "type": "",
        "parent": "0",
        "user_id": "0",
    } | fields
    meta = values.pop("meta", ())
    lines = [f"<wp:comment_{name}>{value}</wp:comment_{name}>" for name, value in values.items()]
    lines += [_meta("wp:commentmeta", name, value) for name, value in meta]  # type: ignore[attr-defined]
    return "<wp:comment>" + "\n".join(lines) + "</wp:comment>\n"


def item(number: int, *more: str, **fields: object) -> str:
    """Return an item; fields without their ``wp:``, ``body``, ``meta`` as pairs, and elements as they are."""
    meta = fields.pop("meta", ())
    top = {
        "title": fields.pop("title", f"Text {number}"),
        "link": fields.pop("link", f"https://harbour.example/2019/05/15/text-{number}/"),
        "pubDate": fields.pop("pub_date", "Wed, 15 May 2019 10:00:00 +0000"),
        "dc:creator": fields.pop("creator", "alice"),
        "content:encoded": fields.pop("content", f"<![CDATA[{fields.pop('body', f'Body {number}')}]]>"),
        "excerpt:encoded": fields.pop("excerpt", ""),
    }
    values = {
        "post_id": number,
        "post_date": "2019-05-15 12:00:00",
        "post_date_gmt": "2019-05-15 10:00:00",
        "comment_status": "open",
        "post_name": f"text-{number}",
        "status": "publish",
        "post_parent": "0",
        "menu_order": "0",
        "post_type": "post",
        "post_password": "",
        "is_sticky": "0",
    } | fields
    lines = [f"<{name}>{value}</{name}>" for name, value in top.items() if value is not None]
    lines += [f"<wp:{name}>{value}</wp:{name}>" for name, value in values.items() if value is not None]
    lines += [_meta("wp:postmeta", name, value) for name, value in meta]  # type: ignore[attr-defined]
    return "<item>\n" + "\n".join([*lines, *more]) + "</item>\n"


def export(*pieces: str) -> str:
    """Return a whole export of these items, and elements of the channel before them."""
    return HEAD + "".join(pieces) + TAIL


def write(path: Path, text: str | bytes) -> Path:
    """Write the file and return its path."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def _meta(element: str, name: str, value: object) -> str:
    return (
        f"<{element}><wp:meta_key>{name}</wp:meta_key>"
        f"<wp:meta_value><![CDATA[{value}]]></wp:meta_value></{element}>"
    )


class Reading:
    """All that a reader finds in some files."""

    def __init__(self, *paths: Path) -> None:
        self.reader = WxrReader(paths)
        self.survey = self.reader.survey()
        self.site = self.survey.site
        self.items = [*self.reader.attachments(), *self.reader.texts()]
        self.bundles: list[Bundle] = [bundle for item in self.items for bundle in item.bundles()]

    @property
    def texts(self) -> list[Text]:
        """The articles and pages."""
        return [bundle.text for bundle in self.bundles if bundle.text]

    @property
    def attachments(self) -> list[Attachment]:
        """The files of the library."""
        return [bundle.attachment for bundle in self.bundles if bundle.attachment]

    @property
    def comments(self) -> list[Comment]:
        """All comments."""
        return [one for bundle in self.bundles for one in bundle.comments]

    @property
    def oddities(self) -> list[Oddity]:
        """Those of the survey, then those of the items."""
        return [*self.survey.oddities, *(odd for bundle in self.bundles for odd in bundle.oddities)]

    @property
    def told(self) -> list[tuple[str, str, int]]:
        """Code, subject and line of each oddity."""
        return [(odd.code, odd.subject, odd.line) for odd in self.oddities]

    @property
    def skipped(self) -> dict[str, int]:
        """What was left out, by reason."""
        counts: dict[str, int] = {}
        for bundle in self.bundles:
            for reason, number in bundle.skipped.items():
                counts[reason] = counts.get(reason, 0) + number
        return counts


def codes(oddities: Iterable[Oddity]) -> list[str]:
    """Return the codes, in order."""
    return [oddity.code for oddity in oddities]
