"""Puts a Markdown file on the blog: makes the article, or brings it up to date. All files or none."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from blog import markdown
from blog.models import Article, Image, Page, SiteSettings, Status
from blog.publishing.front_matter import Document, PublishError, parse
from blog.publishing.people import find_author
from blog.publishing.pictures import store_pictures
from blog.publishing.taxonomy import find_categories, find_tags

ARTICLES_ONLY = ("categories", "tags", "source", "sticky")
MOST_BYTES = 4 * 2**20  # of one file
FIELDS = {"published_at": "date", "source_url": "source", "source_name": "source", "source_title": "source"}

type Content = Article | Page


class Verb(StrEnum):
    """What happened to the article of a file."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Outcome:
    """What became of one file; ``url`` is a path on the site."""

    path: Path
    verb: Verb
    url: str


def publish_file(path: Path, *, kind: type[Content] = Article) -> Outcome:
    """Publish one file; raises PublishError, and then nothing has changed."""
    return publish_files([path], kind=kind)[0]


def publish_files(
    paths: Iterable[Path], *, kind: type[Content] = Article, dry_run: bool = False
) -> list[Outcome]:
    """Publish the files in one transaction; raises PublishError, and then nothing has changed."""
    stored: list[Image] = []
    with _without_leftovers(stored), transaction.atomic():
        outcomes = [_publish(Path(path), kind, stored) for path in paths]
        transaction.set_rollback(dry_run)
    if dry_run:
        _remove(stored)
    return outcomes


@contextmanager
def _without_leftovers(stored: list[Image]) -> Iterator[None]:
    """Remove the files of pictures whose rows were rolled back."""
    try:
        yield
    except BaseException:
        _remove(stored)
        raise


def _remove(stored: list[Image]) -> None:
    for image in stored:
        image.remove_files(image.file_names())


def _publish(path: Path, kind: type[Content], stored: list[Image]) -> Outcome:
    try:
        document = parse(_read(path), SiteSettings.current().zone)
        return _apply(document, path, kind, stored)
    except PublishError as error:
        raise PublishError(f"{path}: {error}") from error
    except ValidationError as error:
        raise PublishError(f"{path}: {_first_fault(error)}") from error


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise PublishError(f"the file is larger than {MOST_BYTES // 2**20} MB: divide the article.")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise PublishError(f"the file cannot be read ({error.strerror}): check its name.") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise PublishError(f"line {line}: the text is not UTF-8: save the file as UTF-8.") from error
    if "\0" in text:
        raise PublishError(f"line {text[: text.index('\0')].count('\n') + 1}: remove the NUL character.")
    return text


def _apply(document: Document, path: Path, kind: type[Content], stored: list[Image]) -> Outcome:
    if kind is Page and (wrong := [name for name in ARTICLES_ONLY if name in document.given]):
        raise PublishError(f"{wrong[0]}: a page has none: remove the field.")
    document.slug = document.slug or markdown.slug_from(document.title)[:200] or "untitled"
    item = _find(document, kind) or kind()
    before = _state_of(item) if item.pk else None
    item.author = find_author(document.author, item.author if item.pk else None)
    _fill(item, document, _store_pictures(document, path, item.author, stored))
    if not markdown.is_slug(item.slug) or len(item.slug) > 200:
        raise PublishError(f"slug: {item.slug!r} cannot be used: write letters, digits and hyphens.")
    item.full_clean(exclude=["path", "slug"])
    is_changed = before != _state_of(item)
    if is_changed:
        item.save()
    if isinstance(item, Article):
        is_changed |= _file_under(item, document)
    verb = Verb.CREATED if before is None else Verb.UPDATED if is_changed else Verb.UNCHANGED
    return Outcome(path, verb, item.get_absolute_url())


def _store_pictures(document: Document, path: Path, owner: Any, stored: list[Image]) -> str:
    known = set(Image.objects.filter(uploaded_by=owner).values_list("pk", flat=True))

    def note(image: Image) -> None:
        if image.pk not in known:
            stored.append(image)

    return store_pictures(document, path, owner, note)


def _find(document: Document, kind: type[Content]) -> Any:
    """Return what the file stands for: the same slug on the same day, or the same slug without a date."""
    same_slug = kind._default_manager.filter(slug=document.slug)
    if kind is Page or document.date is None:
        return same_slug.order_by("-published_at", "-pk").first()
    zone = SiteSettings.current().zone
    day = document.date.astimezone(zone).date()
    return next(
        (
            item
            for item in same_slug
            if item.published_at and item.published_at.astimezone(zone).date() == day
        ),
        None,
    )


def _fill(item: Content, document: Document, body: str) -> None:
    item.title, item.slug, item.body = document.title, document.slug, body
    item.excerpt, item.password, item.status = document.excerpt, document.password, document.status
    item.published_at = document.date or item.published_at
    if item.published_at is None and item.status == Status.PUBLISHED:
        item.published_at = timezone.now()
    item.comments_open = document.comments == "open"
    if isinstance(item, Article):
        item.is_sticky = document.sticky
        for name in ("name", "url", "title"):
            setattr(item, f"source_{name}", document.source.get(name, ""))


def _file_under(article: Article, document: Document) -> bool:
    """Set categories and tags, made when missing; answer whether that changed anything."""
    wanted = (
        (article.categories, find_categories(document.categories)),
        (article.tags, find_tags(document.tags)),
    )
    is_changed = False
    for relation, items in wanted:
        if set(relation.values_list("pk", flat=True)) != {item.pk for item in items}:
            relation.set(items)  # type: ignore[arg-type]
            is_changed = True
    return is_changed


def _state_of(item: Content) -> dict[str, Any]:
    kept = {"id", "created_at", "updated_at", "body_html", "renderer_version", "search_document"}
    names = [field.attname for field in item._meta.concrete_fields if field.name not in kept]
    return {name: getattr(item, name) for name in names}


def _first_fault(error: ValidationError) -> str:
    """Return the first message with the name of its field in the file."""
    if not hasattr(error, "error_dict"):
        return error.messages[0]
    name, messages = next(iter(error.message_dict.items()))
    return f"{FIELDS.get(name, name)}: {messages[0]}"
