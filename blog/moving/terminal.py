"""How a run looks in a terminal: a bar with rate and time left.

Into a file or a pipe go plain lines, one for each tenth of a phase.
"""

from typing import Any, TextIO

from blog.importing.models import Phase
from blog.moving.counting import Counts, counted

STEPS = 10  # plain lines for each phase


class PlainLines:
    """A Progress that writes lines."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._last = ("", -1)

    def __call__(self, phase: str, done: int, total: int, counts: Counts) -> None:
        """Write a line when a tenth is through."""
        step = STEPS * done // total if total else 0
        if (phase, step) != self._last:
            self._last = (phase, step)
            parts = [f"{100 * step // STEPS} %"] if total else []
            told = ", ".join([*parts, *counted(counts)])
            self._stream.write(f"{Phase(phase).label}: {told}\n" if told else f"{Phase(phase).label}\n")

    def close(self) -> None:
        """Nothing is left to write."""


class Bar:
    """A Progress that draws a bar for each phase."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._phase = ""
        self._bar: Any = None

    def __call__(self, phase: str, done: int, total: int, counts: Counts) -> None:
        """Draw anew."""
        if phase != self._phase:
            self.close()
            self._phase, self._bar = phase, self._begin(phase, done, total)
        self._bar.total = total or None
        self._bar.set_postfix_str(", ".join(counted(counts)), refresh=False)
        self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """Leave the bar of the phase that has ended standing."""
        if self._bar is not None:
            self._bar.close()

    def _begin(self, phase: str, done: int, total: int) -> Any:
        from tqdm import tqdm  # only who looks at a terminal pays for it

        is_size = total > 0
        unit = {"unit": "B", "unit_scale": True, "unit_divisor": 1024} if is_size else {"unit": ""}
        return tqdm(
            desc=str(Phase(phase).label),
            initial=done,
            total=total or None,
            file=self._stream,
            dynamic_ncols=True,
            **unit,
        )


def progress_on(stream: TextIO) -> PlainLines | Bar:
    """Return what suits the stream."""
    return Bar(stream) if stream.isatty() else PlainLines(stream)
