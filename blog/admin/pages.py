"""Pages in the admin."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from blog.admin.content import ContentAdmin
from blog.admin.filters import StateFilter
from blog.admin.forms import PageForm
from blog.models import Page


@admin.register(Page)
class PageAdmin(ContentAdmin):
    """Pages, in the order of the menu."""

    form = PageForm
    list_display = ("title", "badge", "path", "menu_order", "author")
    list_filter = (StateFilter,)
    ordering = ("path",)
    autocomplete_fields = ("author", "parent")

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        """Order the form as one writes; the author is for editors."""
        excluded = self.get_exclude(request, obj)
        publishing = [name for name in ("author", "status", "published_at") if name not in excluded]
        return (
            (None, {"fields": ("title", "slug", *self.text_fields(obj))}),
            (_("Publishing"), {"fields": (*publishing, "password", "comments_open")}),
            (_("Place"), {"fields": ("parent", "menu_order")}),
            (_("In lists and feeds"), {"fields": ("excerpt",)}),
        )
