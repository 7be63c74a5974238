"""Brings the files of the old blog here: pictures encoded anew, other files as they are, unsafe ones not.

    with MediaStore(options.media, site) as store:
        for portion in portions:                      # some dozens of attachments
            prepared = store.prepare(portion)         # slow, before the transaction: files are written
            with transaction.atomic():
                for each in prepared: …               # each.row.uploaded_by = …; each.row.save()

Names of files are made of their content, so a crash between file and row leaves nothing that the next run
does not use. A file that cannot be had never ends the import: it is an oddity, and its row is None.
"""

import re
import zipfile
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.core.files.base import File as Content
from django.utils import timezone

from blog import file_kinds, images
from blog.importing.media.archives import Tar, Zip
from blog.importing.media.download import Download
from blog.importing.media.encoding import Encoders
from blog.importing.media.names import TRIAL_FOLDER
from blog.importing.media.sources import Folder, MediaError, Nowhere, Source
from blog.importing.options import DOWNLOAD
from blog.importing.reading import UnreadableFileError
from blog.importing.records import Attachment, Oddity, Site
from blog.models import File, Image, uploads
from blog.models.media import FOLDER

PICTURES = frozenset({"jpg", "jpeg", "jpe", "jfif", "png", "gif", "webp", "avif"})
# Where this very blog kept a picture before it was exported.
OWN_PICTURE = re.compile(
    rf"({FOLDER}/(?:[a-z0-9_-]{{1,40}}/){{0,3}}[A-Za-z0-9_-]{{1,100}})\.(?:jpg|png|webp)"
)
AT_ONCE = 4  # files that are read or fetched at the same time
# What ValidationError says, in words of the report.
CODES = {"format": "media-refused", "size": "media-too-large", "pixels": "media-too-large"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """What became of one attachment.

    ``row`` is not saved yet, with its file written, original_path, wordpress_id (the attachment's number),
    titles and times set; ``uploaded_by`` and a free primary key are the writer's. When ``is_known``, it is
    the row that has been here before. None: there is no file, and ``oddity`` says why.
    """

    attachment: Attachment
    row: Image | File | None = None
    is_known: bool = False
    oddity: Oddity | None = None


class MediaStore:
    """The files of one old blog, from wherever ``source`` (``Options.media``) says that they are.

    In a trial nothing is fetched or written: rows have no size, and tell what would be there. ``allow`` are
    origins that may be asked though they are not public. Raises UnreadableFileError for what is no source.
    """

    def __init__(
        self, source: str, site: Site, *, is_trial: bool = False, allow: Collection[str] = ()
    ) -> None:
        self._site, self._is_trial = site, is_trial
        self._source = _open_source(source, site, allow)
        self._is_download = source == DOWNLOAD
        self._encoders = Encoders()
        self._threads = ThreadPoolExecutor(max(AT_ONCE, self._encoders.processes), "media")
        self._writing = Lock()  # two attachments may have the same content, and so the same names

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End all threads and processes; what is under way is dropped."""
        self._threads.shutdown(cancel_futures=True)
        self._encoders.close()
        self._source.close()

    def prepare(self, attachments: Sequence[Attachment]) -> list[Prepared]:
        """Get the files of attachments, in their order; call it outside of a transaction."""
        known = _known(attachments)
        return list(self._threads.map(lambda each: self._prepare(each, known.get(each.key)), attachments))

    def fetch_inline(self, paths: Iterable[str]) -> list[Prepared]:
        """Get what texts show from below the uploads though it is no attachment, as rows without a number.

        ``paths`` are addresses on the old blog, or paths below its uploads; what is here already is left out.
        """
        wanted = {path: uploads.normal(path) for path in paths}
        here = {*Image.objects.find_uploads(wanted), *File.objects.find_uploads(wanted)}
        names = dict.fromkeys(name for path, name in wanted.items() if name and path not in here)
        originals = dict.fromkeys(uploads.original(name) for name in names)
        found = {each.attachment.path: each for each in self.prepare([*map(self._inline, originals)])}
        # What is not there in its first size may still be in the one that the text shows.
        sizes = [name for name in names if uploads.original(name) != name and not _row_of(name, found)]
        for each in self.prepare([*map(self._inline, sizes)]):
            if each.row:
                found.pop(uploads.original(each.attachment.path), None)
                found[each.attachment.path] = each
        return list(found.values())

    def _inline(self, name: str) -> Attachment:
        """Return the record of a file that no file of the export lists."""
        wordpress_com = [host for host in self._site.hosts if host.endswith(".files.wordpress.com")]
        base = f"https://{wordpress_com[0]}/" if wordpress_com else self._site.address + uploads.FOLDER
        return Attachment(f"inline:{name}", base + quote(name), name)

    def _prepare(self, attachment: Attachment, known: Image | File | None) -> Prepared:
        if known:
            return Prepared(attachment, known, is_known=True)
        try:
            row = self._row(attachment)
        except MediaError as error:
            return Prepared(attachment, oddity=_oddity(error.code, attachment, str(error)))
        except ValidationError as error:
            code = CODES.get(str(error.code), "media-damaged")
            return Prepared(attachment, oddity=_oddity(code, attachment, " ".join(error.messages)))
        is_unsure = self._is_trial and self._is_download
        detail = "A trial fetches nothing: whether the file is there is not known."
        return Prepared(
            attachment, row, oddity=_oddity("media-not-checked", attachment, detail) if is_unsure else None
        )

    def _row(self, attachment: Attachment) -> Image | File:
        path = uploads.normal(attachment.path) or attachment.media_path
        extension = file_kinds.extension_of(path)
        is_picture = extension in PICTURES
        if len(path) > uploads.LONGEST:
            raise MediaError("media-refused", "Its path is too long.")
        if not is_picture and extension not in file_kinds.KINDS:
            raise MediaError("media-refused", "Files of this kind are not kept.")
        if self._is_trial:
            self._source.check(attachment)
            row: Image | File = Image(width=1, height=1) if is_picture else File()  # 0 would open the file
            row.file.name = f"{TRIAL_FOLDER}/{attachment.key}.{extension}"
        else:
            row = self._picture(attachment) if is_picture else self._file(attachment)
        _describe(row, attachment)
        return row

    def _picture(self, attachment: Attachment) -> Image:
        buffer = BytesIO()
        self._source.copy(attachment, buffer, images.MOST_BYTES)
        data = images.read_upload(buffer)
        encoded = self._encoders.encode(data)
        name = images.name_for(data, None)
        own = OWN_PICTURE.fullmatch(attachment.media_path)
        image = Image()
        with self._writing:
            image.keep(encoded, own[1] if own else f"{FOLDER}/{name[:2]}/{name}")
        return image

    def _file(self, attachment: Attachment) -> File:
        with TemporaryFile() as buffer:
            self._source.copy(attachment, buffer, file_kinds.MOST_BYTES)
            content: Content[bytes] = Content(buffer, "content")
            with self._writing:
                return File.objects.make(content, uploads.normal(attachment.path) or attachment.media_path)


def _open_source(source: str, site: Site, allow: Collection[str]) -> Source:
    if not source:
        return Nowhere()
    if source == DOWNLOAD:
        return Download(site.hosts, allow=allow)
    path = Path(source)
    try:
        if path.is_dir():
            return Folder(path)
        if zipfile.is_zipfile(path):
            return Zip(path)
        if path.is_file():
            return Tar(path)
    except OSError as error:
        raise UnreadableFileError(f"{source} cannot be read ({error.strerror}).") from error
    raise UnreadableFileError(f"{source} is no folder, no zip and no tar file.")


def _known(attachments: Iterable[Attachment]) -> dict[str, Image | File]:
    """Return the rows that attachments became before, by key: same path, and no other number.

    What comes from an export of ours is known by its place in the media folder.
    """
    names = {each.key: uploads.normal(each.path) for each in attachments}
    places = [each.media_path for each in attachments if each.media_path]
    rows: dict[tuple[str, int | None], Any] = {}
    for model in (Image, File):
        for row in model.objects.filter(original_path__in=[name for name in names.values() if name]):
            rows[row.original_path, row.wordpress_id] = row
        for row in model.objects.filter(file__in=places):
            rows["/" + str(row.file.name), None] = row
    found: dict[str, Image | File] = {}
    for each in attachments:
        path, place = names[each.key], f"/{each.media_path}"
        if same := rows.get((place, None)) or rows.get((path, each.number)) or rows.get((path, None)):
            found[each.key] = same
    return found


def _row_of(name: str, found: Mapping[str, Prepared]) -> Image | File | None:
    original = found.get(uploads.original(name))
    return original.row if original else None


def _describe(row: Image | File, attachment: Attachment) -> None:
    row.original_path = uploads.normal(attachment.path)
    row.wordpress_id = attachment.number
    row.title, row.caption = attachment.title[:500], attachment.caption
    row.created_at = attachment.published_at or timezone.now()
    row.menu_order = attachment.menu_order
    parent = attachment.parent
    row.uploaded_to = int(parent[:18]) if parent.isascii() and parent.isdigit() else None
    if isinstance(row, Image):
        row.alt = attachment.alt[:500]


def _oddity(code: str, attachment: Attachment, detail: str) -> Oddity:
    address = attachment.url or attachment.path
    return Oddity(
        code, f"attachment {attachment.key}", detail if address in detail else f"{address}: {detail}"
    )
