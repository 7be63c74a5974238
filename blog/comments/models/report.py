"""Reports of readers that a comment should not be there."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any, Self

from django.db import models, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
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
        cls.recount([comment.pk])
        comment.refresh_from_db(fields=["report_count"])
        return stored

    @classmethod
    def settle(cls, comments: Collection[int]) -> dict[int, list[int]]:
        """Settle the reports of these comments, which are locked; return the reports' numbers by comment."""
        reports = cls.objects.filter(comment__in=comments, settled_at=None)
        settled: dict[int, list[int]] = defaultdict(list)
        for number, comment in reports.order_by("pk").values_list("pk", "comment_id"):
            settled[comment].append(number)
        reports.update(settled_at=timezone.now())
        cls.recount(comments)
        return settled

    @classmethod
    def reopen(cls, numbers: Collection[int], comments: Collection[int]) -> None:
        """Take back that reports of these comments, which are locked, were settled."""
        cls.objects.filter(pk__in=numbers, comment__in=comments).update(settled_at=None)
        cls.recount(comments)

    @classmethod
    def recount(cls, comments: Collection[int]) -> None:
        """Write into the comments how many of their reports nobody has settled."""
        unsettled = cls.objects.filter(comment=models.OuterRef("pk"), settled_at=None).order_by()
        counted = unsettled.values("comment").annotate(count=models.Count("pk")).values("count")
        commented: Any = cls._meta.get_field("comment").related_model
        count = Coalesce(models.Subquery(counted), 0)
        commented._base_manager.filter(pk__in=comments).update(report_count=count)
