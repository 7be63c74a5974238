"""What a record of a text becomes before it is stored: the fields of an article or page, and their digest."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from blog import permalinks
from blog.importing.job import Job
from blog.importing.ledger import digest_of
from blog.importing.models import Imported
from blog.importing.records import Text, TextKind
from blog.models import Article, Page, SiteSettings, Status
from blog.models.content import BodyFormat

HASHED = ("pbkdf2_", "argon2", "scrypt")  # how a password that is stored as a digest begins
SHARED = (
    "title", "slug", "author_id", "body", "body_format", "excerpt", "status", "password", "published_at",
    "comments_open",
)  # fmt: skip
OF_ARTICLES = (
    "comments_close_after_days", "is_sticky", "source_name", "source_url", "source_title",
    "featured_image_id",
)  # fmt: skip
OF_PAGES = ("parent_id", "menu_order")
RENDERED = ("body_html", "renderer_version")
_is_address = URLValidator(["http", "https"])


@dataclass(slots=True)
class Draft:
    """A text on its way into the database, with the row that remembers it and what it still waits for."""

    text: Text
    item: Any  # Article or Page
    row: Imported
    categories: list[int] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)

    @property
    def subject(self) -> str:
        """What reports call it."""
        return f"{self.text.kind} {self.text.key}, “{self.text.title[:60]}”"

    def digest(self) -> bytes:
        """Return what tells whether the stored fields have been changed since."""
        own = OF_ARTICLES if self.text.kind == TextKind.ARTICLE else OF_PAGES
        values = [getattr(self.item, name) for name in (*SHARED, *own)]
        return digest_of([*values, sorted(self.categories), sorted(self.tags)])


def model_of(kind: TextKind) -> Any:
    """Return the model of a kind of texts."""
    return Article if kind == TextKind.ARTICLE else Page


def draft_of(
    kind: TextKind, row: Imported, item: Any, categories: Sequence[int] = (), tags: Sequence[int] = ()
) -> Draft:
    """Return a text that is stored already as a draft, to see whether it was changed here."""
    text = Text(row.key, kind, item.title, item.slug, "", item.body_format)
    return Draft(text, item, row, list(categories), list(tags))


def fill(job: Job, draft: Draft, author: int, featured: int | None) -> None:
    """Set the fields of the item to what the record says; slug, parent and path are not among them."""
    text, item = draft.text, draft.item
    values = {"title": text.title, "excerpt": text.excerpt, "status": text.status}
    if text.kind == TextKind.ARTICLE:
        values |= _source(job, draft)
        item.is_sticky, item.featured_image_id = text.is_sticky, featured
        item.comments_close_after_days = text.comments_close_after_days
    else:
        item.menu_order = max(-(2**31), min(text.menu_order, 2**31 - 1))
    for name, value in job.fit(type(item), draft.subject, values).items():
        setattr(item, name, value)
    item.body, item.body_format = text.body, text.body_format
    if job.options.markdown and (made := item.as_markdown()) is not None:
        item.body, item.body_format = made, BodyFormat.MARKDOWN
    item.author_id, item.comments_open = author, text.comments_open
    item.password = _password(job, draft)
    _set_times(job, draft)


def address_of(item: Any, categories: list[str], nicename: str, slug: str | None = None) -> str:
    """Return the address of an article that may not be stored yet, by the paths of its categories."""
    site = SiteSettings.current()
    parts = permalinks.Parts(
        number=item.public_id,
        slug=item.slug if slug is None else slug,
        published_at=item.published_at.astimezone(site.zone) if item.published_at else None,
        find_category=lambda: min(categories, default="uncategorized"),
        find_author=lambda: nicename,
    )
    return permalinks.build(site.permalink_structure, parts)


def _source(job: Job, draft: Draft) -> dict[str, Any]:
    text = draft.text
    url = text.source_url
    if url:
        try:
            _is_address(url)
        except ValidationError:
            job.odd("no-address", draft.subject, "The address of its source is none.")
            url = ""
    return {"source_name": text.source_name, "source_url": url, "source_title": text.source_title}


def _password(job: Job, draft: Draft) -> str:
    """Return the password as it is stored: one that does not fit, or looks like a digest, as its digest."""
    given, longest = draft.text.password, draft.item._meta.get_field("password").max_length
    if len(given) <= longest and not given.startswith(HASHED):
        return given
    if draft.item.password.startswith(HASHED) and check_password(given, draft.item.password):
        return str(draft.item.password)
    job.odd("password-hashed", draft.subject, "Its password is kept as a digest; readers type the same one.")
    return make_password(given)


def _set_times(job: Job, draft: Draft) -> None:
    text, item = draft.text, draft.item
    known = [text.published_at, text.created_at, text.updated_at]
    first = next((moment for moment in known if moment), job.run.created_at)
    item.published_at = text.published_at
    if item.status == Status.PUBLISHED and item.published_at is None:
        item.published_at = first
        job.odd("no-date", draft.subject, f"It says not when it was published; {first:%Y-%m-%d} is taken.")
    item.created_at = text.created_at or first
    item.updated_at = text.updated_at or item.published_at or first
