"""Moderation: the queue, and four moves for as many comments as are ticked."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from blog.comments import threads
from blog.comments.models import BlogComment, CommentQuerySet, State
from blog.models import Article

EXCERPT_CHARACTERS = 200
MOVES = {
    State.PUBLIC: BlogComment.approve,
    State.PENDING: BlogComment.hold,
    State.SPAM: BlogComment.mark_spam,
    State.TRASH: BlogComment.move_to_trash,
}


class StateFilter(admin.SimpleListFilter):
    """The states with their counts; the moderation queue comes first."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Return each state with the number of comments that this person may moderate."""
        counted = BlogComment.objects.moderated_by(request.user).values_list("state")
        counts = dict(counted.annotate(count=Count("pk")).order_by())
        states = [(state.value, f"{state.label} ({counts.get(state, 0)})") for state in State]
        return [*states, ("all", f"{_('All')} ({sum(counts.values())})")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the chosen state; the held ones when none is chosen."""
        chosen = self.value() or State.PENDING
        if chosen == "all":
            return queryset
        return queryset.filter(state=chosen) if chosen in State.values else queryset.none()

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        """Yield the states without Django's own “All”."""
        chosen = self.value() or State.PENDING
        for value, title in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": chosen == value, "query_string": query, "display": title}


class ModerationForm(forms.ModelForm[BlogComment]):
    """The text, and the state to move it to."""

    class Meta:
        model = BlogComment
        fields = ("state", "comment", "author_name", "user_url")


@admin.register(BlogComment)
class CommentAdmin(admin.ModelAdmin[BlogComment]):
    """Authors moderate what stands under their own texts; “Can moderate comments” opens all."""

    form = ModerationForm
    list_display = ("writer", "excerpt", "place", "standing", "submit_date")
    list_display_links = ("excerpt",)
    list_filter = (StateFilter,)
    list_select_related = ("article", "page", "user")
    list_per_page = 50
    ordering = ("-submit_date", "-pk")
    search_fields = ("comment", "author_name", "user_email", "ip_address")
    search_help_text = _("Text, name, address or IP address")
    show_full_result_count = False
    actions = ("approve", "mark_spam", "move_to_trash", "restore")
    readonly_fields = (
        "place", "why_held", "user", "service", "user_email", "confirmed_at", "ip_address", "user_agent",
        "followup", "wants_posts", "submit_date", "moderated_at", "edited_at",
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": ("state", "why_held", "place", "comment")}),
        (_("Writer"), {"fields": ("author_name", "user", "service", "user_url")}),
        (
            _("Only for you"),
            {"fields": ("user_email", "confirmed_at", "ip_address", "user_agent", "followup", "wants_posts")},
        ),
        (_("Times"), {"fields": ("submit_date", "moderated_at", "edited_at")}),
    )

    def get_queryset(self, request: HttpRequest) -> CommentQuerySet:
        """Return what this person may moderate."""
        return BlogComment.objects.moderated_by(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show it to moderators and to everybody who writes articles."""
        return self._may_moderate(request.user)

    def has_view_permission(self, request: HttpRequest, obj: BlogComment | None = None) -> bool:
        """Whether this person may see the comment, or any."""
        return self._may_moderate(request.user, obj)

    def has_change_permission(self, request: HttpRequest, obj: BlogComment | None = None) -> bool:
        """Whether this person may moderate the comment, or any."""
        return self._may_moderate(request.user, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Comments are written on the page."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: BlogComment | None = None) -> bool:
        """Deleting for ever needs its own permission; the trash is for everybody else."""
        may_delete = request.user.has_perm("comments.delete_blogcomment")
        return may_delete and self._may_moderate(request.user, obj)

    def view_on_site(self, obj: BlogComment) -> str:
        """Return where the comment stands on the page; a held one is shown by its hash."""
        return threads.url_for_writer(obj)

    def save_model(self, request: HttpRequest, obj: BlogComment, form: Any, change: bool) -> None:
        """Render the text anew, and change the state by its named move."""
        wanted = State(obj.state)
        obj.state = form.initial["state"]
        obj.render()
        obj.save()
        if wanted != obj.state:
            MOVES[wanted](obj)

    @admin.action(description=_("Approve selected comments"), permissions=["change"])
    def approve(self, request: HttpRequest, queryset: QuerySet[BlogComment]) -> None:
        """Make them public."""
        count = self._chosen(queryset).approve()
        self._tell(request, ngettext("%d comment approved.", "%d comments approved.", count) % count)

    @admin.action(description=_("Mark selected comments as spam"), permissions=["change"])
    def mark_spam(self, request: HttpRequest, queryset: QuerySet[BlogComment]) -> None:
        """Take them out of sight as spam."""
        count = self._chosen(queryset).mark_spam()
        self._tell(
            request, ngettext("%d comment marked as spam.", "%d comments marked as spam.", count) % count
        )

    @admin.action(description=_("Move selected comments to the trash"), permissions=["change"])
    def move_to_trash(self, request: HttpRequest, queryset: QuerySet[BlogComment]) -> None:
        """Take them out of sight."""
        count = self._chosen(queryset).move_to_trash()
        told = ngettext("%d comment moved to the trash.", "%d comments moved to the trash.", count)
        self._tell(request, told % count)

    @admin.action(description=_("Put selected comments back into the queue"), permissions=["change"])
    def restore(self, request: HttpRequest, queryset: QuerySet[BlogComment]) -> None:
        """Hold them again, wherever they are."""
        count = self._chosen(queryset).hold()
        told = ngettext("%d comment waits for a decision.", "%d comments wait for a decision.", count)
        self._tell(request, told % count)

    @admin.display(description=_("writer"))
    def writer(self, comment: BlogComment) -> SafeString:
        """Name, e-mail address and IP address, which are shown nowhere else."""
        proven = _("confirmed") if comment.confirmed_at else _("not confirmed")
        lines = [comment.name, f"{comment.user_email} ({proven})" if comment.user_email else ""]
        return _lines([*lines, comment.ip_address or ""])

    @admin.display(description=_("comment"))
    def excerpt(self, comment: BlogComment) -> str:
        """The first words."""
        return Truncator(comment.comment[: EXCERPT_CHARACTERS * 2]).chars(EXCERPT_CHARACTERS)

    @admin.display(description=_("on"))
    def place(self, comment: BlogComment) -> SafeString:
        """The article or page, with a link to where it is edited."""
        kind = "article" if isinstance(comment.item, Article) else "page"
        url = reverse(f"admin:blog_{kind}_change", args=[comment.item.pk])
        return format_html('<a href="{}">{}</a>', url, comment.item)

    @admin.display(description=_("state"), ordering="state")
    def standing(self, comment: BlogComment) -> SafeString:
        """The state, and what spoke against the comment."""
        doubts = [] if comment.state == State.PUBLIC else comment.reasons
        return _lines([comment.get_state_display(), *doubts])

    @admin.display(description=_("held because"))
    def why_held(self, comment: BlogComment) -> SafeString:
        """Every reason on a line."""
        return _lines(comment.reasons)

    def _chosen(self, queryset: QuerySet[BlogComment]) -> CommentQuerySet:
        return BlogComment.objects.filter(pk__in=list(queryset.values_list("pk", flat=True)))

    def _tell(self, request: HttpRequest, text: str) -> None:
        self.message_user(request, text, messages.SUCCESS)

    def _may_moderate(self, user: Any, comment: BlogComment | None = None) -> bool:
        if not user.is_active or not user.is_staff:
            return False
        if user.is_superuser or user.has_perm("comments.moderate"):
            return True
        return bool(user.is_author and (comment is None or comment.item.author_id == user.pk))


def _lines(texts: list[str]) -> SafeString:
    return format_html_join(SafeString("<br>"), "{}", ((text,) for text in texts if text))
