"""Writes one portion of comments after the other, whichever order they come in."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from blog.importing.comments.columns import NO_TIME, Columns, clean_picture_url, columns_of, visitor_key
from blog.importing.comments.copying import (
    NewComment,
    copy_comments,
    copy_imported,
    copy_likes,
    copy_wanted_pictures,
)
from blog.importing.comments.known import (
    Item,
    Known,
    Row,
    draw,
    make_room,
)
from blog.importing.comments.late import join_late, move_below, tell_circle
from blog.importing.comments.outcome import Outcome
from blog.importing.comments.placing import place_all
from blog.importing.comments.updating import Met, update_met
from blog.importing.numbers import LARGEST_KEPT, Numbers
from blog.importing.records import Comment, TextKind

LARGEST = 2**63 - 1  # of a number


class Target(NamedTuple):
    """The article or page here that a text of the file became; its time is for comments without one."""

    kind: TextKind
    pk: int
    published_at: datetime | None = None


class CommentWriter:
    """Writes the comments of one source. Each call belongs into the transaction of its portion."""

    def __init__(self, source_id: int, numbers: Numbers) -> None:
        self.source_id = source_id
        self.numbers = numbers

    def write(
        self, comments: Sequence[Comment], texts: Mapping[str, Target], people: Mapping[str, int]
    ) -> Outcome:
        """Store them. ``texts`` says what became of the texts they name, ``people`` of the accounts.

        A parent that is in no portion so far is waited for; ``finish`` looks for it.
        """
        outcome = Outcome()
        wanted = _usable(comments, texts, outcome)
        if not wanted:
            return outcome
        keys = {key for each in wanted.values() for key in (each.key, each.parent) if key}
        numbers = {each.number for each in wanted.values() if each.number is not None and each.number > 0}
        parents = {int(each.parent) for each in wanted.values() if _is_number(each.parent)}
        known = Known.look_up(self.source_id, keys, numbers | parents)
        fresh: dict[str, NewComment] = {}
        met: list[Met] = []
        for key, comment in wanted.items():
            target = texts[comment.text]
            item = Item(target.kind, target.pk)
            row = known.find(key, comment.number, item)
            if row is None and known.is_gone(key, comment.number, item):
                outcome.skip("deleted-here", comment, "It was deleted here, and stays deleted.")
            elif row is None:
                likes = _likes(comment, people, self.source_id)
                fresh[key] = NewComment(comment, *item, comment.number, likes)
            elif row.item != item:
                outcome.skip("repeated-comment", comment, "Its number is another comment's in the same file.")
            else:
                met.append(Met(comment, row, columns_of(comment, people, outcome, target.published_at)))

        def columns(new: NewComment) -> Columns:
            return columns_of(new.record, people, outcome, texts[new.record.text].published_at)

        self._store(fresh, known, columns, outcome)
        update_met(met, outcome)
        self._move_met(met, known, fresh, outcome)
        return outcome

    def finish(self) -> Outcome:
        """Join what waits for its parent with it, as far as that has come; to be called in a transaction."""
        outcome = Outcome()
        join_late(self.source_id, outcome)
        return outcome

    def _store(
        self,
        fresh: dict[str, NewComment],
        known: Known,
        columns: Callable[[NewComment], Columns],
        outcome: Outcome,
    ) -> None:
        self._number(fresh, known, outcome)
        above = {}
        for comment in fresh.values():
            comment.parent = _parent_of(comment, fresh, known, outcome)
            if comment.parent in known.rows:
                above[comment.parent] = known.rows[comment.parent].place
        by_pk = {comment.pk: comment for comment in fresh.values()}
        for comment in place_all(by_pk, above):
            tell_circle(comment.record.key, outcome)
        if fresh:
            copy_comments(list(fresh.values()), columns)
        noted = [each for each in fresh.values() if each.missing or each.pk != each.record.number]
        if noted:
            copy_imported(self.source_id, ((each.record.key, each.pk, each.missing) for each in noted))
        liked = [each for each in fresh.values() if each.likes]
        if liked:
            copy_likes((each.pk, *like, _time_of(each)) for each in liked for like in each.likes)
        pictured = [(each.pk, clean_picture_url(each.record.picture_url)) for each in fresh.values()]
        if wanted := [(pk, url) for pk, url in pictured if url]:
            copy_wanted_pictures(self.source_id, wanted)
        outcome.counts["created"] += len(fresh)

    def _number(self, fresh: dict[str, NewComment], known: Known, outcome: Outcome) -> None:
        """Give each its primary key: its number where that is free."""
        numbers = (each.number or 0 for each in fresh.values())
        highest = max((number for number in numbers if number <= LARGEST_KEPT), default=0)
        if highest > 0:
            make_room(highest, self.numbers)
        given: set[int] = set()
        for comment in fresh.values():
            number = comment.number
            if number is None:
                continue
            row = known.rows.get(number)
            is_beside = row is not None and row.item == Item(comment.kind, comment.item)
            is_lost = not 0 < number <= LARGEST or number in known.taken or number in given or is_beside
            if is_lost:
                comment.number = None  # its anchor would be another comment's
            else:
                given.add(number)
            if row is None and not is_lost and number <= LARGEST_KEPT:
                comment.pk = number
            elif is_lost or row is not None:  # a number that is too large for a row stays its number
                outcome.tell("other-number", comment.record, f"It has another row than {number} here.")
        without = [each for each in fresh.values() if not each.pk]
        for comment, pk in zip(without, draw(len(without), self.numbers), strict=True):
            comment.pk = pk

    def _move_met(self, met: list[Met], known: Known, fresh: dict[str, NewComment], outcome: Outcome) -> None:
        """Put what answers something else in this file than before where it belongs now."""
        moves = {}
        for each in met:
            parent = _known_parent(each.record, each.row.item, fresh, known)
            if parent not in (None, each.row.pk, each.row.parent_id):
                moves[each.row.pk] = parent
        move_below(moves, outcome)


def _usable(comments: Sequence[Comment], texts: Mapping[str, Target], outcome: Outcome) -> dict[str, Comment]:
    """Return those whose text is here, each key once."""
    wanted: dict[str, Comment] = {}
    for comment in comments:
        if comment.text not in texts:
            outcome.skip("no-text", comment, "What it stands under was not imported.")
        elif comment.key in wanted:
            outcome.skip("repeated-comment", comment, "Its number is another comment's in the same file.")
        else:
            wanted[comment.key] = comment
    return wanted


def _time_of(comment: NewComment) -> datetime:
    return comment.columns.submitted_at if comment.columns else NO_TIME


def _likes(comment: Comment, people: Mapping[str, int], source_id: int) -> list[tuple[int | None, str]]:
    """Return account and key of each visitor who likes it, each once."""
    if not comment.likes:
        return []
    found = (
        (people[key], "") if key in people else (None, visitor_key(key, source_id)) for key in comment.likes
    )
    return list(dict.fromkeys(found))


def _parent_of(comment: NewComment, fresh: Mapping[str, NewComment], known: Known, outcome: Outcome) -> int:
    """Return the primary key of what it answers, 0 for the head of a thread; note what is missing."""
    record = comment.record
    if not record.parent:
        return 0
    if record.parent == record.key:
        outcome.tell("own-parent", record, "It answers itself; it begins a thread.")
        return 0
    item = Item(comment.kind, comment.item)
    if (parent := _known_parent(record, item, fresh, known)) is not None:
        return parent
    above = fresh.get(record.parent)
    row = None if above else known.find(record.parent, _number_in(record.parent), item)
    if above or row:
        outcome.tell(
            "parent-elsewhere", record, "What it answers stands under another text; it begins a thread."
        )
    else:
        comment.missing = record.parent
    return 0


def _known_parent(record: Comment, item: Item, fresh: Mapping[str, NewComment], known: Known) -> int | None:
    """Return the primary key of what it answers, where that stands under the same text."""
    if above := fresh.get(record.parent):
        return above.pk if Item(above.kind, above.item) == item else None
    row: Row | None = known.find(record.parent, _number_in(record.parent), item) if record.parent else None
    return row.pk if row and row.item == item else None


def _is_number(key: str) -> bool:
    return key.isdecimal() and key.isascii() and len(key) < 19


def _number_in(key: str) -> int | None:
    return int(key) if _is_number(key) else None
