"""Finding the permalink structure in the addresses of articles."""

import random
from datetime import datetime, timedelta

import pytest

from blog.permalinks import Parts, build
from blog.wordpress.wxr.structure import Sample, find_structure

STRUCTURES = [
    "/%year%/%monthnum%/%day%/%postname%/",
    "/%year%/%monthnum%/%day%/%postname%",
    "/%year%/%monthnum%/%postname%/",
    "/%postname%/",
    "/%postname%",
    "/archives/%post_id%",
    "/archives/%post_id%/",
    "/%category%/%postname%/",
    "/index.php/%year%/%monthnum%/%day%/%postname%/",
    "/index.php/%postname%/",
    "/index.php/archives/%post_id%",
    "/blog/%author%/%postname%/",
    "/%year%/%postname%.html",
    "/%post_id%-%postname%/",
    "/%year%-%monthnum%-%day%/%hour%%minute%%second%/%postname%/",
    "/%category%/%year%/%post_id%/",
]


def samples(structure: str, count: int = 60) -> list[Sample]:
    rng = random.Random(structure)
    made = []
    for number in range(count):
        moment = datetime(2012, 2, 3, 4, 5, 6) + timedelta(seconds=rng.randrange(5 * 365 * 86_400))
        category = rng.choice(["news", "news/harbour", "boats"])
        author = rng.choice(["alice", "bob"])
        slug = rng.choice(["tide", "2014", "boats", "12", "grüße", "night-train"]) + f"-{number}"
        parts = Parts(number * 7 + 3, slug, moment, lambda it=category: it, lambda it=author: it)  # type: ignore[misc]
        path = build(structure, parts).replace("%C3%BC", "ü").replace("%C3%9F", "ß")
        made.append(Sample(path, parts.number, slug, moment, (author,), ("elsewhere", category)))
    return made


@pytest.mark.parametrize("structure", STRUCTURES)
def test_structure_is_found_whatever_it_is(structure: str) -> None:
    assert find_structure(samples(structure)) == structure


@pytest.mark.parametrize("structure", STRUCTURES[:7])
def test_structure_is_found_in_one_article(structure: str) -> None:
    assert find_structure(samples(structure, 1)) == structure


def test_most_addresses_decide() -> None:
    mixed = samples("/%year%/%monthnum%/%postname%/", 30) + samples("/%postname%/", 20)
    assert find_structure(mixed) == "/%year%/%monthnum%/%postname%/"


def test_addresses_without_a_structure_give_none() -> None:
    one = samples("/%postname%/")[0]
    assert find_structure([]) == ""
    assert find_structure([Sample("/else/where/", 99, "tide", one.published_at, (), ())]) == ""


def test_hostile_addresses_take_no_longer_than_others() -> None:
    moment = datetime(2011, 11, 11, 11, 11, 11)
    path = "/" + "/".join(["11"] * 100)
    assert find_structure([Sample(path, 11, "11", moment, ("11",), ("11", "11/11"))] * 60) != ""
