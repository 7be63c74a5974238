"""Gives comments their places by what they answer, whichever order they come in."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from blog.comments.models.place import Place, below


class Placed(Protocol):
    """A comment that gets a place."""

    pk: int
    parent: int  # the primary key of what it answers, 0 at the head of a thread
    place: Place | None


def place_all[P: Placed](comments: Mapping[int, P], above: Mapping[int, Place]) -> list[P]:
    """Set ``place`` of all, by their ``parent``: one of them, or one of ``above``, by primary key.

    A circle is broken at its smallest number, which becomes the head of a thread; return those.
    """
    broken = []
    for comment in comments.values():
        chain = list(_climb(comment, comments))
        if circle := _circle(chain):
            first = min(circle, key=lambda each: each.pk)
            first.parent = 0
            broken.append(first)
            chain = list(_climb(comment, comments))
        for each in reversed(chain):
            over = comments[each.parent].place if each.parent in comments else above.get(each.parent)
            each.place = below(over, each.pk)
    return broken


def _climb[P: Placed](comment: P, comments: Mapping[int, P]) -> Iterator[P]:
    """Yield it and what stands above it, as far as that has no place yet; a circle ends with its begin."""
    seen: set[int] = set()
    at: P | None = comment
    while at is not None and at.place is None:
        yield at
        if at.pk in seen:
            return
        seen.add(at.pk)
        at = comments.get(at.parent)


def _circle[P: Placed](chain: list[P]) -> list[P]:
    """Return the members of the circle that the chain ends in, if it does."""
    last = chain[-1].pk if chain else 0
    begin = next((place for place, each in enumerate(chain) if each.pk == last), 0)
    return chain[begin:-1] if begin < len(chain) - 1 else []
