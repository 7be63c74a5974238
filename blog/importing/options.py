"""What the owner chose for an import, as ``ImportRun.options`` keeps it; how a run is watched and stopped.

Knows no Django.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

DOWNLOAD = "download"  # the value of Options.media that means: from the hosts of the old site


@dataclass(frozen=True, slots=True)
class Options:
    """The choices of one run."""

    media: str = ""  # a folder, a zip file, DOWNLOAD; empty: no files
    authors: Mapping[str, str] = field(default_factory=dict)  # key of a person → user name here
    markdown: bool = False  # convert bodies where nothing is lost by it
    remove_demo: bool = False
    check_urls: bool = True  # ask for every old address at the end

    def to_json(self) -> dict[str, Any]:
        """Return the value for ``ImportRun.options``."""
        return asdict(self) | {"authors": dict(self.authors)}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Options":
        """Return the choices of a kept run; what an older version did not know has its default."""
        return cls(**{name: values[name] for name in cls.__dataclass_fields__ if name in values})


class StopImport(Exception):  # noqa: N818 - no error: somebody asked for it
    """Raised by a Progress: end the run after this portion, in the state STOPPED."""


class Progress(Protocol):
    """Is told how far a run is: after each portion, outside of its transaction, and at each new phase."""

    def __call__(self, phase: str, done: int, total: int, counts: Mapping[str, Mapping[str, int]]) -> None:
        """Take the phase, bytes or addresses done and in all, what was written; may raise StopImport."""
