"""Which of several copies of a text counts, and what is left alone because of what happened here."""

from collections.abc import Mapping
from typing import Any

from blog.importing.job import Job
from blog.importing.models import Imported
from blog.importing.records import Text
from blog.importing.texts.drafts import Draft
from blog.importing.texts.redirects import OldPath, other_paths, said_paths, write_redirects

REPEATED = "repeated"  # the kind of rows that remember items which lost to another copy


class Copies:
    """Decides for texts that are here already. ``write`` stores what it noted."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._rows: list[Imported] = []
        self._paths: list[OldPath] = []

    def counts(self, draft: Draft, digest: bytes, counts: Mapping[str, int]) -> bool:
        """Whether the copy in the file is to be stored.

        Not where the text was edited here, nor when a copy that was changed later is stored. Of copies
        in one run that say the same time, the greater digest wins: files may come in any order.
        """
        row = draft.row
        if bytes(row.written) != draft.digest():
            self._job.report.keep(draft.text.kind, draft.subject)
            self._note(row, digest, counts)
            return False
        ours, theirs = draft.item.updated_at, draft.text.updated_at or draft.item.updated_at
        is_of_this_run = row.run == self._job.run.pk
        if theirs < ours or (theirs == ours and is_of_this_run and digest < bytes(row.digest)):
            self._job.report.skip("older copy" if theirs < ours else "repeated")
            self._tell_repeated(draft, is_of_this_run)
            self._remember(draft.row, digest)
            self._keep_address(draft)
            return False
        if is_of_this_run:
            self._tell_repeated(draft, is_of_this_run)
            self._remember(draft.row, bytes(row.digest))
        return True

    def leave_deleted(self, row: Imported, text: Text, digest: bytes, counts: Mapping[str, int]) -> None:
        """Tell of a text that was deleted here and stays so."""
        self._job.report.skip("deleted here")
        self._job.odd("deleted-here", f"{text.kind} {text.key}", "It was deleted here, and stays so.")
        self._note(row, digest, counts)

    def write(self) -> None:
        """Store what was noted."""
        self._job.ledger.write(self._rows)
        write_redirects(self._job, self._paths)
        self._rows, self._paths = [], []

    def _note(self, row: Imported, digest: bytes, counts: Mapping[str, int]) -> None:
        row.digest, row.counts, row.run = digest, dict(counts), self._job.run.pk
        self._rows.append(row)

    def _keep_address(self, draft: Draft) -> None:
        """Let the address of a copy that lost lead to the one that counts."""
        address = draft.item.get_absolute_url()
        self._paths += other_paths(draft.text.kind, draft.item.pk, address, said_paths(self._job, draft.text))

    def _tell_repeated(self, draft: Draft, is_of_this_run: bool) -> None:
        if is_of_this_run:
            told = "The files hold it more than once; the copy that was changed last counts."
            self._job.odd("repeated", draft.subject, told)

    def _remember(self, row: Imported, digest: bytes) -> None:
        """Let an item that lost be known, so that it is not looked into again."""
        if digest:
            values: dict[str, Any] = {"digest": digest, "run": self._job.run.pk}
            key = f"{row.kind} {digest.hex()} {row.key}"
            if ((REPEATED, key)) not in self._job.ledger.find([REPEATED], [key]):
                self._rows.append(self._job.ledger.new(REPEATED, key, row.object_id, **values))
