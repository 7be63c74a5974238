"""The imported comments that were deleted here for ever, so that no later import brings them back."""

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from blog.comments.models.queryset import CommentQuerySet


class GoneComment(models.Model):
    """One of them: its number there, and what it stood under. Nothing of what it said, nor who wrote it."""

    number = models.BigIntegerField()
    # Plain numbers: what it stood under may be gone as well.
    article_id = models.BigIntegerField(null=True)
    page_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["number"], name="comment_gone")]

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def note(cls, comments: "CommentQuerySet") -> None:
        """Keep the numbers of those that are about to be deleted and came by an import."""
        imported: Any = comments.filter(imported_as__isnull=False, wordpress_id__isnull=False)
        rows = imported.order_by().values_list("wordpress_id", "article_id", "page_id")
        cls._default_manager.bulk_create(
            [cls(number=number, article_id=article, page_id=page) for number, article, page in rows],
            batch_size=1000,
        )
