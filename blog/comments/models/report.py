"""Reports of readers that a comment should not be there."""

from typing import Any, Self

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from blog.models.by_visitor import ByVisitor, once_per_visitor, whose

LONGEST_NOTE = 500  # characters


class Complaint(models.TextChoices):
    """What a reader finds wrong with a comment."""

    SPAM = "spam", _("It is spam or an advertisement.")
    RUDE = "rude", _("It insults or threatens somebody.")
    PRIVATE = "private", _("It tells what should stay private.")
    OTHER = "other", _("Something else.")


class CommentReport(ByVisitor):
    """One visitor reported one comment; ``settled_at`` when a moderator has looked at it."""

    comment = models.ForeignKey("comments.BlogComment", models.CASCADE, related_name="reports")
    complaint = models.CharField(
        _("complaint"),
        max_length=7,
        choices=Complaint.choices,
        default=Complaint.OTHER,
        db_default=Complaint.OTHER,
    )
    note = models.CharField(_("what is wrong"), max_length=LONGEST_NOTE, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        constraints = once_per_visitor("comment", "comment_report")

    def __str__(self) -> str:
        return f"{self.get_complaint_display()} {self.note}".strip()

    @classmethod
    @transaction.atomic
    def add(cls, comment: Any, *, user: Any, visitor_key: str, complaint: str, note: str) -> Self | None:
        """Store it and count it; return None when this visitor has reported the comment before.

        Raise BlogComment.DoesNotExist when the comment is no longer public.
        """
        everybody = type(comment).objects
        everybody.public().select_for_update(of=("self",)).only("pk").get(pk=comment.pk)
        reports = cls.objects.filter(comment=comment)
        if reports.of_visitor(user=user, visitor_key=visitor_key).exists():
            return None
        visitor = whose(user=user, visitor_key=visitor_key)
        stored = cls(comment=comment, complaint=complaint, note=note, **visitor)
        stored.save()
        comment.report_count = reports.filter(settled_at=None).count()
        everybody.filter(pk=comment.pk).update(report_count=comment.report_count)
        return stored
