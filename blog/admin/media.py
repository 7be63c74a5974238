"""Pictures in the admin: uploaded through the same re-encoding as everywhere."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from blog import images
from blog.models import Image


class PictureForm(forms.ModelForm[Image]):
    """A picture, and what it shows. The file is chosen once; another file is another picture."""

    upload = forms.FileField(
        label=_("File"),
        help_text=_("JPEG, PNG, WebP, GIF or AVIF, up to 20 MB."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    alt = forms.CharField(
        label=_("Alternative text"),
        max_length=500,
        help_text=_("What matters about it to a reader who cannot see it."),
        widget=AdminTextInputWidget,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("upload", None)

    def clean_upload(self) -> Any:
        """Decode it now, so that the fault stands beside the field."""
        file = self.cleaned_data["upload"]
        data = images.read_upload(file)
        images.encode(data)
        return file


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin[Image]):
    """The library. Authors see their own pictures; editors see all."""

    form = PictureForm
    list_display = ("thumbnail", "alt", "size", "uploaded_by", "created_at")
    list_display_links = ("thumbnail", "alt")
    list_select_related = ("uploaded_by",)
    list_per_page = 50
    search_fields = ("alt", "file")
    ordering = ("-created_at", "-pk")
    readonly_fields = ("thumbnail", "address", "size")

    def get_fields(self, request: HttpRequest, obj: Image | None = None) -> Any:
        """Ask for the file once."""
        return ("thumbnail", "alt", "address", "size") if obj else ("upload", "alt")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Image]:
        """Keep what this person may change."""
        pictures = super().get_queryset(request)
        user = request.user
        return pictures if user.has_perm("blog.edit_others") else pictures.filter(uploaded_by_id=user.pk)

    def save_model(self, request: HttpRequest, obj: Image, form: Any, change: bool) -> None:
        """Keep the upload by the one way in; the row that this makes is the one that was asked for."""
        if change:
            obj.save(update_fields=["alt"])
            return
        stored = Image.objects.store(form.cleaned_data["upload"], uploaded_by=request.user, alt=obj.alt)
        stored.alt = obj.alt
        stored.save(update_fields=["alt"])
        obj.pk = stored.pk
        obj.refresh_from_db()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Image]) -> None:
        """Delete one by one, so that the files go too."""
        for image in queryset:
            image.delete()

    @admin.display(description=_("picture"))
    def thumbnail(self, obj: Image) -> str:
        """Show the smallest size."""
        return format_html(
            '<img class="thumbnail" src="{}" alt="{}" loading="lazy">', obj.smallest_url(), obj.alt
        )

    @admin.display(description=_("size"))
    def size(self, obj: Image) -> str:
        """Return width and height in pixels."""
        return f"{obj.width} × {obj.height}"

    @admin.display(description=_("Markdown"))
    def address(self, obj: Image) -> str:
        """Return what to write in an article."""
        return format_html("<code>![{}]({})</code>", obj.alt, obj.get_absolute_url())
