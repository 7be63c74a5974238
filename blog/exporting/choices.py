"""What whoever exports can choose."""

from collections.abc import Callable
from dataclasses import dataclass

# What can be left out, by the word for it on the command line and in the admin.
EXCLUDABLE = (
    "drafts",
    "pending",
    "private",
    "scheduled",
    "protected",
    "pages",
    "media",
    "comments",
    "held-comments",
    "spam",
    "trash",
)


def ignore_progress(_done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What is left out (words of EXCLUDABLE), and who is told how far it is.

    ``on_progress`` gets the numbers of things written and of all: texts, comments, files.
    """

    exclude: frozenset[str] = frozenset()
    on_progress: Callable[[int, int], None] = ignore_progress

    def __post_init__(self) -> None:
        """Raise ValueError, one sentence, for a word that is not known."""
        if unknown := sorted(self.exclude - set(EXCLUDABLE)):
            raise ValueError(f"{unknown[0]!r} cannot be left out: write {', '.join(EXCLUDABLE)}.")
