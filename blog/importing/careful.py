"""Writes portions of items; one that cannot be stored is left out and told, and the others are not."""

import logging
from collections.abc import Sequence

from django.contrib.auth import get_user_model
from django.db import InterfaceError, OperationalError, transaction

from blog.importing.job import Job
from blog.importing.options import StopImport
from blog.importing.portions import ItemWriter
from blog.importing.reading import Item, UnreadableFileError
from blog.importing.report import Report
from blog.models import Category, Tag

# What no item is to blame for.
NOT_ITS_FAULT = (OperationalError, InterfaceError, UnreadableFileError, StopImport, MemoryError)
log = logging.getLogger(__name__)


class CarefulWriter:
    """An ``ItemWriter`` for items that nobody has looked into."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._writer = ItemWriter(job)

    def write(self, items: Sequence[Item]) -> None:
        """Write a portion, within a transaction of the caller's; if need be, item by item."""
        # What the run holds is what was told up to the last portion.
        if self._can_write(items, Report.from_json(self._job.run.report)):
            return
        for item in items:
            before = Report.from_json(self._job.report.as_json())
            if not self._can_write([item], before):
                place = f"the item that ends at byte {item.end.offset:,} of file {item.end.file + 1}"
                self._job.odd("not-stored", place, "It cannot be stored and was left out; see the log.")
                self._job.report.skip("not stored")

    def _can_write(self, items: Sequence[Item], before: Report) -> bool:
        """Whether items could be written; where not, all is as it was, the report too."""
        try:
            with transaction.atomic():
                self._writer.write(items)
        except NOT_ITS_FAULT:
            raise
        except Exception:
            if len(items) == 1:
                log.exception("An item of an import cannot be stored")
            self._job.report.become(before)
            self._forget()
            return False
        return True

    def _forget(self) -> None:
        """Forget the people and terms that were taken back, and whatever the writer remembers."""
        job = self._job
        for known, model in ((job.people, get_user_model()), (job.categories, Category), (job.tags, Tag)):
            rows = model._default_manager.filter(pk__in=set(known.values()))
            there = {0, *rows.values_list("pk", flat=True)}
            for key in [key for key, pk in known.items() if pk not in there]:
                del known[key]
        self._writer = ItemWriter(job)
