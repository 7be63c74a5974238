"""Ids that stand in the files more than once."""

import random

from blog.wordpress.wxr.repeats import Repeats, mark_of


def test_repeated_ids_are_found_among_many_with_the_same_place() -> None:
    rng = random.Random(1)
    repeats = Repeats()
    once = rng.sample(range(1, 2**63), 5000)
    for number in once:
        repeats.add(number, 1)
    for number in once[:3]:
        repeats.add(number, 2)
    repeats.add(once[4], 1)
    assert list(repeats.groups()) == [
        *((number, [(1,), (2,)]) for number in once[:3]),
        (once[4], [(1,), (1,)]),
    ]
    assert repeats.other_keys() == {(number, 2): f"{number}-2" for number in once[:3]}


def test_nothing_is_repeated_in_nothing() -> None:
    assert Repeats().other_keys() == {}


def test_mark_tells_values_apart() -> None:
    assert len({mark_of("a", "b"), mark_of("ab"), mark_of("a", "c"), mark_of("\udc80")}) == 4
    assert 0 <= mark_of("a") < 2**63
