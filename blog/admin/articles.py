"""Articles in the admin."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from blog.admin.content import ContentAdmin
from blog.admin.filters import StateFilter
from blog.admin.forms import ArticleForm
from blog.models import Article


@admin.register(Article)
class ArticleAdmin(ContentAdmin):
    """The desk: text first, then when and where it appears."""

    form = ArticleForm
    list_display = ("title", "badge", "author", "published_at")
    list_filter = (
        StateFilter,
        ("categories", admin.RelatedOnlyFieldListFilter),
        "is_sticky",
        ("author", admin.RelatedOnlyFieldListFilter),
    )
    date_hierarchy = "published_at"
    ordering = ("-published_at", "-pk")
    autocomplete_fields = ("author", "categories", "tags", "featured_image")

    def get_fieldsets(self, request: Any, obj: Any = None) -> Any:
        """Order the form as one writes; the author is for editors."""
        excluded = self.get_exclude(request, obj)
        publishing = [name for name in ("author", "status", "published_at") if name not in excluded]
        return (
            (None, {"fields": ("title", "slug", *self.text_fields(obj))}),
            (
                _("Publishing"),
                {
                    "fields": (
                        *publishing,
                        "password",
                        "is_sticky",
                        "comments_open",
                        "comments_close_after_days",
                    )
                },
            ),
            (_("Where it is filed"), {"fields": ("categories", "tags")}),
            (_("In lists and feeds"), {"fields": ("excerpt", "featured_image")}),
            (
                _("First published elsewhere"),
                {
                    "fields": ("source_name", "source_url", "source_title"),
                    "classes": ("wide",),
                    "description": _("For an article that appeared elsewhere; shown beside the author."),
                },
            ),
        )
