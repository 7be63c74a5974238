"""What is read of each comment that is shown, and how the flat list of them nests."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

MOST_LEVELS_SHOWN = 5


class Row(NamedTuple):
    """What is shown of one comment, straight from the database; ``FIELDS`` in the same order."""

    pk: int
    wordpress_id: int | None
    path: str
    state: str
    author_name: str
    comment_html: str
    like_count: int
    user_id: int | None
    submit_date: datetime
    user_url: str
    edited_at: datetime | None
    withdrawn_at: datetime | None
    kind: str
    picture: str
    service: str
    display_name: str | None
    username: str | None
    avatar: str | None

    @property
    def public_id(self) -> int:
        """The number in ``#comment-ID``."""
        return self.wordpress_id or self.pk


FIELDS = (*Row._fields[:15], "user__display_name", "user__username", "user__avatar")


def nest(rows: Iterable[Row]) -> Iterator[tuple[Row, int]]:
    """Yield each row with its level from 1, under the nearest ancestor that is shown; at most the fifth."""
    above: list[str] = []
    for row in rows:
        while above and not row.path.startswith(f"{above[-1]}/"):
            above.pop()
        above.append(row.path)
        yield row, min(len(above), MOST_LEVELS_SHOWN)
