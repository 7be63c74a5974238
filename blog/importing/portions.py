"""Takes items of a file apart and writes what they hold, unchanged ones unseen."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast

from blog.comments.models import BlogComment
from blog.importing.comments import CommentWriter, Outcome
from blog.importing.job import Job
from blog.importing.models import Imported
from blog.importing.reading import Item, Position
from blog.importing.records import Bundle, Comment, TextKind, Thread
from blog.importing.texts.copies import REPEATED
from blog.importing.texts.drafts import model_of
from blog.importing.texts.here import ThreadFinder
from blog.importing.texts.writer import Incoming, TextWriter, find_texts

MOST_ITEMS = 500
MOST_BYTES = 3 * 2**20  # of the file
MOST_COMMENTS = 5000


@dataclass(slots=True)
class _Batch:
    texts: dict[str, Incoming] = field(default_factory=dict)
    comments: list[Comment] = field(default_factory=list)
    threads: dict[str, Thread] = field(default_factory=dict)


def portions_of(items: Iterable[Item], start: Position, most_items: int = 0) -> Iterator[list[Item]]:
    """Yield the items in lists that fit into memory; they end at the same places wherever one starts.

    A portion ends after ``most_items`` items (0: MOST_ITEMS) or MOST_BYTES bytes, and with each file.
    """
    most = most_items or MOST_ITEMS
    portion: list[Item] = []
    begin = start
    for item in items:
        if portion and item.end.file != begin.file:
            yield portion
            portion, begin = [], Position(item.end.file)
        portion.append(item)
        if len(portion) >= most or item.end.offset - begin.offset >= MOST_BYTES:
            yield portion
            portion, begin = [], item.end
    if portion:
        yield portion


class ItemWriter:
    """Writes the texts and comments of items."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._texts = TextWriter(job)
        self._comments = CommentWriter(job.source.pk, job.numbers)
        self._threads = ThreadFinder(job)

    def write(self, items: Sequence[Item]) -> None:
        """Write a portion, within a transaction of the caller's."""
        known = self._count_known(items)
        batch = _Batch()
        for item in items:
            if item.digest and item.digest in known:
                continue
            if item.digest:
                self._add(batch, list(item.bundles()), item.digest)
            else:  # too large to be held: its bundles are written as they come
                for bundle in item.bundles():
                    self._add(batch, [bundle], b"")
                    self._flush_if_full(batch)
            self._flush_if_full(batch)
        self._flush(batch)

    def finish(self) -> None:
        """Put comments below parents that came late, within a transaction of the caller's."""
        self._take(self._comments.finish())
        # A comment that has its number is known by it, and needs no row once it waits for nothing.
        own = BlogComment.objects.filter(pk=OuterRef("object_id"), wordpress_id=OuterRef("object_id"))
        rows = Imported.objects.filter(source=self._job.source, kind="comment", missing=[])
        rows.filter(Exists(own), key=Cast("object_id", CharField())).delete()

    def _count_known(self, items: Sequence[Item]) -> set[bytes]:
        """Count the items that were imported as they are, and return their digests."""
        rows = self._job.ledger.find_digests([item.digest for item in items if item.digest])
        there = {kind: self._there(kind, rows.values()) for kind in TextKind}
        for row in rows.values():
            if row.kind == REPEATED:
                self._job.report.skip("repeated")
            elif row.kind in there and row.object_id not in there[TextKind(row.kind)]:
                self._job.report.skip("deleted here")
            else:
                for kind, number in row.counts.items():
                    self._job.report.count(kind, "unchanged", number)
        return set(rows)

    def _there(self, kind: TextKind, rows: Iterable[Imported]) -> set[int]:
        ids = [row.object_id for row in rows if row.kind == kind]
        return set(model_of(kind).objects.filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()

    def _add(self, batch: _Batch, bundles: Sequence[Bundle], digest: bytes) -> None:
        texts = [bundle.text for bundle in bundles if bundle.text]
        comments = [comment for bundle in bundles for comment in bundle.comments]
        if any(text.key in batch.texts for text in texts):
            self._flush(batch)
        for text in texts:
            counts = {str(text.kind): 1} | ({"comment": len(comments)} if comments else {})
            batch.texts[text.key] = Incoming(text, digest, counts)
        batch.comments += comments
        batch.threads |= {thread.key: thread for bundle in bundles for thread in bundle.threads}
        for bundle in bundles:
            for oddity in bundle.oddities:
                self._job.report.tell(oddity)
            for reason, number in bundle.skipped.items():
                self._job.report.skip(reason, number)

    def _flush_if_full(self, batch: _Batch) -> None:
        if len(batch.comments) >= MOST_COMMENTS:
            self._flush(batch)

    def _flush(self, batch: _Batch) -> None:
        targets = self._texts.write(list(batch.texts.values())) if batch.texts else {}
        if batch.comments:
            targets |= self._threads.find(list(batch.threads.values()))
            keys = {comment.text for comment in batch.comments} - set(batch.threads)
            targets |= find_texts(self._job, keys - set(targets))
            self._take(self._comments.write(batch.comments, targets, self._job.people))
        batch.texts, batch.comments, batch.threads = {}, [], {}

    def _take(self, outcome: Outcome) -> None:
        """Take over what became of comments."""
        for verb, number in outcome.counts.items():
            self._job.report.count("comment", verb, number)
        for reason, number in outcome.skipped.items():
            self._job.report.skip(f"comment: {reason}", number)
        for oddity in outcome.oddities:
            self._job.report.tell(oddity)
