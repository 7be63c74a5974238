"""What else the person behind a comment has written: by account, or by the address a guest typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from blog.comments.models import BlogComment, State

MOST_COUNTED = 200  # comments of one person; more are “200+”

# Each person is looked up by an index, and no further than MOST_COUNTED: one query for a whole page.
QUERY = """
SELECT asked.place, found.state, count(*), min(found.submit_date)
FROM unnest(%s::bigint[], %s::text[]) WITH ORDINALITY AS asked (account, email, place)
CROSS JOIN LATERAL (
    (SELECT c.state, s.submit_date FROM django_comments s
     JOIN comments_blogcomment c ON c.xtdcomment_ptr_id = s.id
     WHERE s.user_id = asked.account LIMIT %s)
    UNION ALL
    (SELECT c.state, s.submit_date FROM django_comments s
     JOIN comments_blogcomment c ON c.xtdcomment_ptr_id = s.id
     WHERE asked.account IS NULL AND s.user_id IS NULL AND s.user_email = asked.email LIMIT %s)
) AS found
GROUP BY asked.place, found.state
"""


@dataclass(frozen=True)
class History:
    """How many comments of each state one person has, this one among them, and since when."""

    counts: dict[str, int]
    since: datetime

    @property
    def is_cut(self) -> bool:
        """Whether there are more than were counted."""
        return sum(self.counts.values()) > MOST_COUNTED

    @property
    def lines(self) -> list[tuple[str, int]]:
        """The states' names with their counts, without what there is none of."""
        return [(str(state.label), self.counts[state]) for state in State if self.counts.get(state)]


def add_histories(comments: Iterable[BlogComment]) -> None:
    """Set ``history`` on each comment; None where nothing says who wrote it."""
    people: dict[tuple[int | None, str], list[Any]] = {}
    for comment in comments:
        comment.history = None  # type: ignore[attr-defined]
        if comment.user_id or comment.user_email:
            person = (comment.user_id, "" if comment.user_id else comment.user_email)
            people.setdefault(person, []).append(comment)
    for person, history in zip(people, _histories(list(people)), strict=True):
        for comment in people[person]:
            comment.history = history


def _histories(people: list[tuple[int | None, str]]) -> list[History | None]:
    if not people:
        return []
    accounts, emails = zip(*people, strict=True)
    counts: list[dict[str, int]] = [{} for _person in people]
    since: list[datetime | None] = [None for _person in people]
    with connection.cursor() as cursor:
        cursor.execute(QUERY, [list(accounts), list(emails), MOST_COUNTED + 1, MOST_COUNTED + 1])
        for place, state, count, first in cursor.fetchall():
            counts[place - 1][state] = count
            since[place - 1] = min(first, since[place - 1] or first)
    return [History(count, first) if first else None for count, first in zip(counts, since, strict=True)]
