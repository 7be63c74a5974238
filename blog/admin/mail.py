"""Outgoing mail in the admin: to look at, and to send again."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from blog.models import OutgoingMail
from blog.models.outbox import UnwritableError


class OutcomeFilter(admin.SimpleListFilter):
    """Sent, waiting or given up."""

    title = _("outcome")
    parameter_name = "outcome"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the outcomes and their names."""
        return [("waiting", _("Waiting")), ("sent", _("Sent")), ("given-up", _("Given up"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the chosen outcome."""
        chosen: dict[str, dict[str, Any]] = {
            "waiting": {"sent_at": None, "given_up_at": None},
            "sent": {"sent_at__isnull": False},
            "given-up": {"given_up_at__isnull": False},
        }
        return queryset.filter(**chosen.get(self.value() or "", {}))


@admin.register(OutgoingMail)
class OutgoingMailAdmin(admin.ModelAdmin[OutgoingMail]):
    """Nothing here can be written or changed."""

    list_display = ("subject", "recipient", "created_at", "sent_at", "attempt_count", "last_error")
    list_filter = (OutcomeFilter,)
    search_fields = ("recipient", "subject")
    date_hierarchy = "created_at"
    ordering = ("-created_at", "-pk")
    actions = ("send_again",)
    fields = (
        "subject",
        "recipient",
        "text",
        "created_at",
        "sent_at",
        "given_up_at",
        "next_attempt_at",
        "attempt_count",
        "last_error",
    )
    readonly_fields = fields

    @admin.display(description=_("text"))
    def text(self, row: OutgoingMail) -> str:
        """What it says to this recipient."""
        try:
            return row.content.text
        except UnwritableError as error:
            return str(error)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Mail comes from what happens on the blog."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing can be changed; ``send_again`` is an action."""
        return False

    def has_send_permission(self, request: HttpRequest) -> bool:
        """Whether this person may have mail sent again."""
        return request.user.has_perm("blog.change_outgoingmail")

    @admin.action(description=_("Send again what has not arrived"), permissions=["send"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[OutgoingMail]) -> None:
        """Let the worker try now; what was sent already is left alone."""
        count = queryset.filter(sent_at=None).update(
            given_up_at=None, attempt_count=0, next_attempt_at=timezone.now()
        )
        text = ngettext("%d mail is sent again.", "%d mails are sent again.", count) % count
        self.message_user(request, text, messages.SUCCESS)
