"""Which thing of which source became which row here."""

from typing import Any

from django.db import models


class Source(models.Model):
    """A blog that things came from: the system it ran on, and its address there."""

    system = models.CharField(max_length=20)
    address = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "address"], name="import_source_once")]

    def __str__(self) -> str:
        return f"{self.system}: {self.address}"

    @staticmethod
    def key_of(address: str) -> str:
        """Return how the address of a site is kept: one site at http and https is one source."""
        return (address.partition("://")[2] or address)[:500].lower()


class Imported(models.Model):
    """One thing of a source, and the row it became; the row may be gone since.

    ``digest`` is that of the item in the file, ``written`` that of what was stored, so that what was edited
    here since is known. ``counts`` are the things within the item, for the report of an unchanged one.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="imported", db_index=False)
    # article, page, attachment, category, tag, person, comment, site; repeated: a copy that was not stored
    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=500)
    object_id = models.BigIntegerField()
    digest = models.BinaryField(max_length=16, default=b"")
    written = models.BinaryField(max_length=16, default=b"")
    counts = models.JSONField(default=dict)
    run = models.BigIntegerField(default=0, db_default=0)  # the number of the run that wrote it last
    # What it still waits for: lists of a word for it, and what is known (a key that is in no file so far).
    missing = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "kind", "key"], name="imported_once")]
        indexes = [
            models.Index(fields=["kind", "object_id"], name="imported_object"),
            models.Index(fields=["source", "digest"], name="imported_digest"),
            models.Index(
                fields=["source"],
                name="imported_missing",
                condition=~models.Q(missing=models.Value([], models.JSONField())),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    def waits_for(self, word: str) -> Any:
        """Return what is known of what it waits for under that word, the word first; None for nothing."""
        return next((each for each in self.missing if each[0] == word), None)

    def stop_waiting(self, word: str) -> None:
        """Forget it."""
        self.missing = [each for each in self.missing if each[0] != word]
