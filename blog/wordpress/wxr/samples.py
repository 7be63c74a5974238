"""Collects from the published articles what tells the permalink structure and the time zone."""

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import parse_qs, unquote, urlsplit

from blog.importing.records import Oddity, Term
from blog.wordpress.wxr.head import make_slug, read_number
from blog.wordpress.wxr.look import Glance, read_attributes
from blog.wordpress.wxr.structure import Sample, find_structure
from blog.wordpress.wxr.times import parse_naive
from blog.wordpress.wxr.zone import ZoneFinder

MOST_SAMPLES = 600  # articles whose addresses are kept; of more, every second, fourth, …


class Samples:
    """What was collected so far."""

    def __init__(self) -> None:
        self.zone = ZoneFinder()
        self._kept: list[tuple[Glance, tuple[str, ...]]] = []
        self._step, self._seen = 1, 0
        self._plain = 0

    def add(self, glance: Glance, read_terms: Callable[[], Iterable[str]]) -> None:
        """Add an article or page; ``read_terms`` gives the attributes of its terms, where they are wanted."""
        if glance.status not in {"publish", "private"}:
            return
        self.zone.add(parse_naive(glance.date), parse_naive(glance.date_gmt))
        if glance.kind != "post" or not glance.link:
            return
        self._seen += 1
        if "?" in glance.link and parse_qs(urlsplit(glance.link.replace("[", "")).query).get("p"):
            self._plain += 1
        elif self._seen % self._step == 0:
            self._kept.append((glance, tuple(read_terms())))
            if len(self._kept) > MOST_SAMPLES:
                self._kept = self._kept[::2]
                self._step *= 2

    def find_zone(self) -> tuple[str, list[Oddity]]:
        """Return the zone that most of the times are of, empty when none is found, and what is to be told."""
        name = self.zone.find()
        others, total = self.zone.count_others(name)
        if not name or not others:
            return name, []
        detail = (
            f"{others} of {total} texts are dated by other clocks than those of {name}; where the day is "
            "another one, the old address goes on to the new one."
        )
        return name, [Oddity("other-time-zone", "blog", detail)]

    def find_structure(self, base: str, categories: Mapping[str, Term]) -> tuple[str, list[Oddity]]:
        """Return the structure, empty when none is found, and what is to be told."""
        if not self._seen:
            return "", []
        if self._plain * 2 > self._seen:
            detail = "Its addresses are plain ones (?p=123); they go on to addresses with date and name."
            return "", [Oddity("plain-permalinks", "blog", detail)]
        folder = _path_of(base).rstrip("/")
        samples = [sample for kept in self._kept if (sample := _sample(*kept, folder, categories))]
        structure = find_structure(samples)
        if structure or not samples:
            return structure, []
        detail = "Its addresses follow no structure that could be found; each old one goes on to the new one."
        return "", [Oddity("unknown-structure", "blog", detail)]


def _sample(
    glance: Glance, terms: Iterable[str], folder: str, categories: Mapping[str, Term]
) -> Sample | None:
    moment = parse_naive(glance.date)
    if moment is None:
        return None
    paths: dict[str, None] = {}
    for attributes in terms:
        values = read_attributes(attributes)
        if values.get("domain") == "category":
            paths[category_path(unquote(values.get("nicename", "")), categories)] = None
    return Sample(
        path=_path_of(glance.link).removeprefix(folder),
        number=read_number(glance.number) or 0,
        slug=unquote(glance.slug),
        published_at=moment,
        authors=tuple(dict.fromkeys((glance.author, make_slug(glance.author)))),
        categories=tuple(paths),
    )


def category_path(key: str, categories: Mapping[str, Term]) -> str:
    """Return the slugs from the first level down to that category, with slashes between."""
    path: list[str] = []
    while key and key not in path and key in categories:
        path.insert(0, key)
        key = categories[key].parent
    return "/".join(path) or key


def _path_of(address: str) -> str:
    try:
        return unquote(urlsplit(address).path)
    except ValueError:
        return ""
