"""Moves comments, with all that stands below them, to a parent that came later than they."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db import connection

from blog.comments.models.place import Place
from blog.importing.comments.known import COMMENT, Known, Row
from blog.importing.comments.outcome import Outcome
from blog.importing.comments.placing import place_all
from blog.importing.models import Imported

AT_ONCE = 2000  # waiting comments
THREADS = """
SELECT own.xtdcomment_ptr_id, xtd.parent_id, own.path
FROM django_comments_xtd_xtdcomment xtd
JOIN comments_blogcomment own ON own.xtdcomment_ptr_id = xtd.comment_ptr_id
WHERE xtd.thread_id = ANY(%s)
"""
PLACES = """
SELECT own.xtdcomment_ptr_id, own.path, xtd.thread_id
FROM comments_blogcomment own
JOIN django_comments_xtd_xtdcomment xtd ON xtd.comment_ptr_id = own.xtdcomment_ptr_id
WHERE own.xtdcomment_ptr_id = ANY(%s)
"""
# Replies that are written just now share the lock of what they answer, so they come before or after.
LOCK = """
SELECT xtdcomment_ptr_id FROM comments_blogcomment WHERE xtdcomment_ptr_id = ANY(%s)
ORDER BY xtdcomment_ptr_id FOR UPDATE
"""
MOVE_PATHS = """
UPDATE comments_blogcomment own SET path = given.path
FROM unnest(%s::int[], %s::text[]) given (pk, path) WHERE own.xtdcomment_ptr_id = given.pk
"""
MOVE_LEVELS = """
UPDATE django_comments_xtd_xtdcomment xtd
SET parent_id = given.parent_id, thread_id = given.thread_id, level = given.level
FROM unnest(%s::int[], %s::int[], %s::int[], %s::int[]) given (pk, parent_id, thread_id, level)
WHERE xtd.comment_ptr_id = given.pk
"""


@dataclass(slots=True)
class Node:
    """A comment of a thread that is moved; ``parent`` is 0 at the head."""

    pk: int
    parent: int
    path: str
    place: Place | None = None
    is_gone: bool = False


def join_late(source_id: int, outcome: Outcome) -> None:
    """Put all comments of the source that wait for a parent below it, where it is here by now."""
    waiting = Imported.objects.filter(source=source_id, kind=COMMENT).exclude(missing=[])
    for portion in batched(list(waiting.order_by("pk").values_list("pk", flat=True)), AT_ONCE):
        _join(source_id, list(waiting.filter(pk__in=portion).order_by("pk")), outcome)


def move_below(moves: Mapping[int, int], outcome: Outcome) -> None:
    """Put each comment, with its replies, below another, by primary key. All stand under one text.

    A circle is broken at its smallest number, which becomes the head of a thread.
    """
    if not moves:
        return
    nodes = _lock_threads(moves)
    parents = set(moves.values()) - set(nodes)
    above = {pk: Place(path, thread) for pk, path, thread in _ask(PLACES, [list(parents)])}
    for pk, parent in moves.items():
        if pk in nodes and (parent in nodes or parent in above):
            nodes[pk].parent = parent
    for node in place_all(nodes, above):
        tell_circle(str(node.pk), outcome)
    _store([node for node in nodes.values() if not node.is_gone and _is_moved(node, moves)])


def tell_circle(key: str, outcome: Outcome) -> None:
    """Say that a comment begins a thread because it would answer itself."""
    outcome.tell_of("comment-circle", key, "Its parents lead back to it; it begins a thread.")


def _join(source_id: int, waiting: list[Imported], outcome: Outcome) -> None:
    keys = {row.pk: str(dict(row.missing).get("parent", "")) for row in waiting}
    numbers = {int(key) for key in keys.values() if key.isdecimal() and key.isascii() and len(key) < 19}
    known = Known.look_up(source_id, set(keys.values()), numbers | {row.object_id for row in waiting})
    moves: dict[int, int] = {}
    settled: list[int] = []
    for row in waiting:
        own, key = known.rows.get(row.object_id), keys[row.pk]
        parent = _find(key, own, known)
        if own is not None and parent is None:
            outcome.tell_of(
                "unknown-parent", row.key, f"What it answers, {key}, is in no file; it begins a thread."
            )
            continue
        settled.append(row.pk)
        if own is None or parent is None:
            continue
        if parent.item == own.item:
            moves[own.pk] = parent.pk
        else:
            text = "What it answers stands under another text; it begins a thread."
            outcome.tell_of("parent-elsewhere", row.key, text)
    move_below(moves, outcome)
    Imported.objects.filter(pk__in=settled).update(missing=[])


def _find(key: str, own: Row | None, known: Known) -> Row | None:
    if own is None:
        return None
    number = int(key) if key.isdecimal() and key.isascii() and len(key) < 19 else None
    return known.find(key, number, own.item)


def _lock_threads(moved: Collection[int]) -> dict[int, Node]:
    """Return all comments of the threads of those, locked: what is read after the lock stays."""
    threads = {thread for _pk, _path, thread in _ask(PLACES, [list(moved)])}
    before = [pk for pk, _parent, _path in _ask(THREADS, [list(threads)])]
    _ask(LOCK, [before])
    rows = _ask(THREADS, [list(threads)])
    nodes = {pk: Node(pk, 0 if parent == pk else parent, path) for pk, parent, path in rows}
    _add_gone(nodes)
    return nodes


def _is_moved(node: Node, moves: Mapping[int, int]) -> bool:
    return node.pk in moves or (node.place is not None and node.place.path != node.path)


def _add_gone(nodes: dict[int, Node]) -> None:
    """Stand in for those that were deleted here and are a step in the paths of their replies."""
    for node in list(nodes.values()):
        steps = [int(step) for step in node.path.split("/")]
        if not node.parent or node.parent in nodes or len(steps) == 1:
            continue
        node.parent = steps[-2]
        for over, pk in zip([0, *steps], steps[:-1], strict=False):
            if pk not in nodes:
                nodes[pk] = Node(pk, over, "", is_gone=True)


def _store(nodes: list[Node]) -> None:
    places: list[Any] = [node.place for node in nodes]
    pks = [node.pk for node in nodes]
    with connection.cursor() as cursor:
        cursor.execute(MOVE_PATHS, [pks, [place.path for place in places]])
        cursor.execute(
            MOVE_LEVELS,
            [
                pks,
                [node.parent or node.pk for node in nodes],
                [place.thread_id for place in places],
                [place.level for place in places],
            ],
        )


def _ask(sql: str, parameters: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[Any] = cursor.fetchall()
        return rows
