"""Pictures of commenters that an import has still to fetch."""

from django.db import models

from blog.importing.models.imported import Source

URL_CHARACTERS = 500


class WantedPicture(models.Model):
    """An address where the picture of one comment's writer lay; the row goes when it was fetched or is gone.

    Rows are written with the comments and stay until their address was asked, so no crash loses one.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="+", db_index=False)
    comment = models.BigIntegerField()  # the primary key of a comment, which may be gone by then
    url = models.CharField(max_length=URL_CHARACTERS)

    class Meta:
        indexes = [models.Index(fields=["source", "url"], name="import_picture_wanted")]

    def __str__(self) -> str:
        return f"{self.comment}: {self.url}"
