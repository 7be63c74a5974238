"""Moderation: the queue, and moves for one comment or for as many as are ticked."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, re_path, reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from blog.comments import threads
from blog.comments.admin import acts, filters
from blog.comments.admin.blocking import Blocking
from blog.comments.admin.cells import Cells
from blog.comments.admin.forms import TEXTS, ModerationForm, ReplyForm
from blog.comments.admin.listing import PER_PAGE, QueueList
from blog.comments.admin.paging import MOST_COUNTED
from blog.comments.admin.permissions import Permissions
from blog.comments.admin.sweeping import Sweeping, batch_of
from blog.comments.models import (
    LARGEST_ID,
    MOVES,
    Act,
    BlogComment,
    CommentQuerySet,
    CommentVersion,
    ModerationRecord,
    State,
)
from blog.comments.models.place import NUMBER
from blog.comments.people import Visitor
from blog.comments.search import matching
from blog.untrusted import whole_number


@admin.register(BlogComment)
class CommentAdmin(Cells, Sweeping, Blocking, Permissions, admin.ModelAdmin[BlogComment]):
    """Authors moderate what stands under their own texts; “Can moderate comments” opens all."""

    form = ModerationForm
    list_display = ("writer", "said", "place")
    list_display_links = None
    list_filter = (
        filters.StateFilter, filters.ItemFilter, filters.PageFilter, filters.PersonFilter,
        filters.ReasonFilter, filters.KindFilter,
    )  # fmt: skip
    list_select_related = ("article", "page", "user")
    list_per_page = PER_PAGE
    list_max_show_all = 0
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("comment",)  # the field is shown; ``get_search_results`` decides
    show_full_result_count = False
    actions = ("approve", "mark_spam", "move_to_trash", "restore", "settle", "block_writers")
    readonly_fields = (
        "place", "why_held", "scored", "reported", "earlier", "user", "service", "user_email", "confirmed_at",
        "ip_address", "user_agent", "followup", "wants_posts", "submit_date", "moderated_at", "edited_at",
    )  # fmt: skip
    fieldsets = (
        (None, {"fields": ("state", "why_held", "scored", "reported", "place", "comment", "seen")}),
        (_("Writer"), {"fields": ("author_name", "user", "service", "user_url")}),
        (
            _("Only for you"),
            {"fields": ("user_email", "confirmed_at", "ip_address", "user_agent", "followup", "wants_posts")},
        ),
        (_("Times"), {"fields": ("submit_date", "moderated_at", "edited_at", "earlier")}),
    )

    def get_queryset(self, request: HttpRequest) -> CommentQuerySet:
        """Return what this person may moderate."""
        return BlogComment.objects.moderated_by(request.user)

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Return the list that knows of persons' histories."""
        return QueueList

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """Whether the address may narrow the list further: only by the filters, which are quick."""
        return lookup in {each.parameter_name for each in self.list_filter}

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Search by the indexes."""
        return matching(queryset, search_term), False

    def get_urls(self) -> list[Any]:
        """Add the addresses of replying and of undoing."""
        wrap = self.admin_site.admin_view
        return [
            path("undo/", wrap(self.undo_view), name="comments_blogcomment_undo"),
            re_path(
                rf"^{NUMBER}/reply/\Z",
                wrap(self.reply_view),
                name="comments_blogcomment_reply",
            ),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the queue, or do what the button of a row says."""
        acts_here = request.method == "POST" and ("row" in request.POST or self.is_sweep(request))
        if not acts_here:
            return super().changelist_view(request, {"title": now("Comments"), **(extra_context or {})})
        if not self.has_change_permission(request):
            raise PermissionDenied
        if self.is_sweep(request):
            return self.sweep(request) or self._back(request.GET.urlencode())
        name, _colon, number = request.POST["row"].partition(":")
        known = whole_number(number, most=LARGEST_ID)
        if name in MOVES and known:
            acts.move(request, [known], name)
        elif name == "settle" and known:
            acts.settle(request, [known])
        return self._back(request.GET.urlencode())

    def undo_view(self, request: HttpRequest) -> HttpResponse:
        """Take a batch of moves back."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_change_permission(request):
            raise PermissionDenied
        batch = batch_of(request)
        if batch is None:
            messages.error(request, now("There is nothing to undo."))
        elif unfinished := self.take_back(request, batch):
            return unfinished
        return self._back(request.GET.urlencode())

    def reply_view(self, request: HttpRequest, number: str) -> HttpResponse:
        """Show the comment with a form below it, or take the reply."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        comment = get_object_or_404(self.get_queryset(request).by_people().with_item(), pk=int(number))
        form = ReplyForm(comment, request.POST if request.method == "POST" else None)
        if form.is_valid() and (written := form.store(Visitor.of(request))):
            messages.success(request, now("Your reply is public: %s") % threads.url_of(written))
            return self._back(request.GET.get("_changelist_filters", ""))
        context = {
            **self.admin_site.each_context(request),
            "title": now("Reply to %(name)s") % {"name": comment.name},
            "opts": self.opts,
            "comment": comment,
            "form": form,
            "back": request.GET.get("_changelist_filters", ""),
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/comments/blogcomment/reply.html", context, status=status)

    def view_on_site(self, obj: BlogComment) -> str:
        """Return where the comment stands on the page; a held one is shown by its hash."""
        return threads.url_for_writer(obj)

    @transaction.atomic
    def save_model(self, request: HttpRequest, obj: BlogComment, form: Any, change: bool) -> None:
        """Keep the old text, render the new one, and change the state by its named move."""
        wanted, obj.state = State(obj.state), form.initial["state"]
        if set(form.changed_data) & set(TEXTS):
            if "comment" in form.changed_data:
                CommentVersion.objects.create(
                    comment=obj,
                    text=form.initial["comment"],
                    written_at=obj.edited_at or obj.submit_date,
                    replaced_by_id=request.user.pk,
                )
            ModerationRecord.note_act(Act.EDIT, [obj.pk], request.user)
            obj.render()
            # Not the state and the rest: somebody may have moved it since it was read.
            obj.save(update_fields=[*TEXTS, "user_name", "comment_html", "renderer_version"])
        if wanted != obj.state:
            acts.move(request, [obj.pk], next(name for name, state in MOVES.items() if state == wanted))

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: BlogComment) -> None:
        """Delete it for ever, and say so in the log."""
        ModerationRecord.note_act(Act.DELETE, [obj.pk], request.user)
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[BlogComment]) -> None:
        """Delete them for ever, and say so in the log."""
        ModerationRecord.note_act(Act.DELETE, queryset.values_list("pk", flat=True), request.user)
        super().delete_queryset(request, queryset)

    @admin.action(description=_("Approve selected comments"), permissions=["change"])
    def approve(self, request: HttpRequest, queryset: QuerySet[BlogComment]) -> None:
        """Make them public."""
        acts.move(request, _chosen(queryset), "approve")

    @admin.action(description=_("Mark selected comments as spam"), permissions=["change"])
    def mark_spam(self, request: HttpRequest, queryset: QuerySet[BlogComment]) -> None:
        """Take them out of sight as spam."""
        acts.move(request, _chosen(queryset), "spam")

    @admin.action(description=_("Move selected comments to the trash"), permissions=["change"])
    def move_to_trash(self, request: HttpRequest, queryset: QuerySet[BlogComment]) -> None:
        """Take them out of sight."""
        acts.move(request, _chosen(queryset), "trash")

    @admin.action(description=_("Put selected comments back into the queue"), permissions=["change"])
    def restore(self, request: HttpRequest, queryset: QuerySet[BlogComment]) -> None:
        """Hold them again, wherever they are."""
        acts.move(request, _chosen(queryset), "hold")

    @admin.action(description=_("Settle reports of selected comments"), permissions=["change"])
    def settle(self, request: HttpRequest, queryset: QuerySet[BlogComment]) -> None:
        """Take note that they were looked at, and leave them where they are."""
        acts.settle(request, _chosen(queryset))

    def _back(self, query: str) -> HttpResponse:
        url = reverse("admin:comments_blogcomment_changelist")
        return HttpResponseRedirect(f"{url}?{query}" if query else url)


def _chosen(queryset: QuerySet[BlogComment]) -> list[int]:
    """Return the numbers; of “all” no more than the list counts."""
    return list(queryset.values_list("pk", flat=True)[:MOST_COUNTED])
