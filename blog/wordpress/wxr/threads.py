"""Puts the comments of a text in order: parents first, and each below one that is there."""

from dataclasses import replace

from blog.importing.records import Comment
from blog.wordpress.wxr.context import Telling


def put_in_order(comments: list[Comment], tell: Telling) -> list[Comment]:
    """Return the comments, those that answer others behind them.

    An unknown parent and a circle are told; the comment is put on the first level.
    """
    seen: set[str] = {""}
    for comment in comments:
        if comment.parent not in seen:
            break
        seen.add(comment.key)
    else:
        return comments  # as nearly always
    known = {comment.key for comment in comments}
    waiting: dict[str, list[Comment]] = {}
    ready: list[Comment] = []
    done: set[str] = {""}
    for comment in comments:
        if comment.parent in done:
            _release(comment, ready, done, waiting)
        elif comment.parent in known:
            waiting.setdefault(comment.parent, []).append(comment)
        else:
            detail = (
                f"The comment {comment.parent[:40]} it answers is not there; it was put on the first level."
            )
            tell("unknown-parent", f"comment {comment.key}", detail)
            _release(replace(comment, parent=""), ready, done, waiting)
    while waiting:
        # Only circles are left, and what hangs on them; the first one in the file begins its circle.
        parent = next(iter(waiting))
        comment = waiting[parent].pop(0)
        if not waiting[parent]:
            del waiting[parent]
        tell(
            "circle",
            f"comment {comment.key}",
            "It answers itself over others; it was put on the first level.",
        )
        _release(replace(comment, parent=""), ready, done, waiting)
    return ready


def _release(
    comment: Comment, ready: list[Comment], done: set[str], waiting: dict[str, list[Comment]]
) -> None:
    """Add a comment, and all that waited for it."""
    free = [comment]
    while free:
        one = free.pop(0)
        ready.append(one)
        done.add(one.key)
        free = waiting.pop(one.key, []) + free
