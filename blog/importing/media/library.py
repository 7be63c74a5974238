"""Writes the rows of the old blog's pictures and files, which ``MediaStore`` has brought here."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from blog.importing.copying import copy_objects, update_objects
from blog.importing.head.people import ensure_people
from blog.importing.job import Job
from blog.importing.ledger import digest_of, short
from blog.importing.links import path_on_site
from blog.importing.media.store import MediaStore, Prepared
from blog.importing.models import Imported
from blog.importing.reading import Item
from blog.importing.records import Attachment
from blog.models import File, Image

PICTURE, FILE = "attachment", "file"  # kinds of the ledger
NO_FILE = "file missing"  # why an attachment is left out
MISSING = 0  # stands for the row of an attachment whose file is not here
COMPARED = ("title", "caption", "alt")
PAGE = "page"  # what an attachment waits for: the text that its own old address leads to

type Found = tuple[Prepared, bytes]  # with the digest of its item


def find_pictures(job: Job, keys: Collection[str]) -> dict[str, int]:
    """Return the ids of the pictures that are here, by key."""
    ids = job.ledger.find_ids(PICTURE, keys)
    there = set(Image.objects.filter(pk__in=ids.values()).values_list("pk", flat=True))
    return {key: pk for key in keys if (pk := ids.get(short(key))) in there and pk}


class LibraryWriter:
    """Writes attachments of one run."""

    def __init__(self, job: Job, store: MediaStore) -> None:
        self._job, self._store = job, store

    def prepare(self, items: Sequence[Item]) -> list[Found]:
        """Bring the files of items here that are not; outside of a transaction, because it takes its time."""
        known = self._known([item.digest for item in items if item.digest])
        fresh = [item for item in items if item.digest not in known]
        self._job.report.count("attachment", "unchanged", len(items) - len(fresh))
        records: dict[str, tuple[Attachment, bytes]] = {}
        for item in fresh:
            for bundle in item.bundles():
                for oddity in bundle.oddities:
                    self._job.report.tell(oddity)
                if bundle.attachment:
                    records.setdefault(bundle.attachment.key, (bundle.attachment, item.digest))
        prepared = self._store.prepare([record for record, _digest in records.values()])
        return [(each, records[each.attachment.key][1]) for each in prepared]

    def write(self, found: Sequence[Found]) -> None:
        """Store the rows, within a transaction of the caller's."""
        keys = [each.attachment.key for each, _digest in found]
        rows = {row.key: row for row in self._job.ledger.find([PICTURE, FILE], keys).values()}
        ensure_people(self._job, [each.attachment.author for each, _digest in found])
        self._save([each for each, _digest in found if each.row and not each.is_known])
        changed: list[Any] = []
        for each, digest in found:
            row = rows.get(short(each.attachment.key)) or self._job.ledger.new(
                PICTURE, each.attachment.key, 0
            )
            rows[row.key] = row
            self._count(each, row, changed)
            row.kind = FILE if isinstance(each.row, File) else PICTURE
            row.object_id = each.row.pk if each.row else MISSING
            row.digest = digest if each.row else b""
            row.counts, row.run = {"attachment": 1}, self._job.run.pk
            row.written = _digest(each.row) if each.row else b""
            link = path_on_site(each.attachment.link, self._job.site)
            row.missing = [[PAGE, link, each.attachment.parent]] if link.strip("/") else []
        update_objects([each for each in changed if isinstance(each, Image)], COMPARED)
        update_objects([each for each in changed if isinstance(each, File)], COMPARED[:2])
        self._job.ledger.write(rows.values())

    def fetch_inline(self, paths: Iterable[str]) -> list[Prepared]:
        """Bring pictures here that texts show though the file does not list them; not in a transaction."""
        return self._store.fetch_inline(paths)

    def write_inline(self, found: Sequence[Prepared]) -> None:
        """Store the rows of such pictures."""
        self._save([each for each in found if each.row and not each.is_known])
        for each in found:
            self._job.report.count("attachment", "created" if each.row else "skipped")
            if each.row is None:
                self._job.report.skip(NO_FILE)
            if each.oddity:
                self._job.report.tell(each.oddity)

    def _known(self, digests: Sequence[bytes]) -> set[bytes]:
        """Return the digests of items whose file is here."""
        rows = self._job.ledger.find_digests(digests)
        there: dict[str, set[int]] = {}
        for kind, model in ((PICTURE, Image), (FILE, File)):
            ids = [row.object_id for row in rows.values() if row.kind == kind]
            there[kind] = set(model._default_manager.filter(pk__in=ids).values_list("pk", flat=True))
        return {digest for digest, row in rows.items() if row.object_id in there.get(row.kind, ())}

    def _save(self, fresh: Sequence[Prepared]) -> None:
        for model in (Image, File):
            some = [(each.attachment, each.row) for each in fresh if isinstance(each.row, model)]
            numbers = self._job.numbers.choose(model, [record.number for record, _row in some])
            for (record, row), number in zip(some, numbers, strict=True):
                row.pk, row.wordpress_id = number
                row.uploaded_by_id = self._job.people.get(record.author)
            copy_objects([row for _record, row in some])
            given = zip(some, numbers, strict=True)
            self._job.tell_numbers(
                "attachment", ((record.key, record.number, *number) for (record, _row), number in given)
            )

    def _count(self, each: Prepared, row: Imported, changed: list[Any]) -> None:
        """Count one attachment; take over a new caption unless the one here was edited."""
        report, record = self._job.report, each.attachment
        if each.oddity:
            report.tell(each.oddity)
        if each.row is None:
            report.count("attachment", "skipped")
            report.skip(NO_FILE)
        elif not each.is_known:
            report.count("attachment", "created")
        elif row.pk is None or not _differs(each.row, record):
            report.count("attachment", "unchanged")
        elif bytes(row.written) != _digest(each.row):
            report.keep("attachment", f"attachment {record.key}, “{record.title[:60]}”")
        else:
            each.row.title, each.row.caption = record.title[:500], record.caption
            if isinstance(each.row, Image):
                each.row.alt = record.alt[:500]
            changed.append(each.row)
            report.count("attachment", "updated")


def _differs(row: Any, record: Attachment) -> bool:
    said = [record.title[:500], record.caption, record.alt[:500]]
    return [getattr(row, name, said[2]) for name in COMPARED] != said


def _digest(row: Any) -> bytes:
    return digest_of(getattr(row, name, "") for name in COMPARED)
