"""Articles and pages from Markdown files with front matter: ``manage.py publish FILE.md…``."""

from blog.publishing.files import Outcome, Verb, publish_file, publish_files
from blog.publishing.front_matter import PublishError

__all__ = ["Outcome", "PublishError", "Verb", "publish_file", "publish_files"]
