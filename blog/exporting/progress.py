"""How far an export is."""

from collections.abc import Iterable, Iterator

from blog.exporting.choices import Choices
from blog.exporting.content import count


class Progress:
    """Counts what has been written, and tells it on."""

    def __init__(self, choices: Choices) -> None:
        self._choices, self._total, self._done = choices, count(choices), 0

    def add[Row](self, rows: Iterable[Row]) -> Iterator[Row]:
        """Pass the rows through, and count them."""
        for row in rows:
            yield row
            self.one_more()

    def one_more(self) -> None:
        """Count one, and tell how many that makes."""
        self._done += 1
        self._choices.on_progress(self._done, max(self._done, self._total))
