"""What WordPress makes of the text of a post when it shows it: paragraphs, blocks, shortcodes. Pure.

A text is kept as WordPress kept it; what it becomes is found anew whenever it is saved. Takes linear time.
"""

from blog.wordpress_text.conversion import to_markdown
from blog.wordpress_text.library import Attachment, Wanted, Wish, wanted, wanted_paths
from blog.wordpress_text.paragraphs import autop
from blog.wordpress_text.rendering import Rendered, render, render_html
from blog.wordpress_text.typography import texturize

__all__ = [
    "Attachment",
    "Rendered",
    "Wanted",
    "Wish",
    "autop",
    "render",
    "render_html",
    "texturize",
    "to_markdown",
    "wanted",
    "wanted_paths",
]
