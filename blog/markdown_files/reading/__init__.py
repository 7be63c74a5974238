"""Reads folders and archives of Markdown files: ``MarkdownReader`` is the way in."""

from blog.markdown_files.reading.reader import MarkdownReader

__all__ = ["MarkdownReader"]
