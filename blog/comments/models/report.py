"""Reports of readers that a comment should not be there."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.comments.models.comment import BlogComment


class CommentReport(models.Model):
    """One visitor reported one comment; ``settled_at`` when a moderator has looked at it."""

    comment = models.ForeignKey(BlogComment, models.CASCADE, related_name="reports")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="comment_reports"
    )
    visitor_key = models.CharField(max_length=64, blank=True)
    note = models.CharField(_("what is wrong"), max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "user"],
                condition=models.Q(user__isnull=False),
                name="comment_report_once_per_person",
            ),
            models.UniqueConstraint(
                fields=["comment", "visitor_key"],
                condition=models.Q(user__isnull=True),
                name="comment_report_once_per_visitor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.note[:50]}"
