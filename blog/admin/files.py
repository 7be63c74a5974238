"""Files that are no pictures, in the admin: they came with an import, and can be named and deleted."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from blog.models import File


@admin.register(File)
class FileAdmin(admin.ModelAdmin[File]):
    """The library of files. Authors see their own; editors see all."""

    list_display = ("__str__", "media_type", "file_size", "uploaded_by", "created_at")
    list_select_related = ("uploaded_by",)
    list_per_page = 50
    search_fields = ("name", "title", "original_path")
    ordering = ("-created_at", "-pk")
    fields = ("title", "name", "caption", "address", "media_type", "file_size", "original_path")
    readonly_fields = ("address", "media_type", "file_size", "original_path")

    def get_queryset(self, request: HttpRequest) -> QuerySet[File]:
        """Keep what this person may change."""
        files = super().get_queryset(request)
        user = request.user
        return files if user.has_perm("blog.edit_others") else files.filter(uploaded_by_id=user.pk)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Have no form to add one."""
        return False

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[File]) -> None:
        """Delete one by one, so that the files go too."""
        for file in queryset:
            file.delete()

    @admin.display(description=_("size"))
    def file_size(self, obj: File) -> str:
        """Return it in MB or KB."""
        return filesizeformat(obj.size)

    @admin.display(description=_("address"))
    def address(self, obj: File) -> Any:
        """Link to it."""
        return format_html('<a href="{0}">{0}</a>', obj.get_absolute_url())
