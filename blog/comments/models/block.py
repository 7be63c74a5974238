"""Who may write, like, report and follow here no more."""

from collections.abc import Mapping
from typing import Any, Self

from django.conf import settings
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from blog.comments.marks import BlockKind, Marks
from blog.comments.models.record import Act, ModerationRecord

BLOCKING = 0x626C6F636B  # the advisory lock between blocks and posts


@models.CharField.register_lookup
class AnyOf(models.Lookup[Any]):
    """One of many values, which travel as one: the statement is the same however many there are."""

    lookup_name = "any_of"

    def get_prep_lookup(self) -> Any:
        """Return a list, or what takes the place of one."""
        return self.rhs if hasattr(self.rhs, "resolve_expression") else list(self.rhs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Write the comparison."""
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", [*left_values, *right_values]


class BlockQuerySet(models.QuerySet["Block"]):
    """Finds the blocks of a person, adds and removes."""

    def covering(self, marks: Mapping[BlockKind, Any]) -> Self:
        """Keep those that name one of the marks; the one rule of who is blocked."""
        named = models.Q()
        for kind, values in marks.items():
            named |= models.Q(kind=kind, value__any_of=values)
        return self.filter(named) if any(marks.values()) else self.none()

    def covers(self, marks: Marks) -> bool:
        """Whether one of the marks is blocked; in one query."""
        return self.covering(marks).exists()

    @transaction.atomic
    def add(
        self, kind: str, value: str, *, by: Any, note: str = "", because_of: Any = None
    ) -> tuple["Block", bool]:
        """Block it, and say so in the log; return the block, and whether it is new.

        ``value`` is as ``marks`` write it, ``because_of`` the comment that gave reason. Waits for the posts
        under way: whatever comes after this call is refused.
        """
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [BLOCKING])
        block, is_new = self.get_or_create(kind=kind, value=value, defaults={"note": note, "created_by": by})
        if is_new:
            ModerationRecord.note_block(Act.BLOCK, str(block), by, because_of)
        return block, is_new

    @transaction.atomic
    def remove(self, by: Any) -> int:
        """Take the blocks away, and say so in the log; return how many there were."""
        removed = list(self.order_by("pk").select_for_update(of=("self",)))
        for block in removed:
            ModerationRecord.note_block(Act.UNBLOCK, str(block), by)
        self.model._default_manager.filter(pk__in=[block.pk for block in removed]).delete()
        return len(removed)


class Block(models.Model):
    """One account, e-mail address, domain or network whose comments and likes are not taken."""

    kind = models.CharField(_("kind"), max_length=7, choices=BlockKind.choices)
    value = models.CharField(_("value"), max_length=254)
    note = models.CharField(_("why"), max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(_("since"), auto_now_add=True)

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        constraints = [models.UniqueConstraint(fields=["kind", "value"], name="block_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value}"
