"""The list of blocks: search, add, take away. Whoever may moderate everything keeps it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import User
from blog.comments import blocking
from blog.comments.models import Block, BlockKind
from blog.comments.moderators import moderates_all
from blog.comments.people import Visitor

HELP = _(
    "A user name, name@example.org, example.org with all below it, 192.0.2.7, or a network like 192.0.2.0/24."
)


class BlockForm(forms.ModelForm[Block]):
    """A block that a moderator types; ``visitor`` is the moderator."""

    visitor: Visitor

    class Meta:
        model = Block
        fields = ("kind", "value", "note")
        help_texts = {"value": HELP, "note": _("Only moderators read it.")}

    def clean(self) -> dict[str, Any]:
        """Write the value as it is compared, or say what is wrong with it."""
        given = super().clean() or self.cleaned_data
        if given.get("kind") and given.get("value"):
            try:
                given["value"] = blocking.check(given["kind"], given["value"], self.visitor)
            except ValidationError as error:
                self.add_error("value", error)
        return given


class BlockList(ChangeList):
    """The rows of one page, with the names of the blocked accounts."""

    def get_results(self, request: HttpRequest) -> None:
        """Ask for the names of the whole page in one query."""
        super().get_results(request)
        rows = list(self.result_list)
        numbers = [int(row.value) for row in rows if row.kind == BlockKind.ACCOUNT]
        people = User.objects.in_bulk(numbers) if numbers else {}
        for row in rows:
            row.person = people.get(int(row.value)) if row.kind == BlockKind.ACCOUNT else None
        self.result_list = rows


@admin.register(Block)
class BlockAdmin(admin.ModelAdmin[Block]):
    """Blocks, the newest first. They are not changed: one is taken away, and another one made."""

    form = BlockForm
    list_display = ("what", "note", "made")
    list_display_links = None
    list_filter = ("kind",)
    list_select_related = ("created_by",)
    search_fields = ("value", "note", "created_by__username")
    ordering = ("-pk",)
    sortable_by = ()
    list_per_page = 50
    list_max_show_all = 0
    actions = ("unblock",)

    class Media:
        css = {"all": ["css/admin-comments.css"]}

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Say what is listed; there is nothing to select for."""
        return super().changelist_view(request, {"title": now("Blocks"), **(extra_context or {})})

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        """Offer to save it, and to add another; there is nothing to continue with."""
        return super().render_change_form(
            request, context | {"show_save_and_continue": False}, *args, **kwargs
        )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Return the list that knows of names."""
        return BlockList

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Let the form know who types."""
        form: Any = super().get_form(request, obj, change, **kwargs)  # a class of this request
        form.visitor = Visitor.of(request)
        return form

    def save_model(self, request: HttpRequest, obj: Block, form: Any, change: bool) -> None:
        """Make the block; when somebody else made it in this moment, it is theirs."""
        block, _is_new = Block.objects.add(obj.kind, obj.value, by=request.user, note=obj.note)
        obj.pk = block.pk

    @admin.action(description=_("Take selected blocks away"), permissions=["unblock"])
    def unblock(self, request: HttpRequest, queryset: QuerySet[Block]) -> None:
        """Let them write, like and follow again."""
        count = Block.objects.filter(pk__in=queryset.order_by().values("pk")).remove(by=request.user)
        told = ngettext("%d block was taken away.", "%d blocks were taken away.", count)
        self.message_user(request, told % count, messages.SUCCESS)

    @admin.display(description=_("blocked"))
    def what(self, block: Any) -> str:
        """The account's name, or the value itself, and what it is."""
        name = f"{block.person} (#{block.value})" if block.person else block.value
        return format_html('{}<br><span class="quiet">{}</span>', name, block.get_kind_display())

    @admin.display(description=_("since"))
    def made(self, block: Block) -> str:
        """When, and by whom; nobody, where the account is gone."""
        day = date_format(localtime(block.created_at), "SHORT_DATETIME_FORMAT")
        return format_html('{}<br><span class="quiet">{}</span>', day, block.created_by or "–")

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the list to who moderates everything."""
        return moderates_all(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Block | None = None) -> bool:
        """Whether this person may read it."""
        return moderates_all(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether this person may block."""
        return moderates_all(request.user)

    def has_unblock_permission(self, request: HttpRequest) -> bool:
        """Whether this person may take blocks away."""
        return moderates_all(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Block | None = None) -> bool:
        """A block stays what it is."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Block | None = None) -> bool:
        """The action takes blocks away, so that the log knows."""
        return False
