"""What readers see of a comment's text, by the format it is kept in."""

import re
from html import unescape

from blog import markdown
from blog.models.content import BodyFormat
from blog.wordpress_text import texturize

LINE_END = re.compile(r"<br>\n?")
BLOCK_END = re.compile(r"</(?:p|li|pre|blockquote)>\n?")
TAG = re.compile(r'<[^<>"]*(?:"[^"]*"[^<>"]*)*>')  # in cleaned HTML


def rendered(text: str, body_format: str) -> str:
    """Return the HTML; raises ValueError when Markdown is longer than a comment may be."""
    if body_format == BodyFormat.WORDPRESS:
        return texturize(markdown.sanitise_comment(text))
    if body_format == BodyFormat.HTML:
        return markdown.sanitise_comment(text, has_paragraphs=True)
    return markdown.render_comment(text)


def as_words(text: str, html: str, body_format: str) -> str:
    """Return the text for where no HTML can be: Markdown as it was typed, else without its tags."""
    if body_format == BodyFormat.MARKDOWN:
        return text
    lines = BLOCK_END.sub("\n\n", LINE_END.sub("\n", html))
    return unescape(TAG.sub("", lines)).strip()
