"""What stands in WordPress for a text of ours, and what is written beside it so that ours comes back.

WordPress makes paragraphs of blank lines and breaks of single ones when it shows a text, so HTML that was
rendered here may hold neither within a paragraph.
"""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from blog import markdown
from blog.models.content import BodyFormat
from blog.wordpress import own_fields
from blog.wordpress.export.xml import clean, is_kept
from blog.wordpress.links import localise

BLOCK = (
    r"</?(?:p|div|ul|ol|li|dl|dt|dd|table|caption|colgroup|thead|tbody|tfoot|tr|td|th|pre|blockquote|figure"
    r"|figcaption|section|h[1-6]|hr|br|details|summary|audio|video|source|picture)\b[^<>]*>|<!--.*?-->"
)
PREFORMATTED = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)
SOFT_BREAK = re.compile(rf"({BLOCK})?[ \t]*\n+(?=({BLOCK})?)", re.DOTALL)
SIZES = re.compile(r' (?:srcset|sizes|loading|decoding)="[^"]*"')  # WordPress makes its own
PICTURE = re.compile(r"<(?:img|source)\b[^<>]*>")
OWN_ADDRESS = re.compile(r'(?<=\b(?:src|ref)=")/(?!/)')
OWN_FILE = re.compile(r"(?<=[\"'=(\s>])(?=/(?:wp-content/uploads|media)/)")


class Content:
    """What is written for one text: ``text`` for WordPress, ``markdown`` and ``more`` for the way back."""

    def __init__(self, text: str, source: str, source_format: str) -> None:
        self.text = clean(text)
        self.markdown = ""
        self.more: dict[str, Any] = {}
        if source_format != BodyFormat.WORDPRESS:
            self.more[own_fields.FORMAT] = source_format
        if source_format == BodyFormat.MARKDOWN and is_kept(source):
            self.markdown = source
        elif not _comes_back(source, self.text):
            self.more[own_fields.BODY] = source
        if self.more:
            self.more[own_fields.DIGEST] = own_fields.digest(self.text)


def of_text(body: str, body_format: str, body_html: str) -> Content:
    """Return what is written for the text of an article or page."""
    if body_format == BodyFormat.MARKDOWN:
        return Content(_from_rendered(body_html), body, body_format)
    return Content(OWN_FILE.sub(settings.BLOG_SITE_URL, body), body, body_format)


def of_comment(comment: str, comment_format: str, comment_html: str) -> Content:
    """Return what is written for the text of a comment: paragraphs as blank lines."""
    if comment_format == BodyFormat.MARKDOWN:
        return Content(_as_typed(comment_html), comment, comment_format)
    return Content(comment, comment, comment_format)


def _from_rendered(html: str) -> str:
    marked = html.replace(markdown.MORE, "<!--more-->").replace(
        markdown.NEXT_PAGE, f"\n\n{markdown.NEXT_PAGE}\n\n"
    )
    pictures = PICTURE.sub(lambda found: SIZES.sub("", found[0]), marked)
    absolute = OWN_ADDRESS.sub(f"{settings.BLOG_SITE_URL}/", pictures)
    pieces = PREFORMATTED.split(absolute)
    return "".join(
        piece if number % 2 else SOFT_BREAK.sub(_join, piece) for number, piece in enumerate(pieces)
    ).strip()


def _join(found: re.Match[str]) -> str:
    """Keep line ends beside blocks, where they mean nothing; elsewhere they are a blank."""
    return found[0] if found[1] or found[2] else " "


def _as_typed(html: str) -> str:
    pieces = PREFORMATTED.split(html)
    for number in range(0, len(pieces), 2):
        lines = re.sub(r"<br>\n?", "\n", pieces[number])
        lines = re.sub(r"</p>\n?", "\n\n", lines.replace("<p>", ""))
        pieces[number] = re.sub(r"\n{3,}", "\n\n", lines)
    return "".join(pieces).strip()


def _comes_back(source: str, text: str) -> bool:
    """Whether an import, which makes addresses of this site paths again, finds the source in the text."""
    return is_kept(source) and localise(text, [urlsplit(settings.BLOG_SITE_URL).hostname or ""]) == source
