"""Pictures: the original as re-encoded at upload, and its renditions."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.markdown import Rendition


class ImageQuerySet(models.QuerySet["Image"]):
    """Look-ups for the renderer."""

    def find_renditions(self, address: str) -> list[Rendition]:
        """Return the sizes of the picture with that address, widest last; none when it is not ours."""
        if not address.startswith(settings.MEDIA_URL):
            return []
        image = self.filter(file=address.removeprefix(settings.MEDIA_URL)).first()
        return image.all_renditions() if image else []


class Image(models.Model):
    """One picture. ``renditions`` is a list of ``{"file": str, "width": int, "height": int}``."""

    file = models.ImageField(_("file"), upload_to="pictures/%Y/%m/", width_field="width", height_field="height")
    alt = models.CharField(_("alternative text"), max_length=500, blank=True)
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    renditions = models.JSONField(default=list, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="images"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    original_path = models.CharField(max_length=500, blank=True, db_index=True, editable=False)
    wordpress_id = models.PositiveBigIntegerField(null=True, blank=True, unique=True, editable=False)

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.alt or self.file.name

    def get_absolute_url(self) -> str:
        """Return the address of the largest size."""
        return str(self.file.url)

    def all_renditions(self) -> list[Rendition]:
        """Return the stored sizes and the picture itself, widest last."""
        stored: list[dict[str, Any]] = self.renditions
        sizes = [Rendition(settings.MEDIA_URL + item["file"], item["width"], item["height"]) for item in stored]
        return sorted([*sizes, Rendition(self.file.url, self.width, self.height)], key=lambda size: size.width)
