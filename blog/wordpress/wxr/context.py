"""What the making of records knows besides the item itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from blog.importing.records import Oddity


@dataclass(slots=True)
class Context:
    """What all items of a site share; filled by the survey."""

    zone: tzinfo = UTC
    people_by_number: Mapping[int, str] = field(default_factory=dict)  # id → key
    category_keys: Mapping[str, str] = field(default_factory=dict)  # small name → key, where no slug is given
    tag_keys: Mapping[str, str] = field(default_factory=dict)
    blocks: Mapping[str, str] = field(default_factory=dict)  # id of a reusable block → its content
    hosts: frozenset[str] = frozenset()
    is_own: bool = False  # written by our own export: nothing in its comments is changed
    text_keys: Mapping[tuple[int, int], str] = field(default_factory=dict)  # of ids that are there twice
    comment_keys: Mapping[tuple[int, int], str] = field(default_factory=dict)


@dataclass(slots=True)
class Telling:
    """Collects the oddities of one item."""

    file: str
    line: int  # of the item
    oddities: list[Oddity] = field(default_factory=list)

    def __call__(self, code: str, subject: str, detail: str, line: int = 0) -> None:
        """Note one; ``line`` counts from the item's."""
        self.oddities.append(Oddity(code, subject, detail, self.line + line, self.file))
