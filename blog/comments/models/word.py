"""What the spam filter has learnt from the moderators."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models.functions import Cast

from blog.comments.bayes import Counts, Verdict, judge
from blog.comments.models.state import State

TOTALS = ""  # the word of the row that counts comments instead

# The comments whose state the filter has not learnt: a moderator's decision, or one that was taken back.
TO_LEARN = models.Q(moderated_at__isnull=False, state__in=[State.PUBLIC, State.SPAM]) & ~models.Q(
    trained_as=models.F("state")
) | models.Q(state=State.PENDING) & ~models.Q(trained_as="")


class SpamWordQuerySet(models.QuerySet["SpamWord"]):
    """Looks words up, and counts them."""

    def judge(self, words: Iterable[str]) -> Verdict | None:
        """Return what has been learnt about a text of these words; None while that is too little."""
        return self.model.verdict(row for (row,) in self.counts_of([TOTALS, *words]))

    def counts_of(self, words: Any) -> models.QuerySet[Any, Any]:
        """Return a word, in how much spam and in how many public comments it stood, as one array of texts."""
        columns = [Cast(name, models.TextField()) for name in ("word", "spam_count", "public_count")]
        known = self.filter(word__any_of=words).order_by()
        row = models.Func(
            *columns, template="ARRAY[%(expressions)s]", output_field=ArrayField(models.TextField())
        )
        return known.values_list(row)

    def add(self, changes: Mapping[str, Counts]) -> None:
        """Add to the counts, which never fall below 0; in one order, so that no two workers collide."""
        table = connection.ops.quote_name(self.model._meta.db_table)
        rows = [(word, *counts) for word, counts in sorted(changes.items())]
        values = ", ".join(["(%s, %s, %s)"] * len(rows))
        with connection.cursor() as cursor:
            cursor.execute(
                # S608: the table's name is ours, the values are parameters.
                f"INSERT INTO {table} AS known (word, spam_count, public_count) "  # noqa: S608
                "SELECT word, greatest(0, spam), greatest(0, public) "
                f"FROM (VALUES {values}) AS given (word, spam, public) ORDER BY word "
                "ON CONFLICT (word) DO NOTHING",
                [value for word, _spam, _public in rows for value in (word, 0, 0)],
            )
            cursor.execute(
                f"WITH given (word, spam, public) AS (VALUES {values}), held AS ("  # noqa: S608
                f"SELECT word FROM {table} WHERE word IN (SELECT word FROM given) ORDER BY word FOR UPDATE) "
                f"UPDATE {table} AS known SET spam_count = greatest(0, known.spam_count + given.spam), "
                "public_count = greatest(0, known.public_count + given.public) "
                "FROM given, held WHERE known.word = given.word AND held.word = given.word",
                [value for row in rows for value in row],
            )


class SpamWord(models.Model):
    """In how many comments of either kind a word stood."""

    word = models.CharField(max_length=64, primary_key=True)
    spam_count = models.PositiveIntegerField(default=0)
    public_count = models.PositiveIntegerField(default=0)

    objects: Any = SpamWordQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.word}: {self.spam_count} / {self.public_count}"

    @staticmethod
    def verdict(rows: Iterable[tuple[str, str, str]]) -> Verdict | None:
        """Return what the counts of words and TOTALS say; None while that is too little."""
        counts = {word: Counts(int(spam), int(public)) for word, spam, public in rows}
        return judge(counts, counts.pop(TOTALS, Counts(0, 0)))
