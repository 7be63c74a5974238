"""What the spam filter has learnt from the moderators."""

from django.db import models

TOTALS = ""  # the word of the row that counts comments instead


class SpamWord(models.Model):
    """In how many comments of either kind a word stood."""

    word = models.CharField(max_length=64, primary_key=True)
    spam_count = models.PositiveIntegerField(default=0)
    public_count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.word}: {self.spam_count} / {self.public_count}"
