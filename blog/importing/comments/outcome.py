"""What became of the comments of one portion."""

from collections import Counter
from dataclasses import dataclass, field

from blog.importing.records import Comment, Oddity


@dataclass
class Outcome:
    """How many were created, updated, unchanged, kept or skipped, and what was odd about them.

    ``skipped`` has the number of those left out by reason; ``counts["skipped"]`` is their sum.
    """

    counts: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    oddities: list[Oddity] = field(default_factory=list)

    def tell(self, code: str, comment: Comment, detail: str) -> None:
        """Add an oddity about the comment."""
        self.tell_of(code, comment.key, detail)

    def tell_of(self, code: str, key: str, detail: str) -> None:
        """Add an oddity about the comment with that key."""
        self.oddities.append(Oddity(code, f"comment {key}", detail))

    def skip(self, reason: str, comment: Comment, detail: str) -> None:
        """Count a comment as left out, and tell why."""
        self.counts["skipped"] += 1
        self.skipped[reason] += 1
        self.tell(reason, comment, detail)
