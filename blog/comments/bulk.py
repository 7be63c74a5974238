"""Moderation for scripts: finds comments by number or by text, and moves them in portions."""

import json
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from accounts.models import User
from blog.comments.models import MOVES, Act, BlogComment, CommentQuerySet, ModerationRecord
from blog.comments.search import matching

NAME = "manage.py moderate"  # in the log, where no account is named
PORTION = 500  # comments of one transaction


class BulkError(Exception):
    """Why nothing was done."""


def run(options: dict[str, Any]) -> Iterator[str]:
    """Do what the command's options say, and yield what to tell; raise BulkError."""
    name = options["act"]
    found = find(numbers=options["id"], match=options["match"], state=options["state"])
    if not found.exists():
        raise BulkError("No comment fits. Give --id, --match or --state.")
    if name == "list" or options["dry_run"]:
        yield from lines(found, as_json=options["json"])
        return
    if name == "delete" and not options["yes"]:
        raise BulkError(f"{found.count()} would be deleted for ever. Say so with --yes.")
    yield from (f"{name}: {done}" for done in act(name, found, by=_who(options["by"])))


def find(*, numbers: list[int] | None, match: str, state: str) -> CommentQuerySet:
    """Return the comments that are meant, by everything that is given; nothing given means none."""
    comments = BlogComment.objects.all()
    if not (numbers or match.strip() or state):
        return comments.none()
    if numbers:
        comments = comments.filter(pk__in=numbers)
    if state:
        comments = comments.filter(state=state)
    return matching(comments, match)


def act(name: str, comments: CommentQuerySet, by: User | str = NAME) -> Iterator[int]:
    """Do it, a portion after the other; yield how many are through. What is through stays.

    ``by`` is for the log: an account, or the name of what did it.
    """
    numbers = list(comments.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(numbers), PORTION):
        portion = numbers[start : start + PORTION]
        chosen = BlogComment.objects.filter(pk__in=portion)
        if name == "delete":
            _delete(chosen, portion, by)
        else:
            chosen.move_to(MOVES[name], by=by)
        yield start + len(portion)


def lines(comments: CommentQuerySet, *, as_json: bool) -> Iterator[str]:
    """Yield a line for each comment, the newest first: JSON, or number, state, name and first words."""
    for comment in comments.newest_first().with_item().iterator(chunk_size=PORTION):
        if as_json:
            yield json.dumps(_as_dict(comment), ensure_ascii=False)
        else:
            words = " ".join(comment.comment[:200].split())[:60]
            # What a stranger wrote must not steer the terminal.
            name, words = ("".join(filter(str.isprintable, text)) for text in (comment.name, words))
            yield f"{comment.pk:>8}  {comment.state:<7}  {name}: {words}"


def _who(username: str) -> User | str:
    if not username:
        return NAME
    person = User.objects.filter(username=username).first()
    if person is None:
        raise BulkError(f"There is no account “{username}”.")
    return person


@transaction.atomic
def _delete(comments: CommentQuerySet, numbers: list[int], by: User | str) -> None:
    there = list(comments.order_by("pk").values_list("pk", flat=True))
    ModerationRecord.note_act(Act.DELETE, [number for number in numbers if number in there], by)
    comments.delete()


def _as_dict(comment: BlogComment) -> dict[str, Any]:
    return {
        "id": comment.pk,
        "state": comment.state,
        "name": comment.name,
        "email": comment.user_email,
        "text": comment.comment,
        "on": comment.item.title,
        "written_at": comment.submit_date.isoformat(),
        "held_because": comment.held_because,
        "score": comment.score,
    }
