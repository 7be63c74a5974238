"""The last part of an article's address: taken as it was, made where there is none, numbered where taken."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from blog import permalinks
from blog.importing.job import Job
from blog.importing.records import Text
from blog.markdown import free_number, is_slug, slug_from
from blog.models import Article, SiteSettings

LONGEST = 200  # characters, as the column has
DATE_TAGS = {"year": "%Y", "monthnum": "%m", "day": "%d", "hour": "%H", "minute": "%M", "second": "%S"}


def clean_slug(job: Job, text: Text) -> str:
    """Return the slug of the file as an address can hold it; made from the title where it has none."""
    if is_slug(text.slug):
        if len(text.slug) > LONGEST:
            job.odd("shortened", f"{text.kind} {text.key}", f"The slug had {len(text.slug)} characters.")
        return text.slug[:LONGEST]
    made = slug_from(text.slug)[:LONGEST]
    if text.slug:
        job.odd("slug", f"{text.kind} {text.key}", f"“{text.slug[:100]}” cannot be part of an address.")
    return made or slug_from(text.title)[:190] or f"untitled-{text.number or text.key}"[:LONGEST]


class Slugs:
    """The slugs of articles that are or become taken, for one portion."""

    def __init__(self, wanted: Iterable[str], given: dict[tuple[object, ...], int] | None = None) -> None:
        """Look up the slugs wanted; ``given`` are the numbers given last, of all portions of a run."""
        self._given = {} if given is None else given
        self._structure = permalinks.parse(SiteSettings.current().permalink_structure)
        self._zone = SiteSettings.current().zone
        self._taken: defaultdict[str, dict[int, tuple[str, ...]]] = defaultdict(dict)
        self._load(list(wanted))

    def choose(self, slug: str, at: datetime | None, pk: int, *, is_made: bool) -> str:
        """Return the slug, or the first with a number behind that gives an address of its own.

        ``is_made``: the file has none, so it must differ from every other slug as in the editor.
        """
        if self._is_taken(slug, at, pk, is_made=is_made):

            def is_taken(number: int) -> bool:
                if (numbered := _numbered(slug, number)) not in self._taken:
                    self._load([numbered])
                return self._is_taken(numbered, at, pk, is_made=is_made)

            name = slug, self._date(at), is_made
            number = self._given.get(name, 1) + 1
            self._given[name] = free_number(is_taken) if is_taken(number) else number
            slug = _numbered(slug, self._given[name])
        self._taken[slug][pk] = self._date(at)
        return slug

    def _is_taken(self, slug: str, at: datetime | None, pk: int, *, is_made: bool) -> bool:
        others = [date for other, date in self._taken[slug].items() if other != pk]
        if is_made:
            return bool(others)
        if "post_id" in self._structure.tags or at is None:
            return False
        return self._date(at) in others

    def _load(self, slugs: Sequence[str]) -> None:
        rows: Any = Article.objects.filter(slug__in=slugs).values_list("pk", "slug", "published_at")
        for slug in slugs:
            self._taken[slug] = self._taken[slug]
        for pk, slug, at in rows:
            self._taken[slug].setdefault(pk, self._date(at))

    def _date(self, at: datetime | None) -> tuple[str, ...]:
        """Return the parts of the date that the address shows."""
        if at is None:
            return ("",)
        local = at.astimezone(self._zone)
        return tuple(local.strftime(DATE_TAGS[tag]) for tag in self._structure.tags if tag in DATE_TAGS)


def _numbered(slug: str, number: int) -> str:
    return f"{slug[: LONGEST - 12]}-{number}"
