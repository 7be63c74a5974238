"""Every address that a blog left behind, as far as its file tells. Knows no Django."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum
from urllib.parse import quote, urlsplit

from blog import permalinks
from blog.importing.proof.forms import WORDPRESS, Forms, forms_of
from blog.importing.reading import Position, Reader
from blog.importing.records import Attachment, Bundle, Site, Term, Text, Thread
from blog.markdown import slug_from

SAFE = "/:@!$&'()*+,;=~-._%"
UPLOADS = "/wp-content/uploads/"


class Kind(StrEnum):
    """What an address is of."""

    SITE = "site"
    ARTICLE = "article"
    PAGE = "page"
    NUMBER = "number"
    ATTACHMENT = "attachment"
    COMMENT = "comment"
    THREAD = "thread"  # where comments stood, and with them: of a text that is here already
    ARCHIVE = "archive"
    FEED = "feed"


@dataclass(frozen=True, slots=True)
class OldAddress:
    """A path of the old blog, percent-encoded, with its query.

    ``text`` is the key of the article or page that must be shown in the end, where there is one. For the
    address of comments, ``anchors`` are the keys of those that the pages of it must hold. A THREAD is asked
    for only if something here was found for it; what was not has been told.
    """

    kind: Kind
    path: str
    text: str = ""
    anchors: tuple[str, ...] = ()


@dataclass
class AddressBook:
    """Tells the addresses of what it is shown, and at the end those of the archives it was in.

    Holds a day, an author or a term once, so that it stays small whatever the size of the file; of threads,
    which files do not hold together, also the keys of their comments.
    """

    site: Site
    zone: tzinfo
    now: datetime
    forms: Forms = WORDPRESS
    _days: set[tuple[int, int, int]] = field(default_factory=set)
    _authors: set[str] = field(default_factory=set)
    _threads: dict[str, Thread] = field(default_factory=dict)
    _anchors: dict[str, list[str]] = field(default_factory=dict)

    def of(self, bundle: Bundle) -> Iterator[OldAddress]:
        """Yield what the things of one item could be found at by any visitor."""
        if bundle.attachment:
            yield from _of_attachment(bundle.attachment, self.site.hosts, self.forms)
        for thread in bundle.threads:
            self._threads.setdefault(thread.key, thread)
        for comment in bundle.comments if bundle.threads else ():
            if comment.state == "public":
                self._anchors.setdefault(comment.text, []).append(comment.key)
        if bundle.text and self._was_public(bundle.text):
            yield from self._of_text(bundle.text)

    def of_comments(self, text: Text, anchors: tuple[str, ...]) -> Iterator[OldAddress]:
        """Yield the address at which the comments with these keys stood, if any visitor saw them."""
        if anchors and self._was_public(text) and not text.password:
            yield OldAddress(Kind.COMMENT, path_of(text.link) or short_path(text), text.key, anchors)

    def of_archives(self) -> Iterator[OldAddress]:
        """Yield the addresses of the site, its archives and feeds, after all texts were shown."""
        for key, thread in self._threads.items():
            if path := next(filter(None, map(path_of, thread.links)), ""):
                yield OldAddress(Kind.THREAD, path, key, tuple(self._anchors.get(key, ())))
        if self.forms.has_front:
            yield OldAddress(Kind.SITE, "/")
        for feed in self.forms.feeds:
            yield OldAddress(Kind.FEED, feed)
        for path in self._archives():
            yield OldAddress(Kind.ARCHIVE, encoded(path))
            yield OldAddress(Kind.FEED, encoded(path) + self.forms.feed)

    def _archives(self) -> Iterator[str]:
        """Yield the paths of archives that have feeds."""
        front, dates = _fronts(self.site.permalink_structure)
        if self.forms.has_dates:
            yield from (f"{dates}{year:04}/" for year in sorted({day[0] for day in self._days}))
            for year, month in sorted({day[:2] for day in self._days}):
                yield f"{dates}{year:04}/{month:02}/"
            for year, month, day in sorted(self._days):
                yield f"{dates}{year:04}/{month:02}/{day:02}/"
        if self.forms.has_categories:
            yield from (f"{front}category/{path}/" for path in term_paths(self.site.categories))
        if self.forms.has_tags:
            yield from (f"{front}tag/{term.key}/" for term in self.site.tags)
        names = {person.key: person.nicename for person in self.site.people}
        for author in sorted(self._authors):
            # WordPress makes the name in the address from the login name, and tells only that in its files.
            if nicename := names.get(author) or (slug_from(author) if self.forms is WORDPRESS else ""):
                yield f"{front}author/{nicename}/"

    def _of_text(self, text: Text) -> Iterator[OldAddress]:
        kind = Kind(text.kind.value)
        link = path_of(text.link)
        if link:
            yield OldAddress(kind, link, text.key)
            if self.forms.has_text_feeds and "?" not in link and not text.password:
                yield OldAddress(Kind.FEED, f"{link.rstrip('/')}/feed/", text.key)
        for old in text.old_paths:
            yield OldAddress(kind, encoded(old), text.key)
        if text.number and self.forms.has_numbers:
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
    book = AddressBook(site, zone, now, forms_of(reader.system))
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


def _fronts(structure: str) -> tuple[str, str]:
    """Return what the addresses of archives begin with, and those of dates, by WordPress's rules."""
    front = permalinks.front(structure) or "/"
    is_like_a_date = "post_id" in permalinks.TAG.findall(structure)[:3]
    return front, f"{front}date/" if is_like_a_date else front


def _of_attachment(attachment: Attachment, hosts: frozenset[str], forms: Forms) -> Iterator[OldAddress]:
    """Yield the file's address, the one of its own page and the short one."""
    if attachment.path and forms.has_uploads:
        yield OldAddress(Kind.ATTACHMENT, encoded(UPLOADS + attachment.path))
    if (link := path_of(attachment.link)) and _host(attachment.link) in {"", *hosts}:
        yield OldAddress(Kind.ATTACHMENT, link)
    if attachment.number and forms.has_numbers:
        yield OldAddress(Kind.NUMBER, f"/?attachment_id={attachment.number}")


def _host(link: str) -> str:
    return (urlsplit(link).hostname or "").lower()
