"""Fetches the pictures of imported commenters, each once, so that no page asks a foreign host for one.

It comes after the texts and is bounded in time: what is left, and what did not answer, is asked in the next
run. Nothing that goes wrong here ends the import.
"""

import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from itertools import islice
from threading import Lock
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from blog import images
from blog.comments.models import BlogComment
from blog.fetching import FetchError, FetchFailedError, fetch
from blog.importing.comments.columns import digest_of_stored
from blog.importing.job import Job
from blog.importing.models import WantedPicture
from blog.importing.options import DOWNLOAD
from blog.importing.records import Oddity

FOLDER = "comment-pictures"
AT_ONCE = 8  # addresses
MOST_BYTES = 2 * 2**20
MOST_SECONDS = 10 * 60.0  # for all of one run
SECONDS = 10.0  # for one
MOST_FAILURES = 5  # of a host in a row; then it is asked for nothing more in this run
SOURCE_KEPT = 100  # addresses that are read at once


type Told = Callable[[int, int], None]


@dataclass
class Faces:
    """What became of the addresses."""

    fetched: int = 0
    failed: int = 0
    oddities: list[Oddity] = field(default_factory=list)

    def tell(self, code: str, url: str, detail: str) -> None:
        """Count a failure, and tell of it."""
        self.failed += 1
        self.oddities.append(Oddity(code, url, detail))


@dataclass(frozen=True)
class _Face:
    """One answer: the picture, or what is wrong; ``is_over`` says that asking again would change nothing."""

    url: str
    picture: images.Picture | None = None
    error: str = ""
    is_over: bool = False


def bring_faces(job: Job, told: Told) -> None:
    """Fetch them in a run that fetches files, and report; what was had is not asked again."""
    if job.options.media != DOWNLOAD or job.run.is_trial:
        return
    faces = fetch_faces(job.source.pk, told)
    job.report.count("commenter's picture", "created", faces.fetched)
    job.report.count("commenter's picture", "skipped", faces.failed)
    for oddity in faces.oddities:
        job.report.tell(oddity)


def fetch_faces(
    source_id: int,
    told: Told = lambda _done, _all: None,
    *,
    allow: Collection[str] = (),
    seconds: float = MOST_SECONDS,
) -> Faces:
    """Fetch the pictures that comments of the source want, and say which were had.

    ``told`` is called after each with the number done and of all; it may raise, which ends the work after
    what is stored. ``allow`` are origins that may be asked though they are not public.
    """
    faces, fetcher = Faces(), _Fetcher(allow)
    total = WantedPicture.objects.filter(source=source_id).values("url").distinct().count()
    ends_at = time.monotonic() + seconds
    threads = ThreadPoolExecutor(AT_ONCE, "faces")
    try:
        for done, face in enumerate(_answers(threads, fetcher, _urls(source_id), ends_at), 1):
            _take(source_id, face, faces)
            told(done, total)
    finally:
        threads.shutdown(cancel_futures=True)
    if (left := total - faces.fetched - faces.failed) > 0:
        text = f"{left} pictures of commenters were not asked for in the time; the next run goes on."
        faces.oddities.append(Oddity("pictures-left", "pictures of commenters", text))
    return faces


class _Fetcher:
    """Asks one address after the other, in threads; knows no database."""

    def __init__(self, allow: Collection[str]) -> None:
        self._allow = allow
        self._failures: Counter[str] = Counter()  # by host
        self._decoding = Lock()  # a picture may take much memory while it is decoded

    def ask(self, url: str) -> _Face:
        """Return the small picture at the address; never raises."""
        host = _host_of(url)
        if self._failures[host] >= MOST_FAILURES:
            return _Face(url, error=f"{host} did not answer")
        try:
            found = fetch(
                url, most_bytes=MOST_BYTES, types=images.MEDIA_TYPES, allow=self._allow, seconds=SECONDS
            )
            with self._decoding:
                picture = images.encode_avatar(found.data)
        except FetchFailedError as error:
            self._failures[host] += 1
            return _Face(url, error=str(error))
        except FetchError as error:
            return _Face(url, error=str(error), is_over=True)
        except ValidationError as error:
            return _Face(url, error=" ".join(error.messages), is_over=True)
        self._failures[host] = 0
        return _Face(url, picture)


def _urls(source_id: int) -> Iterator[str]:
    """Yield each address once, in order."""
    last = ""
    while True:
        wanted = WantedPicture.objects.filter(source=source_id, url__gt=last).order_by("url")
        urls = list(wanted.values_list("url", flat=True).distinct()[:SOURCE_KEPT])
        yield from urls
        if len(urls) < SOURCE_KEPT:
            return
        last = urls[-1]


def _answers(
    threads: ThreadPoolExecutor, fetcher: _Fetcher, urls: Iterator[str], ends_at: float
) -> Iterator[_Face]:
    """Yield answers as they come; no further address is asked once the time is over."""
    waiting: set[Future[_Face]] = set()
    while True:
        if time.monotonic() < ends_at:
            waiting |= {threads.submit(fetcher.ask, url) for url in islice(urls, 2 * AT_ONCE - len(waiting))}
        if not waiting:
            return
        done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        for future in done:
            yield future.result()


def _take(source_id: int, face: _Face, faces: Faces) -> None:
    """Store a picture with the comments that want it, or tell what is wrong, in one transaction."""
    wanted = WantedPicture.objects.filter(source=source_id, url=face.url)
    if face.picture is None:
        faces.tell("picture-refused" if face.is_over else "picture-unreachable", face.url, f"{face.error}.")
        if face.is_over:
            wanted.delete()
        return
    name = f"{FOLDER}/{images.name_for(face.picture.data, FOLDER)}.{face.picture.extension}"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(face.picture.data))
    with transaction.atomic():
        comments = BlogComment.objects.filter(pk__in=wanted.values("comment"), picture="")
        # Not those that were changed here since: the name may have been taken off.
        same = [each.pk for each in comments.iterator() if _is_as_imported(each)]
        BlogComment.objects.filter(pk__in=same).update(picture=name)
        wanted.delete()
    faces.fetched += 1


def _is_as_imported(comment: BlogComment) -> bool:
    return digest_of_stored(comment) == bytes(comment.imported_as or b"")


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
