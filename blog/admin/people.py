"""People in the admin: what readers see of them first, then what they may do."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from blog import images
from blog.admin.editor import MarkdownEditor
from blog.models import Article, Page

Person = get_user_model()


class PersonForm(UserChangeForm[Any]):
    """A person, with the promo block in the editor and the picture re-encoded."""

    promo = forms.CharField(
        label=_("Promo block"),
        required=False,
        max_length=10_000,
        help_text=Person._meta.get_field("promo").help_text,
        widget=MarkdownEditor(kind="promo", rows=8),
    )
    avatar = forms.FileField(
        label=_("Picture"), required=False, widget=forms.ClearableFileInput(attrs={"accept": "image/*"})
    )

    def clean_avatar(self) -> Any:
        """Make the upload a small square, and give it a name of ours."""
        file = self.cleaned_data["avatar"]
        if not isinstance(file, UploadedFile):
            return file
        data = images.read_upload(file)
        picture = images.encode_avatar(data)
        return ContentFile(
            picture.data, name=f"{images.name_for(data, self.instance.pk)}.{picture.extension}"
        )


@admin.register(Person)
class PersonAdmin(UserAdmin):  # type: ignore[type-arg]  # it takes none at run time
    """Owners, editors, authors and readers with an account."""

    form = PersonForm
    list_display = ("username", "display_name", "email", "is_staff", "is_active", "last_login")
    list_filter = ("is_staff", "is_superuser", "is_active", "groups")
    search_fields = ("username", "display_name", "nicename", "email")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (
            _("What readers see"),
            {"fields": ("display_name", "nicename", "avatar", "bio", "website", "promo")},
        ),
        (_("E-mail"), {"fields": ("email",), "description": _("Never shown to readers.")}),
        (
            _("What this person may do"),
            {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")},
        ),
        (_("Dates"), {"fields": ("last_login", "date_joined"), "classes": ("collapse",)}),
    )
    readonly_fields = ("last_login", "date_joined")

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        """Keep who has written something; such a person is made inactive instead."""
        allowed = super().has_delete_permission(request, obj)
        if not allowed or obj is None:
            return allowed
        return not any(kind.objects.filter(author=obj).exists() for kind in (Article, Page))
