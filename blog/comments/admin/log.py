"""The log of moderation: read, never written."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from blog.comments.admin.paging import CappedPaginator
from blog.comments.models import LARGEST_ID, BlogComment, ModerationRecord
from blog.comments.moderators import moderates_all, moderates_any
from blog.untrusted import whole_number

MOST_PEOPLE = 50


class ActorFilter(admin.SimpleListFilter):
    """Who did it: those who may use the admin."""

    title = _("person")
    parameter_name = "by"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return the staff; authors choose among nobody but themselves."""
        staff = User.objects.filter(is_staff=True).order_by("username")
        if not moderates_all(request.user):
            staff = staff.filter(pk=request.user.pk or 0)
        return [(str(person.pk), str(person)) for person in staff[:MOST_PEOPLE]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep what that person did."""
        value = self.value()
        return queryset.filter(actor=whole_number(value, most=LARGEST_ID) or 0) if value else queryset


@admin.register(ModerationRecord)
class ModerationRecordAdmin(admin.ModelAdmin[ModerationRecord]):
    """Moderators read all of it; authors what they did, and what was done under their own texts."""

    list_display = ("created_at", "by", "act", "about", "old_state", "new_state", "note", "undone_at")
    list_display_links = None
    list_filter = ("act", ActorFilter)
    list_select_related = ("actor", "comment")
    list_per_page = 50
    list_max_show_all = 0
    paginator = CappedPaginator
    ordering = ("-created_at", "-id")
    sortable_by = ()
    show_full_result_count = False
    actions = None

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Say what is listed; there is nothing to select."""
        return super().changelist_view(request, {"title": now("Moderation log"), **(extra_context or {})})

    def get_queryset(self, request: HttpRequest) -> QuerySet[ModerationRecord]:
        """Return what this person may read."""
        records = ModerationRecord.objects.all()
        if moderates_all(request.user):
            return records
        own = BlogComment.objects.moderated_by(request.user).order_by()
        return records.filter(Q(actor=request.user.pk) | Q(comment__in=own.values("pk")))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show it to whom the queue is shown."""
        return moderates_any(request.user)

    def has_view_permission(self, request: HttpRequest, obj: ModerationRecord | None = None) -> bool:
        """Whether this person may read it; ``get_queryset`` says what of it."""
        return moderates_any(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The log is written by what is done."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: ModerationRecord | None = None) -> bool:
        """Nobody rewrites it."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ModerationRecord | None = None) -> bool:
        """Nobody takes anything out of it."""
        return False

    @admin.display(description=_("by"))
    def by(self, record: ModerationRecord) -> str:
        """Who did it; the blog itself, where nobody did."""
        return record.actor_name or str(_("the blog itself"))

    @admin.display(description=_("comment"))
    def about(self, record: ModerationRecord) -> str:
        """The comment's number, with a link while there is a comment."""
        if record.comment_id is None:
            return f"#{record.comment_number}" if record.comment_number else ""
        url = reverse("admin:comments_blogcomment_change", args=[record.comment_id])
        return format_html('<a href="{}">#{}</a>', url, record.comment_id)
