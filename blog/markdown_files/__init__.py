"""Folders and archives of Markdown files with front matter, both ways: ours, Jekyll's and Hugo's."""
