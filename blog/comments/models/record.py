"""The log of moderation: who did what to which comment, and what undoes it."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.db.models import Func
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.comments.models.state import State

# How the note of a block ends when it names an address or network; no e-mail address, domain or number fits.
ADDRESS = r": ([0-9]+(\.[0-9]+){3}|[0-9a-f]*:[0-9a-f:.]*)(/[0-9]+)?$"
FORGOTTEN = ": …"


class Act(models.TextChoices):
    """What was done."""

    MOVE = "move", _("Moved")  # from one state to another
    EDIT = "edit", _("Changed the text")
    DELETE = "delete", _("Deleted for ever")
    BLOCK = "block", _("Blocked")
    UNBLOCK = "unblock", _("Took a block away")
    SETTLE = "settle", _("Settled reports")


class ModerationRecord(models.Model):
    """One act on one comment, or on a block. It outlives the comment, and the account of who did it."""

    act = models.CharField(_("act"), max_length=7, choices=Act.choices)
    comment = models.ForeignKey(
        "comments.BlogComment", models.SET_NULL, null=True, blank=True, related_name="records"
    )
    comment_number = models.PositiveIntegerField(null=True, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="moderation_records"
    )
    actor_name = models.CharField(_("by"), max_length=245, blank=True)  # empty: the blog itself
    old_state = models.CharField(_("from"), max_length=7, choices=State.choices, blank=True)
    # What the move overwrote, by the name of the field; an undo puts it back.
    overwritten = models.JSONField(
        default=dict, db_default=models.Value({}, models.JSONField()), blank=True, editable=False
    )
    new_state = models.CharField(_("to"), max_length=7, choices=State.choices, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    batch = models.UUIDField(default=uuid4, db_index=True)  # what was done at once is undone at once
    created_at = models.DateTimeField(_("at"), auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("moderation record")
        verbose_name_plural = _("moderation log")
        indexes = [
            models.Index(fields=[*narrowed, "-created_at", "-id"], name=f"moderation_record_{name}")
            for name, narrowed in (
                ("newest", []),
                ("of_act", ["act"]),
                ("by", ["actor"]),
                ("by_act", ["actor", "act"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.actor_name or '–'}: {self.get_act_display()} {self.comment_number or self.note}"

    @classmethod
    def note_moves(
        cls,
        moved: Iterable[Any],
        new_state: str,
        by: Any,
        *,
        batch: UUID | None = None,
        note: str = "",
        settled: Mapping[int, list[int]] | None = None,
    ) -> None:
        """Record that comments, as they were before, were moved, and reports settled by it; one batch."""
        reports = settled or {}
        same = cls._fields_of(by) | {"act": Act.MOVE, "new_state": new_state, "note": note}
        same["batch"] = batch or uuid4()
        cls._default_manager.bulk_create(
            cls(
                comment_id=comment.pk,
                comment_number=comment.pk,
                old_state=comment.state,
                overwritten=_overwritten(comment, reports.get(comment.pk, [])),
                **same,
            )
            for comment in moved
        )

    @classmethod
    def note_act(cls, act: Act, numbers: Iterable[int], by: Any, note: str = "") -> None:
        """Record an act that is no move on the comments with these numbers, in one batch."""
        same = cls._fields_of(by) | {"act": act, "note": note, "batch": uuid4()}
        of_deleted = act == Act.DELETE
        cls._default_manager.bulk_create(
            cls(comment_id=None if of_deleted else number, comment_number=number, **same)
            for number in numbers
        )

    @classmethod
    def note_block(cls, act: Act, block: str, by: Any, comment: Any = None) -> None:
        """Record that a block was made or taken away, and because of which comment."""
        number = comment.pk if comment else None
        cls._default_manager.create(
            act=act, comment=comment, comment_number=number, note=block, **cls._fields_of(by)
        )

    @classmethod
    def forget_addresses(cls, days: int) -> int:
        """Take IP addresses out of older records of blocks; return how many. The blocks themselves stay."""
        blocks = cls._default_manager.filter(act__in=[Act.BLOCK, Act.UNBLOCK])
        old = blocks.filter(created_at__lt=timezone.now() - timedelta(days=days), note__regex=ADDRESS)
        note = Func(
            models.F("note"), models.Value(ADDRESS), models.Value(FORGOTTEN), function="regexp_replace"
        )
        return old.update(note=note)

    @staticmethod
    def _fields_of(by: Any) -> dict[str, Any]:
        """Return who did it: an account, a name of what is none, or nobody."""
        return {"actor": None if isinstance(by, str) else by, "actor_name": str(by or "")[:245]}


def _overwritten(comment: Any, reports: list[int]) -> dict[str, Any]:
    moderated_at = comment.moderated_at.isoformat() if comment.moderated_at else None
    return {"held_because": comment.held_because, "moderated_at": moderated_at, "reports": reports}
