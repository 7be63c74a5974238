"""Pictures: the original as re-encoded at upload, and its renditions; how uploads of WordPress are found."""

from collections.abc import Collection, Iterable
from functools import partial
from typing import IO, Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog import images
from blog.markdown import Rendition
from blog.models import uploads

FOLDER = "pictures"


class UploadQuerySet[Upload: models.Model](models.QuerySet[Upload]):
    """Finds what was moved here by the path that it had below WordPress's uploads."""

    def find_upload(self, path: str) -> Upload | None:
        """Return what the path or address means: the very file, or what its size or edit was made of."""
        return self.find_uploads([path]).get(path)

    def find_uploads(self, paths: Iterable[str]) -> dict[str, Upload]:
        """Return what each path or address means, in few questions; those that mean nothing are missing."""
        names = {path: uploads.normal(path) for path in paths}
        wanted = {form for name in names.values() if name for form in uploads.forms(name)}
        rows: dict[str, Upload | None] = {}
        for one in self.filter(original_path__in=wanted).order_by("-pk"):
            rows[one.original_path] = one  # type: ignore[attr-defined] # the first of several stays
        found: dict[str, Upload | None] = {
            path: next((row for form in uploads.forms(name) if (row := rows.get(form))), None)
            for path, name in names.items()
        }
        edited = self._find_edits({name for path, name in names.items() if name and not found[path]})
        return {path: hit for path, name in names.items() if (hit := found[path] or edited.get(name))}

    def _find_edits(self, names: Collection[str]) -> dict[str, Upload]:
        """Return what stayed below another name than its first, by the first."""
        return {}


class ImageQuerySet(UploadQuerySet["Image"]):
    """Look-ups for the renderer, and the one way in for files."""

    def _find_edits(self, names: Collection[str]) -> dict[str, "Image"]:
        """Return the edited form of pictures that stayed below their first name on the old site only."""
        if not names:
            return {}
        # The index holds these alone: a few of a library, however many names are asked for.
        edited = self.filter(original_path__regex=uploads.EDITED_PATH).order_by("pk")
        ids = {uploads.unedited(path): pk for path, pk in edited.values_list("original_path", "pk")}
        wanted = {name: pk for name in names if (pk := ids.get(uploads.unedited(uploads.original(name))))}
        rows = self.in_bulk(set(wanted.values())) if wanted else {}
        return {name: rows[pk] for name, pk in wanted.items() if pk in rows}

    def find_renditions(self, address: str) -> list[Rendition]:
        """Return the sizes of the picture with that address, widest last; none when it is not ours."""
        if address.startswith(uploads.FOLDER):
            found = self.find_upload(address)
            return found.all_renditions() if found else []
        if not address.startswith(settings.MEDIA_URL):
            return []
        image = self.filter(file=address.removeprefix(settings.MEDIA_URL)).first()
        return image.all_renditions() if image else []

    def store(self, file: IO[bytes], *, uploaded_by: Any, alt: str = "", **fields: Any) -> "Image":
        """Decode, re-encode and keep the picture; the same file of the same person is kept once.

        Raises ValidationError with one sentence for what is no picture, damaged or too large.
        """
        data = images.read_upload(file)
        name = images.name_for(data, uploaded_by.pk if uploaded_by else None)
        if known := self.filter(file__startswith=f"{FOLDER}/{name[:2]}/{name}.").first():
            return known
        encoded = images.encode(data)
        image = self.model(uploaded_by=uploaded_by, alt=alt[:500], **fields)
        image.keep(encoded, f"{FOLDER}/{name[:2]}/{name}")
        image.save()
        return image


class Image(models.Model):
    """One picture. ``renditions`` is a list of ``{"file": str, "width": int, "height": int}``."""

    file = models.ImageField(
        _("file"), upload_to="pictures/%Y/%m/", width_field="width", height_field="height"
    )
    alt = models.CharField(_("alternative text"), max_length=500, blank=True)
    title = models.CharField(_("title"), max_length=500, blank=True, db_default="")
    caption = models.TextField(_("caption"), blank=True, db_default="")
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    renditions = models.JSONField(default=list, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="images"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    original_path = models.CharField(max_length=500, blank=True, db_index=True, editable=False)
    wordpress_id = models.PositiveBigIntegerField(null=True, blank=True, unique=True, editable=False)
    # What it was uploaded to there, by that one's number: a gallery without a list shows these.
    uploaded_to = models.PositiveBigIntegerField(null=True, blank=True, db_index=True, editable=False)
    menu_order = models.IntegerField(default=0, db_default=0, editable=False)

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        indexes = [
            models.Index(
                fields=["original_path"],
                name="image_edited",
                condition=models.Q(original_path__regex=uploads.EDITED_PATH),
            )
        ]

    def __str__(self) -> str:
        return self.alt or self.title or str(self.file.name)

    def get_absolute_url(self) -> str:
        """Return the address of the largest size."""
        return str(self.file.url)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Remove the row, and its files once that is certain."""
        transaction.on_commit(partial(self.remove_files, self.file_names()))
        return super().delete(*args, **kwargs)

    def all_renditions(self) -> list[Rendition]:
        """Return the stored sizes and the picture itself, widest last."""
        stored: list[dict[str, Any]] = self.renditions
        sizes = [
            Rendition(settings.MEDIA_URL + item["file"], item["width"], item["height"]) for item in stored
        ]
        return sorted(
            [*sizes, Rendition(self.file.url, self.width, self.height)], key=lambda size: size.width
        )

    def rendition_for(self, width: int) -> Rendition:
        """Return the narrowest size of at least that many pixels; the widest for 0 or more than it has."""
        sizes = self.all_renditions()
        return next((size for size in sizes if width and size.width >= width), sizes[-1])

    def smallest_url(self) -> str:
        """Return the address of the narrowest size, for lists."""
        return self.all_renditions()[0].url

    def keep(self, encoded: images.Encoded, stem: str) -> None:
        """Write the files as ``stem.jpg``, ``stem-400.webp`` and so on, and note their names and sizes."""
        self.renditions = [
            {"file": self._write(f"{stem}-{size.width}", size), "width": size.width, "height": size.height}
            for size in encoded.smaller
        ]
        self.width, self.height = encoded.main.width, encoded.main.height
        self.file.name = self._write(stem, encoded.main)

    def file_names(self) -> list[str]:
        """Return the names of all its files in the media folder."""
        return [str(self.file.name), *(str(item["file"]) for item in self.renditions)]

    def remove_files(self, names: list[str]) -> None:
        """Delete files from the media folder, unless another row shows the same picture."""
        if not type(self).objects.filter(file=names[0]).exists():
            for name in names:
                self.file.storage.delete(name)

    def _write(self, stem: str, picture: images.Picture) -> str:
        """Write one file; what a failed attempt left under that name is replaced."""
        name = f"{stem}.{picture.extension}"
        self.file.storage.delete(name)
        return str(self.file.storage.save(name, ContentFile(picture.data)))
