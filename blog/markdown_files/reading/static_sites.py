"""What the generators of static sites have in common."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from hashlib import blake2b
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

from blog.importing.reading import UnreadableFileError
from blog.importing.records import Attachment, Bundle, Oddity, Site, Text, TextKind
from blog.markdown import is_slug, slug_from
from blog.markdown_files.reading.addresses import UPLOADS, Addresses, prefix_of
from blog.markdown_files.reading.heads import Head, Tell, load_config, read_text, split, teller
from blog.markdown_files.reading.layouts import is_media
from blog.markdown_files.reading.sites import Gathered
from blog.markdown_files.reading.trees import Tree, read
from blog.publishing.front_matter import PublishError

DATED = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})-(?P<slug>.+)")


@dataclass(frozen=True, slots=True)
class Place:
    """What a generator makes of a file's name and fields: which kind of text it is, and its address."""

    kind: TextKind
    slug: str
    path: str  # of its page, from the top of the site
    published_at: datetime | None
    is_draft: bool = False
    folders: tuple[str, ...] = ()  # that stand for categories


class StaticSite:
    """Fulfils ``Layout`` but for what generators differ in."""

    configs: tuple[str, ...] = ()
    divides_at_blanks = False  # lists of terms that are one text

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.config: dict[str, Any] = {}
        config = b""
        for name in self.configs:
            if name in tree.sizes:
                config = read(tree, name)
                self.config = load_config(name, config)
                break
        self.salt = blake2b(config, digest_size=8).digest()
        self.zone = _zone_of(self.setting("timezone", "timeZone"))
        self.address = self.find_address().rstrip("/")
        self.prefix = prefix_of(self.address)
        self.links: dict[str, str] = {}  # name of a text → path of its page
        self._gathered = Gathered()
        self._media = {self.public_path(name): name for name in tree.sizes if is_media(name)}
        self.addresses = Addresses(tree, self.address, self._media, self.links)
        self._names = self.find_names()
        self._is_surveyed = False

    def find_address(self) -> str:
        """Return where the site lay."""
        raise NotImplementedError

    def find_names(self) -> list[str]:
        """Return the names of the texts."""
        raise NotImplementedError

    def public_path(self, name: str) -> str:
        """Return the path at which a file of the library was, from the top of the site."""
        return f"/{name}"

    def place(self, name: str, head: Head) -> Place:
        """Return what a file stands for."""
        raise NotImplementedError

    def plain(self, body: str, tell: Tell) -> str:
        """Return a text without what only the generator understands."""
        raise NotImplementedError

    def setting(self, *names: str) -> str:
        """Return a text of the site's settings."""
        return next((str(self.config[name]) for name in names if isinstance(self.config.get(name), str)), "")

    def site(self) -> tuple[Site, list[Oddity]]:
        """Return the blog, its terms and people gathered from all texts."""
        self._survey()
        host = urlsplit(self.address).hostname if "//" in self.address else ""
        redirects = [
            (self.prefix + path, UPLOADS + self.tree.outer + name) for path, name in self._media.items()
        ]
        site = Site(
            address=self.address if host else "",
            title=self.setting("title", "name"),
            tagline=self.setting("tagline", "description", "subtitle"),
            time_zone=str(self.zone) if self.setting("timezone", "timeZone") else "",
            hosts=frozenset([host] if host else []),
            redirects=tuple(redirects),
        )
        return self._gathered.complete(site), []

    def attachments(self) -> Iterator[Attachment]:
        """Yield the files of the library."""
        for path, name in self._media.items():
            url = self.address + quote(path)
            yield Attachment(key=name, url=url, path=self.tree.outer + name)

    def names(self) -> list[str]:
        """Return the names of the texts."""
        return self._names

    def files_of(self, name: str) -> list[str]:
        """Return the one file of a text."""
        return [name]

    def bundles(self, name: str) -> Iterator[Bundle]:
        """Yield the text."""
        self._survey()
        bundle = Bundle()
        tell = teller(bundle.oddities, name, name)
        head, body = self._split(name, tell)
        bundle.text = self._text(name, head, body, tell)
        yield bundle

    def _split(self, name: str, tell: Tell) -> tuple[Head, str]:
        try:
            values, body = split(read_text(read(self.tree, name)))
        except PublishError as error:
            raise UnreadableFileError(str(error)) from error
        return Head(values, self.zone, tell), body

    def _survey(self) -> None:
        """Learn where each text is, and what its people and terms are called."""
        if self._is_surveyed:
            return
        self._is_surveyed = True
        for name in self._names:
            try:
                head, _body = self._split(name, lambda _code, _detail: None)
            except UnreadableFileError:
                continue  # told when the texts are read
            place = self.place(name, head)
            self.links[name] = self.prefix + place.path
            self._gathered.person(self._author(head))
            self._terms(head, place)

    def _author(self, head: Head) -> str:
        author = self.config.get("author")
        given = author.get("name") if isinstance(author, dict) else author
        return head.text("author", "authors") or (given if isinstance(given, str) else "")

    def _terms(self, head: Head, place: Place) -> tuple[tuple[str, ...], tuple[str, ...]]:
        if place.kind is TextKind.PAGE:
            return (), ()
        names = [*place.folders, *head.words("categories", "category", by_blanks=self.divides_at_blanks)]
        categories = [self._gathered.category(name.replace("/", "-")) for name in names]
        tags = map(self._gathered.tag, head.words("tags", "tag", by_blanks=self.divides_at_blanks))
        return tuple(dict.fromkeys(filter(None, categories))), tuple(dict.fromkeys(filter(None, tags)))

    def _text(self, name: str, head: Head, body: str, tell: Tell) -> Text:
        place = self.place(name, head)
        body = self.addresses.change(name, self.plain(body, tell).strip("\n"))
        heading = re.match(r"# +(.+?)(?: +#*)?\n", f"{body}\n")
        title = head.text("title", "linkTitle") or (heading[1] if heading else "")
        categories, tags = self._terms(head, place)
        aliases = head.words("aliases", "alias", "redirect_from")
        changed_at = head.moment("lastmod", "last_modified_at", "updated", "modified")
        source = head.values.get("source")
        said: Mapping[str, Any] = source if isinstance(source, dict) else {}
        return Text(
            key=name,
            kind=place.kind,
            title=title or place.slug.replace("-", " ").capitalize(),
            slug=place.slug if is_slug(place.slug) else slug_from(place.slug),
            body=body,
            body_format="html" if name.endswith((".html", ".htm")) else "markdown",
            link=self.address + quote(place.path),
            author=self._gathered.person(self._author(head)),
            excerpt=head.text("excerpt", "summary", "description"),
            status="draft" if place.is_draft else _status(head),
            password=head.text("password"),
            published_at=place.published_at,
            updated_at=changed_at or place.published_at,
            comments_open=head.text("comments") != "closed" and head.flag("comments", True),
            menu_order=int(head.text("weight")) if re.fullmatch(r"-?\d{1,9}", head.text("weight")) else 0,
            is_sticky=head.flag("sticky", False) or head.flag("pinned", False),
            featured=self._picture(name, head),
            categories=categories,
            tags=tags,
            old_paths=tuple(self.prefix + _from_top(alias, place.path) for alias in aliases),
            source_name=str(said.get("name") or ""),
            source_url=str(said.get("url") or ""),
            source_title=str(said.get("title") or ""),
        )

    def _picture(self, name: str, head: Head) -> str:
        cover = head.first("cover", "image", "featured_image", "featuredImage", "images", "header")
        if isinstance(cover, dict):
            cover = cover.get("image") or cover.get("path") or cover.get("teaser")
        if isinstance(cover, list):
            cover = cover[0] if cover else None
        return self.addresses.find(name, cover) or "" if isinstance(cover, str) else ""


def moment_of(found: re.Match[str] | None, zone: ZoneInfo) -> datetime | None:
    """Return the day that a file's name tells."""
    if not found:
        return None
    try:
        day = datetime(int(found["year"]), int(found["month"]), int(found["day"]), tzinfo=zone)
        return datetime.combine(day, time(), zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _status(head: Head) -> str:
    if head.flag("draft", False) or not head.flag("published", True):
        return "draft"
    status = head.text("status")
    return status if status in {"draft", "pending", "private"} else "published"


def _from_top(path: str, link: str) -> str:
    return path if path.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(link), path))


def _zone_of(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name or "UTC")
    except (ValueError, OSError, KeyError):
        return ZoneInfo("UTC")
