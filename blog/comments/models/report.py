"""Reports of readers that a comment should not be there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.models.by_visitor import ByVisitor, once_per_visitor


class CommentReport(ByVisitor):
    """One visitor reported one comment; ``settled_at`` when a moderator has looked at it."""

    comment = models.ForeignKey("comments.BlogComment", models.CASCADE, related_name="reports")
    note = models.CharField(_("what is wrong"), max_length=500, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = once_per_visitor("comment", "comment_report")

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.note[:50]}"
