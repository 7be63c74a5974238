"""The last phase of an import: the proof of addresses, over all files of a run."""

import os
from collections.abc import Callable, Iterable, Iterator
from datetime import tzinfo
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from blog.importing.folders import listing_path
from blog.importing.proof.addresses import addresses_in
from blog.importing.proof.findings import Proof, prove
from blog.importing.reading import Item, Position, Reader, Survey
from blog.importing.records import Site
from blog.models import SiteSettings

type Told = Callable[[int, int], None]  # bytes looked at, and in all


def prove_addresses(reader: Reader, site: Site, source_id: int, *, run: int, size: int, told: Told) -> Proof:
    """Ask for every old address of the files, ``size`` bytes of them; the findings go into the run's listing.

    Within a transaction, all is asked through its connection; else by as many processes as there are cores.
    """
    watched = _Watched(reader, size)
    addresses = addresses_in(watched, site, _zone(site), timezone.now())
    processes = 1 if connection.in_atomic_block else os.cpu_count() or 1
    with listing_path(run).open("w", encoding="utf-8") as listing:
        return prove(
            addresses,
            source_id,
            listing=listing,
            processes=processes,
            progress=lambda _asked: told(watched.done, 2 * size),
        )


def _zone(site: Site) -> tzinfo:
    """Return the zone that the dates in the old addresses were told in."""
    return ZoneInfo(site.time_zone) if site.time_zone else SiteSettings.current().zone


class _Watched:
    """A reader whose files are looked through twice, and how far that is."""

    def __init__(self, reader: Reader, size: int) -> None:
        self.system, self._reader, self._size = reader.system, reader, size
        self.done = 0  # bytes

    def survey(self) -> Survey:
        """Look over the files."""
        return self._reader.survey()

    def attachments(self, start: Position) -> Iterator[Item]:
        """Yield the files of the library."""
        return self._watch(self._reader.attachments(start), 0)

    def texts(self, start: Position) -> Iterator[Item]:
        """Yield the texts."""
        return self._watch(self._reader.texts(start), self._size)

    def _watch(self, items: Iterable[Item], before: int) -> Iterator[Item]:
        file, base, last = 0, before, 0
        for item in items:
            if item.end.file != file:
                file, base = item.end.file, base + last
            last = item.end.offset
            self.done = base + last
            yield item
        self.done = before + self._size
