"""What WordPress makes of the text of a post when it shows it: paragraphs, blocks, shortcodes. Pure."""

from blog.wordpress_text.paragraphs import autop

__all__ = ["autop"]
