"""Writes the Markdown files with front matter that ``front_matter`` reads. Knows no models."""

from dataclasses import fields
from typing import Any

import yaml

from blog.publishing.front_matter import Document

NOT_IN_HEAD = {"body", "given", "lines_before_body"}
_DEFAULTS = Document()


def compose(document: Document) -> str:
    """Return the file; what a field's absence means too is left out, the title never."""
    head: dict[str, Any] = {"title": document.title}
    for field in fields(Document):
        value = getattr(document, field.name)
        if field.name not in NOT_IN_HEAD and value != getattr(_DEFAULTS, field.name):
            head[field.name] = value
    if document.date is not None:  # on the clocks of the site's zone, as people write it
        head["date"] = document.date.replace(tzinfo=None, microsecond=0)
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text = yaml.dump(head, Dumper=dumper, allow_unicode=True, sort_keys=False, width=1000)
    return f"---\n{text}---\n\n{document.body}\n"
