"""Every address that a blog left behind, as far as its file tells. Knows no Django.

Source of the forms: WordPress, "Using permalinks", and the rewrite rules it lists for a site.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum
from urllib.parse import quote, urlsplit

from blog.importing.reading import Position, Reader
from blog.importing.records import Attachment, Bundle, Site, Term, Text

SAFE = "/:@!$&'()*+,;=~-._%"
UPLOADS = "/wp-content/uploads/"
FEEDS = ("/feed/", "/feed/atom/", "/comments/feed/")


class Kind(StrEnum):
    """What an address is of."""

    SITE = "site"
    ARTICLE = "article"
    PAGE = "page"
    NUMBER = "number"
    ATTACHMENT = "attachment"
    COMMENT = "comment"
    ARCHIVE = "archive"
    FEED = "feed"


@dataclass(frozen=True, slots=True)
class OldAddress:
    """A path of the old blog, percent-encoded, with its query.

    ``text`` is the key of the article or page that must be shown in the end, where there is one. For the
    address of comments, ``anchors`` are the keys of those that the pages of it must hold.
    """

    kind: Kind
    path: str
    text: str = ""
    anchors: tuple[str, ...] = ()


@dataclass
class AddressBook:
    """Tells the addresses of what it is shown, and at the end those of the archives it was in.

    Holds a day, an author or a term once, so that it stays small whatever the size of the file.
    """

    site: Site
    zone: tzinfo
    now: datetime
    _days: set[tuple[int, int, int]] = field(default_factory=set)
    _authors: set[str] = field(default_factory=set)

    def of(self, bundle: Bundle) -> Iterator[OldAddress]:
        """Yield what the things of one item could be found at by any visitor."""
        if bundle.attachment:
            yield from _of_attachment(bundle.attachment, self.site.hosts)
        if bundle.text and self._was_public(bundle.text):
            yield from self._of_text(bundle.text)

    def of_comments(self, text: Text, anchors: tuple[str, ...]) -> Iterator[OldAddress]:
        """Yield the address at which the comments with these keys stood, if any visitor saw them."""
        if anchors and self._was_public(text) and not text.password:
            yield OldAddress(Kind.COMMENT, path_of(text.link) or short_path(text), text.key, anchors)

    def of_archives(self) -> Iterator[OldAddress]:
        """Yield the addresses of the site, its archives and feeds, after all texts were shown."""
        yield OldAddress(Kind.SITE, "/")
        for feed in FEEDS:
            yield OldAddress(Kind.FEED, feed)
        for year in sorted({day[0] for day in self._days}):
            yield from _with_feed(f"/{year:04}/")
        for year, month in sorted({day[:2] for day in self._days}):
            yield from _with_feed(f"/{year:04}/{month:02}/")
        for year, month, day in sorted(self._days):
            yield from _with_feed(f"/{year:04}/{month:02}/{day:02}/")
        for path in term_paths(self.site.categories):
            yield from _with_feed(f"/category/{path}/")
        for term in self.site.tags:
            yield from _with_feed(f"/tag/{term.key}/")
        names = {person.key: person.nicename for person in self.site.people}
        for author in sorted(self._authors):
            if nicename := names.get(author):
                yield from _with_feed(f"/author/{nicename}/")

    def _of_text(self, text: Text) -> Iterator[OldAddress]:
        kind = Kind(text.kind.value)
        link = path_of(text.link)
        if link:
            yield OldAddress(kind, link, text.key)
            if "?" not in link and not text.password:
                yield OldAddress(Kind.FEED, f"{link.rstrip('/')}/feed/", text.key)
        for old in text.old_paths:
            yield OldAddress(kind, encoded(old), text.key)
        if text.number:
            yield OldAddress(Kind.NUMBER, short_path(text), text.key)
        if kind == Kind.ARTICLE and text.published_at:
            local = text.published_at.astimezone(self.zone)
            self._days.add((local.year, local.month, local.day))
            self._authors.add(text.author)

    def _was_public(self, text: Text) -> bool:
        """Whether any visitor could open it: WordPress answers 404 to what is private or still to come."""
        return text.status == "published" and (text.published_at is None or text.published_at <= self.now)


def addresses_in(reader: Reader, site: Site, zone: tzinfo, now: datetime) -> Iterator[OldAddress]:
    """Yield every old address of the files, one item in memory at a time."""
    book = AddressBook(site, zone, now)
    for item in reader.attachments(Position()):
        for bundle in item.bundles():
            yield from book.of(bundle)
    for item in reader.texts(Position()):
        text: Text | None = None
        anchors: list[str] = []
        for bundle in item.bundles():
            yield from book.of(bundle)
            text = text or bundle.text
            anchors += [comment.key for comment in bundle.comments if comment.state == "public"]
        if text:
            yield from book.of_comments(text, tuple(anchors))
    yield from book.of_archives()


def path_of(link: str) -> str:
    """Return path and query of an absolute or relative address, encoded; empty when it has none."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return ""
    if not parts.path.startswith("/") and not parts.netloc:
        return ""
    return encoded(parts.path or "/") + (f"?{quote(parts.query, safe=SAFE)}" if parts.query else "")


def encoded(path: str) -> str:
    """Return the path in ASCII, what is encoded already left as it is."""
    return quote(path, safe=SAFE)


def short_path(text: Text) -> str:
    """Return ``/?p=NUMBER`` of an article, ``/?page_id=NUMBER`` of a page."""
    return f"/?{'page_id' if text.kind == 'page' else 'p'}={text.number}"


def term_paths(terms: Iterable[Term]) -> Iterator[str]:
    """Yield ``parent/child`` of each term; a loop is cut where it would begin anew."""
    known = {term.key: term for term in terms}
    for term in known.values():
        parts, above = [term.key], term.parent
        while above in known and above not in parts:
            parts.insert(0, above)
            above = known[above].parent
        yield "/".join(parts)


def _of_attachment(attachment: Attachment, hosts: frozenset[str]) -> Iterator[OldAddress]:
    """Yield the file's address, the one of its own page and the short one."""
    if attachment.path:
        yield OldAddress(Kind.ATTACHMENT, encoded(UPLOADS + attachment.path))
    if (link := path_of(attachment.link)) and _host(attachment.link) in {"", *hosts}:
        yield OldAddress(Kind.ATTACHMENT, link)
    if attachment.number:
        yield OldAddress(Kind.NUMBER, f"/?attachment_id={attachment.number}")


def _host(link: str) -> str:
    return (urlsplit(link).hostname or "").lower()


def _with_feed(path: str) -> Iterator[OldAddress]:
    yield OldAddress(Kind.ARCHIVE, encoded(path))
    yield OldAddress(Kind.FEED, encoded(path) + "feed/")
