"""What all files of one blog share, gathered from several."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from blog.importing.records import Person, Site, Term
from blog.markdown import slug_from


class Gathered:
    """People and terms by the names that texts have for them."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}
        self.categories: dict[str, Term] = {}
        self.tags: dict[str, Term] = {}

    def person(self, name: str) -> str:
        """Return the key of who has that name; empty for nobody."""
        key = slug_from(name)[:60]
        if key:
            self.people.setdefault(key, Person(key, display_name=name))
        return key

    def category(self, path: str) -> str:
        """Return the key of a category, by its name or by names with slashes between."""
        parent = ""
        for name in filter(None, map(str.strip, path.split("/"))):
            if not (own := slug_from(name)[:200]):
                continue
            key = f"{parent}/{own}" if parent else own
            self.categories.setdefault(key, Term(key, name, parent=parent, slug=own if parent else ""))
            parent = key
        return parent

    def tag(self, name: str) -> str:
        """Return the key of a tag."""
        key = slug_from(name)[:200]
        if key:
            self.tags.setdefault(key, Term(key, name))
        return key

    def complete(self, site: Site) -> Site:
        """Return the site with all of them."""
        return replace(
            site,
            people=tuple(self.people.values()),
            categories=tuple(self.categories.values()),
            tags=tuple(self.tags.values()),
        )


def joined(sites: list[Site]) -> Site:
    """Return one site of several; the first one says what there can be only one of."""
    return replace(
        sites[0],
        people=_each_once(person for site in sites for person in site.people),
        categories=_each_once(term for site in sites for term in site.categories),
        tags=_each_once(term for site in sites for term in site.tags),
        redirects=tuple(dict.fromkeys(pair for site in sites for pair in site.redirects)),
        hosts=frozenset(host for site in sites for host in site.hosts),
    )


def _each_once(records: Iterable[Any]) -> tuple[Any, ...]:
    by_key: dict[str, Any] = {}
    for record in records:
        by_key.setdefault(record.key, record)
    return tuple(by_key.values())
