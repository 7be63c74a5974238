"""Files that are no pictures: sounds, films, documents."""

from functools import partial
from hashlib import blake2b
from os import SEEK_END
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File as Content
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog import file_kinds
from blog.models.media import UploadQuerySet

FOLDER = "files"
PIECE = 2**20  # bytes


class FileQuerySet(UploadQuerySet["File"]):
    """Look-ups, and the one way in."""

    def make(self, content: Content[bytes], name: str, **fields: Any) -> "File":
        """Write the content into the media folder and return the row, not yet saved.

        Twice the same content is one file. Raises ValidationError with one sentence for what is not kept.
        """
        size = content.seek(0, SEEK_END)
        if not size:
            raise ValidationError(_("The file is empty."), code="empty")
        if size > file_kinds.MOST_BYTES:
            limit = file_kinds.MOST_BYTES // 2**20
            raise ValidationError(_("The file is larger than %d MB.") % limit, code="size")
        content.seek(0)
        kind = file_kinds.kind_of(name, content.read(file_kinds.HEAD))
        if kind is None:
            message = _("Files of this kind are not kept, or the file is not what its name says.")
            raise ValidationError(message, code="format")
        row = self.model(media_type=kind.media_type, size=size, **fields)
        row.name = Path(name).name[-200:]
        row.write(content, file_kinds.extension_of(name))
        return row


class File(models.Model):
    """One file that is offered, not shown as a picture; ``name`` is what a download of it is called."""

    file = models.FileField(gettext_lazy("file"), upload_to="files/", max_length=200)
    name = models.CharField(gettext_lazy("name"), max_length=200)
    title = models.CharField(gettext_lazy("title"), max_length=500, blank=True)
    caption = models.TextField(gettext_lazy("caption"), blank=True)
    media_type = models.CharField(gettext_lazy("media type"), max_length=100, editable=False)
    size = models.PositiveBigIntegerField(gettext_lazy("size"), default=0, editable=False)  # bytes
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="files"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    original_path = models.CharField(max_length=500, blank=True, db_index=True, editable=False)
    wordpress_id = models.PositiveBigIntegerField(null=True, blank=True, unique=True, editable=False)
    # What it was uploaded to there, by that one's number.
    uploaded_to = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    menu_order = models.IntegerField(default=0, editable=False)

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("file")
        verbose_name_plural = gettext_lazy("files")
        indexes = [models.Index(fields=["file"], name="file_by_name")]

    def __str__(self) -> str:
        return self.title or self.name

    def get_absolute_url(self) -> str:
        """Return its address."""
        return str(self.file.url)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Remove the row, and the file once that is certain."""
        transaction.on_commit(partial(self._remove_file, str(self.file.name)))
        return super().delete(*args, **kwargs)

    def write(self, content: Content[bytes], extension: str) -> None:
        """Write the file under a name made of its content, unless it is there already."""
        digest = blake2b(digest_size=16)
        content.seek(0)
        while piece := content.read(PIECE):
            digest.update(piece)
        stem = digest.hexdigest()
        name = f"{FOLDER}/{stem[:2]}/{stem}.{extension}"
        storage = self.file.storage
        if not storage.exists(name) or storage.size(name) != self.size:  # cut by a crash
            storage.delete(name)
            content.seek(0)
            storage.save(name, content)
        self.file.name = name

    def _remove_file(self, name: str) -> None:
        if not type(self).objects.filter(file=name).exists():
            self.file.storage.delete(name)
