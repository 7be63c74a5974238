"""What readers see of a comment's text, by the format it is kept in."""

from blog import markdown
from blog.models.content import BodyFormat


def rendered(text: str, body_format: str) -> str:
    """Return the HTML; raises ValueError when Markdown is longer than a comment may be."""
    if body_format == BodyFormat.WORDPRESS:
        return markdown.sanitise_comment(text)
    if body_format == BodyFormat.HTML:
        return markdown.sanitise_comment(text, has_paragraphs=True)
    return markdown.render_comment(text)
